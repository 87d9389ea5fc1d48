import { Collector } from "../diagnostics/collector.js";
import type { Typed } from "../expression/infer.js";
import { both } from "../expression/optional-chain.js";
import { type Scope, scopeOf } from "../expression/scope.js";
import type { Type } from "../expression/type.js";
import { describe } from "../expression/types.js";
import type { Expression, RuntimeFunction } from "../model/expression.js";
import type { Span } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";
import type { PaginationEntry } from "../tool-map/tool-map.js";
import { linkOfNoText } from "./call-problems.js";
import type { Expressions, Wanted } from "./expressions.js";
import type { UsedOperation } from "./operation-table.js";
import { schemaOfType } from "./output-schema.js";
import { findPlace, type Place } from "./places.js";
import type { ReadUse } from "./reads.js";
import { fieldsOf, kindOf } from "./schema-kind.js";
import { type BoundValue, type Destination, resultFallback, type Values } from "./values.js";

/** How one list of the API goes on. */
export type Paging = {
  readonly place: Place;
  /** Whether there is more, and how many there are: over `response`. */
  readonly more: SourceText | null;
  readonly total: SourceText | null;
} & (
  | {
      /** The API gives the cursor of the next page. */
      readonly kind: "cursor";
      /** Over `response`. */
      readonly next: SourceText;
    }
  | {
      /** A URL holds it, as the value of this parameter. */
      readonly kind: "link";
      readonly parameter: string;
      /** What gives the URL, over `response`; null for the answer's Link header. */
      readonly url: SourceText | null;
      readonly span: Span;
    }
  | {
      /** The server counts; the cursor is a number that the API knows nothing of. */
      readonly kind: "offset" | "page";
      /** The list whose elements are counted: over `response`. */
      readonly list: SourceText;
    }
);

/** The first way of paging of the map whose parameter the operation has and whose answer fits. */
export function pagingOf(
  used: UsedOperation,
  ways: readonly PaginationEntry[],
  answer: Type,
  expressions: Expressions,
): Paging | null {
  const scope = pageScope(answer);
  const fits = (paging: Paging) =>
    expressionsOf(paging).every((text) => expressions.fits(text, scope));
  return possibleWays(used, ways).find(fits) ?? null;
}

/** The ways of paging whose parameter the operation has, whatever it answers. */
export function possibleWays(
  used: UsedOperation,
  ways: readonly PaginationEntry[],
): readonly Paging[] {
  return ways.flatMap((way) => {
    const place = placeOf(used, way);
    return place === null ? [] : (pagingBy(way, place, used) ?? []);
  });
}

/** Whether the operation has the parameter of a way of paging. */
export function takes(used: UsedOperation, way: PaginationEntry): boolean {
  return placeOf(used, way) !== null;
}

function placeOf(used: UsedOperation, { param }: PaginationEntry): Place | null {
  return findPlace(used, { text: param.value, span: param.span }, new Collector());
}

/** The expressions of a way of paging, all over `response`. */
export function expressionsOf(paging: Paging): readonly SourceText[] {
  return [ownExpression(paging), paging.more, paging.total].filter((text) => text !== null);
}

/** The expression that says where to go on, or what is counted. */
function ownExpression(paging: Paging): SourceText | null {
  switch (paging.kind) {
    case "cursor":
      return paging.next;
    case "link":
      return paging.url;
    case "offset":
    case "page":
      return paging.list;
    default:
      return paging satisfies never;
  }
}

/** What the expressions of a way of paging see. */
export function pageScope(answer: Type): Scope {
  const expression: Expression = { kind: "name", name: "response" };
  return scopeOf(new Map([["response", { type: answer, expression, answer: true }]]));
}

function pagingBy(way: PaginationEntry, place: Place, used: UsedOperation): Paging | null {
  const { next, total, more } = way;
  if ("text" in next) {
    return { kind: "cursor", place, next, more, total };
  }
  if ("link" in next || next.value === "link") {
    const { target } = place;
    const url = "link" in next ? next.link : null;
    return target.kind === "body" || used.answer.kind !== "json"
      ? null
      : {
          kind: "link",
          place,
          parameter: target.parameter.name,
          url,
          span: next.span,
          more,
          total,
        };
  }
  const list = onlyListOf(used);
  return list === null
    ? null
    : { kind: next.value, place, list: generated(list, next.span), more, total };
}

/** Whether the API itself knows the cursor, and it is of the parameter's type. */
export function isOwnCursor(paging: Paging): boolean {
  return paging.kind === "cursor" || (paging.kind === "link" && !isNumber(paging.place));
}

/** What a call is given as its paging parameter; null where that is the cursor itself. */
export function pagingParameter(paging: Paging, cursor: Expression, span: Span): BoundValue | null {
  switch (paging.kind) {
    case "cursor":
      return null;
    case "link":
      return isOwnCursor(paging) ? null : counted("numberOf", cursor, "undefined", span);
    case "offset":
      return counted("offsetOf", cursor, "never", span);
    case "page":
      return counted("pageOf", cursor, "never", span);
    default:
      return paging satisfies never;
  }
}

function counted(
  name: RuntimeFunction,
  cursor: Expression,
  absence: Type["absence"],
  span: Span,
): BoundValue {
  return asValue(runtime(name, cursor), { core: { kind: "int" }, absence }, span);
}

