import type { Expression } from "../model/expression.js";
import type { Schema } from "../model/schema.js";
import type { Span } from "../source/source-file.js";
import type { InputEntry } from "../tool-map/tool-map.js";
import type { UsedOperation } from "./operation-table.js";
import type { Paging } from "./paging.js";
import { isOwnCursor } from "./paging.js";

/** The input that a paged tool gains: its model goes from page to page. */
export const cursorInput = "cursor";

export const cursorField: Expression = {
  kind: "field",
  of: { kind: "name", name: "input" },
  name: cursorInput,
  optional: false,
};

/** The entry of the `cursor` input, as its author would have written it. */
export function cursorEntry(paging: Paging, call: Span): InputEntry {
  const keyword = (name: string, value: string) => ({
    name: { value: name, span: call },
    value: { value, span: call },
  });
  const description = keyword(
    "description",
    "next_cursor of the previous answer; leave out to start.",
  );
  return {
    name: { value: cursorInput, span: call },
    span: call,
    to: null,
    like: null,
    required: null,
    clamp: null,
    secret: null,
    keywords: isOwnCursor(paging)
      ? [description]
      : [keyword("type", "string"), keyword("pattern", "^[0-9]{1,9}$"), description],
  };
}

const limitNames = new Set(["limit", "page_size", "per_page", "pageSize", "perPage"]);

/**
 * The largest page that a call can bring: what the model may ask for, or where it cannot, what the
 * API gives by itself. Null where nothing says.
 */
export function largestPage(
  inputs: readonly { readonly name: string; readonly schema: Schema }[],
  used: UsedOperation,
): number | null {
  const limit = inputs.find((input) => limitNames.has(input.name));
  if (limit !== undefined) {
    const { maximum } = limit.schema;
    return typeof maximum === "number" ? maximum : null;
  }
  const parameter = used.operation.parameters.find(({ name }) => limitNames.has(name));
  const own = parameter?.schema.default;
  return typeof own === "number" ? own : null;
}
