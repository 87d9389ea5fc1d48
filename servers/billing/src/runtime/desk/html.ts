/** Markup that was made here; everything else is text, and is escaped where it is put in. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = Html | readonly Html[] | string | number;

/** Markup with text in it: html`<p>${summary}</p>` shows whatever the summary is made of. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: literals }, ...parts.map(markupOf)));
}

function markupOf(part: Part): string {
  if (part instanceof Html) {
    return part.markup;
  }
  return typeof part === "string" || typeof part === "number"
    ? escaped(String(part))
    : part.map(({ markup }) => markup).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}
