import { Collector } from "../diagnostics/collector.js";
import { type Scope, scopeOf } from "../expression/scope.js";
import type { Type } from "../expression/type.js";
import type { Schema } from "../model/schema.js";
import type { Span } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";
import type { InputEntry, PaginationEntry } from "../tool-map/tool-map.js";
import type { Expressions } from "./expressions.js";
import type { UsedOperation } from "./operation-table.js";
import { findPlace, type Place } from "./places.js";
import { fieldsOf, kindOf } from "./schema-kind.js";

/** How one list of the API goes on, for a tool that hands the cursor to the model. */
export interface Paging {
  readonly place: Place;
  /** Whether the cursor is a number that the server counts on, and the API knows nothing of it. */
  readonly counts: boolean;
  /** Expressions over `input.cursor` and `response`. */
  readonly cursor: SourceText;
  readonly next: SourceText;
  readonly total: SourceText | null;
}

/** The input that a paged tool gains. */
export const cursorInput = "cursor";

/** The first way of paging of the map whose parameter the operation has and whose answer fits. */
export function pagingOf(
  used: UsedOperation,
  ways: readonly PaginationEntry[],
  answer: Type,
  expressions: Expressions,
): Paging | null {
  const scope = answerScope(answer);
  for (const way of ways) {
    const name = { text: way.param.value, span: way.param.span };
    const place = findPlace(used, name, new Collector());
    const paging = place === null ? null : pagingBy(way, place, used);
    const parts =
      paging === null ? [] : [paging.next, ...(paging.total === null ? [] : [paging.total])];
    if (paging !== null && parts.every((part) => expressions.fits(part, scope))) {
      return paging;
    }
  }
  return null;
}

function pagingBy(way: PaginationEntry, place: Place, used: UsedOperation): Paging | null {
  const { next, total } = way;
  if ("text" in next) {
    return {
      place,
      counts: false,
      cursor: generated(`input.${cursorInput}`, next.span),
      next,
      total,
    };
  }
  const list = onlyListOf(used);
  if (list === null || next.value === "link") {
    return null;
  }
  const first = next.value === "page" ? 1 : 0;
  const number = `(input.${cursorInput} == null ? ${first} : int(input.${cursorInput}))`;
  const following = next.value === "page" ? `${number} + 1` : `${number} + size(${list})`;
  const more =
    way.more?.text ??
    (total !== null && next.value === "offset"
      ? `${following} < ${total.text}`
      : `size(${list}) > 0`);
  return {
    place,
    counts: true,
    cursor: generated(`input.${cursorInput} == null ? null : int(input.${cursorInput})`, next.span),
    next: generated(`(${more}) ? string(${following}) : null`, next.span),
    total,
  };
}

/** The one list among the fields of an answer, as an expression; a count is taken of it. */
function onlyListOf(used: UsedOperation): string | null {
  if (used.answer.kind !== "json") {
    return null;
  }
  const lists = [...fieldsOf(used.answer.nodes)].filter(
    ([, field]) => kindOf(field.schemas) === "list",
  );
  const [only] = lists;
  return only !== undefined && lists.length === 1 ? `response[${JSON.stringify(only[0])}]` : null;
}

function answerScope(answer: Type): Scope {
  const cursor: Type = { core: { kind: "string", values: null }, absence: "undefined" };
  const input: Type = {
    core: {
      kind: "object",
      name: "input",
      fieldNames: () => [cursorInput],
      field: (name) => (name === cursorInput ? { type: cursor, declaredAt: null } : null),
    },
    absence: "never",
  };
  return scopeOf(
    new Map([
      ["input", { type: input, expression: { kind: "name", name: "input" }, answer: false }],
      ["response", { type: answer, expression: { kind: "name", name: "response" }, answer: true }],
    ]),
  );
}

/** Text that stands for a place of the map without being written there. */
export function generated(text: string, span: Span): SourceText {
  return { text, span, offsets: Array.from({ length: text.length + 1 }, () => span.start) };
}

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
    keywords: paging.counts
      ? [keyword("type", "string"), keyword("pattern", "^[0-9]{1,9}$"), description]
      : [description],
  };
}

/** The largest page that the model can ask for; null where nothing bounds it. */
export function largestPage(inputs: readonly { readonly name: string; readonly schema: Schema }[]) {
  const limit = inputs.find((input) => ["limit", "page_size", "per_page"].includes(input.name));
  return limit?.schema.maximum ?? null;
}