/** The cursor of the next page, which is null behind the last one; null after a report. */
export function nextCursor(
  paging: Paging,
  cursor: Expression,
  scope: Scope,
  values: Values,
  destination: Destination,
): BoundValue | null {
  switch (paging.kind) {
    case "cursor":
      return whereMore(paging, scope, values, () =>
        values.expression(paging.next, scope, destination),
      );
    case "link":
      return whereMore(paging, scope, values, () => linked(paging, scope, values, destination));
    case "offset":
    case "page": {
      const use = useFor(destination);
      const part = (text: SourceText | null, wanted: Wanted = "anything") =>
        text === null ? null : values.expressions.expression(text, scope, use, wanted);
      const list = part(paging.list);
      return list === null
        ? null
        : asValue(
            nextCount(
              paging.kind,
              cursor,
              orEmpty(list),
              part(paging.more, "guard")?.expression ?? null,
              part(paging.total)?.expression ?? null,
            ),
            textOrNull,
            paging.list.span,
          );
    }
    default:
      return paging satisfies never;
  }
}

/** The parameter's value in the URL of the next page. */
function linked(
  { parameter, url, span }: Extract<Paging, { kind: "link" }>,
  scope: Scope,
  { expressions, collector }: Values,
  destination: Destination,
): BoundValue | null {
  const name: Expression = { kind: "literal", value: parameter };
  if (url === null) {
    const answer = scope.lookup("response")?.expression ?? { kind: "undefined" };
    return asValue(runtime("nextLink", answer, name), textOrNull, span);
  }
  const typed = expressions.expression(url, scope, useFor(destination));
  if (typed !== null && !isUrl(typed.type)) {
    collector.add(linkOfNoText(url.span, describe(typed.type.core)));
    return null;
  }
  return typed && asValue(runtime("nextFromUrl", typed.expression, name), textOrNull, span);
}

function useFor(destination: Destination): ReadUse {
  return destination === "request" ? "code" : "part";
}

function isUrl({ core }: Type): boolean {
  return core.kind === "string" || core.kind === "any" || core.kind === "null";
}

/** What `next` says, where the API does not say itself that there is no more. */
function whereMore(
  { more }: Paging,
  scope: Scope,
  { expressions }: Values,
  next: () => BoundValue | null,
): BoundValue | null {
  if (more === null) {
    return next();
  }
  const test = expressions.expression(more, scope, "code", "guard");
  const bound = test === null ? null : expressions.assuming(test.whenTrue, next);
  if (test === null || bound?.value.kind !== "expression") {
    return null;
  }
  const none: Expression = { kind: "literal", value: null };
  const orNull = (expression: Expression): Expression =>
    resultFallback(bound.type) === "null"
      ? { kind: "binary", operator: "??", left: expression, right: none, total: true }
      : expression;
  const { expression } = bound.value;
  const conditional: Expression =
    expression.kind === "conditional" && isNull(expression.alternate)
      ? {
          ...expression,
          test: both(test.expression, expression.test),
          consequent: orNull(expression.consequent),
        }
      : {
          kind: "conditional",
          test: test.expression,
          consequent: orNull(expression),
          alternate: none,
        };
  return asValue(conditional, { core: bound.type.core, absence: "null" }, bound.span);
}

function isNull(expression: Expression): boolean {
  return expression.kind === "literal" && expression.value === null;
}

function orEmpty({ type, expression }: Typed): Expression {
  const none: Expression = { kind: "list", items: [] };
  return type.absence === "never"
    ? expression
    : { kind: "binary", operator: "??", left: expression, right: none, total: true };
}

function nextCount(
  kind: "offset" | "page",
  cursor: Expression,
  list: Expression,
  more: Expression | null,
  total: Expression | null,
): Expression {
  if (more !== null) {
    return kind === "offset"
      ? runtime("nextOffsetIf", more, cursor, list)
      : runtime("nextPageIf", more, cursor);
  }
  return kind === "page"
    ? runtime("nextPage", cursor, list)
    : runtime("nextOffset", cursor, list, ...(total === null ? [] : [total]));
}

const textOrNull: Type = { core: { kind: "string", values: null }, absence: "null" };

function runtime(name: RuntimeFunction, ...args: readonly Expression[]): Expression {
  return { kind: "runtime", name, args };
}

/** An expression that is no text of the map, as a value. */
export function asValue(expression: Expression, type: Type, span: Span): BoundValue {
  return {
    value: { kind: "expression", expression, fallback: "none" },
    type,
    schema: schemaOfType(type, false),
    span,
  };
}

function isNumber({ schemas }: Place): boolean {
  return ["integer", "int64", "number"].includes(kindOf(schemas));
}

/** The answer where it is a list, or the one list among its fields, as an expression. */
function onlyListOf({ answer }: UsedOperation): string | null {
  if (answer.kind !== "json") {
    return null;
  }
  if (answer.nodes.length > 0 && kindOf(answer.nodes) === "list") {
    return "response";
  }
  const lists = [...fieldsOf(answer.nodes)].filter(([, { schemas }]) => kindOf(schemas) === "list");
  const [only] = lists;
  return only !== undefined && lists.length === 1 ? `response[${JSON.stringify(only[0])}]` : null;
}

/** Text that stands for a place of the map without being written there. */
export function generated(text: string, span: Span): SourceText {
  return { text, span, offsets: Array.from({ length: text.length + 1 }, () => span.start) };
}
