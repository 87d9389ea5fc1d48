import { Collector } from "../diagnostics/collector.js";
import { type Scope, scopeOf } from "../expression/scope.js";
import type { Type } from "../expression/type.js";
import type { Expression } from "../model/expression.js";
import type { Schema } from "../model/schema.js";
import type { Span } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";
import type { InputEntry, PaginationEntry, Template } from "../tool-map/tool-map.js";
import type { Expressions } from "./expressions.js";
import type { UsedOperation } from "./operation-table.js";
import { schemaOfType } from "./output-schema.js";
import { findPlace, type Place } from "./places.js";
import { fieldsOf, kindOf } from "./schema-kind.js";
import type { BoundValue } from "./values.js";

/** How one list of the API goes on, for a tool that hands the cursor to the model. */
export type Paging = {
  readonly place: Place;
  readonly total: SourceText | null;
} & (
  | {
      /** The API gives the cursor of the next page. */
      readonly kind: "cursor";
      /** Over `response`. */
      readonly next: SourceText;
    }
  | {
      /** The server counts; the cursor is a number that the API knows nothing of. */
      readonly kind: "offset" | "page";
      /** The list whose elements are counted, and whether there are more: over `response`. */
      readonly list: SourceText;
      readonly more: SourceText | null;
    }
);

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
    if (paging !== null && textsOf(paging).every((text) => expressions.fits(text, scope))) {
      return paging;
    }
  }
  return null;
}

function textsOf(paging: Paging): readonly SourceText[] {
  const own = paging.kind === "cursor" ? [paging.next] : [paging.list, paging.more];
  return [...own, paging.total].filter((text) => text !== null);
}

function pagingBy(way: PaginationEntry, place: Place, used: UsedOperation): Paging | null {
  const { next, total, more } = way;
  if ("text" in next) {
    return { kind: "cursor", place, next, total };
  }
  const list = onlyListOf(used);
  return list === null || next.value === "link"
    ? null
    : { kind: next.value, place, list: generated(list, next.span), more, total };
}

/** What a call is given as its paging parameter. */
export function pagingParameter(paging: Paging, span: Span): Template | BoundValue {
  if (paging.kind === "cursor") {
    return { kind: "text", source: generated(`\${input.${cursorInput}}`, span) };
  }
  const name = paging.kind === "offset" ? "offsetOf" : "pageOf";
  return counted({ kind: "runtime", name, args: [cursorName] }, "int", span);
}

/** The `next_cursor` of a result; null after a report. */
export function nextCursor(
  paging: Paging,
  scope: Scope,
  expressions: Expressions,
): Template | BoundValue | null {
  if (paging.kind === "cursor") {
    const { span } = paging.next;
    return { kind: "text", source: generated(`\${${paging.next.text}}`, span) };
  }
  const part = (text: SourceText | null) =>
    text === null ? null : (expressions.expression(text, scope, "part")?.expression ?? null);
  const list = part(paging.list);
  return list === null
    ? null
    : counted(
        nextCount(paging.kind, list, part(paging.more), part(paging.total)),
        "text",
        paging.list.span,
      );
}

function nextCount(
  kind: "offset" | "page",
  list: Expression,
  more: Expression | null,
  total: Expression | null,
): Expression {
  if (more !== null) {
    return kind === "offset"
      ? { kind: "runtime", name: "nextOffsetIf", args: [more, cursorName, list] }
      : { kind: "runtime", name: "nextPageIf", args: [more, cursorName] };
  }
  if (kind === "page") {
    return { kind: "runtime", name: "nextPage", args: [cursorName, list] };
  }
  const args = total === null ? [cursorName, list] : [cursorName, list, total];
  return { kind: "runtime", name: "nextOffset", args };
}

const cursorName: Expression = {
  kind: "field",
  of: { kind: "name", name: "input" },
  name: cursorInput,
  optional: false,
};

function counted(expression: Expression, kind: "int" | "text", span: Span): BoundValue {
  const type: Type =
    kind === "int"
      ? { core: { kind: "int" }, absence: "never" }
      : { core: { kind: "string", values: null }, absence: "null" };
  return {
    value: { kind: "expression", expression, fallback: "none" },
    type,
    schema: schemaOfType(type, false),
    span,
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
    keywords:
      paging.kind !== "cursor"
        ? [keyword("type", "string"), keyword("pattern", "^[0-9]{1,9}$"), description]
        : [description],
  };
}

/** The largest page that the model can ask for; null where nothing bounds it. */
export function largestPage(inputs: readonly { readonly name: string; readonly schema: Schema }[]) {
  const limit = inputs.find((input) => ["limit", "page_size", "per_page"].includes(input.name));
  return limit?.schema.maximum ?? null;
}
