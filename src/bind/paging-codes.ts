import type { DocumentedCodes } from "../diagnostics/codes.js";

export const pagingCodes: DocumentedCodes = {
  "bind/cursor-of-no-scalar": {
    title: "Page asked for by a whole object",
    cause:
      "`next` gives an object, a list or something unknown, and a walk asks for the next page by a text or a number.",
    fix: "Name the field of the answer that holds the cursor.",
  },
  "bind/cut-page": {
    title: "Cut within a page",
    cause:
      "The tool pages through a list, and `maxItems` would cut elements that no page shows again.",
    fix: "Raise `maxItems` to the largest page, or lower the maximum of the limit.",
  },
  "bind/link-of-no-text": {
    title: "Link that is no URL",
    cause: "`next: { link: … }` takes the cursor from a URL, and the expression gives no text.",
    fix: "Name the field of the answer that holds the URL of the next page.",
  },
  "bind/not-paged": {
    title: "Walk through pages that are not known",
    cause:
      "A call is to walk through its pages, and no way of paging under `upstream.pagination` fits it.",
    fix: "Say there how this list goes on, or remove `pages`.",
  },
  "bind/unused-paging": {
    title: "Way of paging that fits nothing",
    cause:
      "No operation in use takes the parameter, or none that does answers what `next` reads. Nothing is paged by the entry.",
    fix: "Correct the name, or remove the entry.",
  },
};
