import type { Member, Projection, TextPart, Value } from "../model/value.js";
import {
  array,
  arrow,
  binary,
  call,
  conditional,
  literal,
  member,
  name,
  object,
  property,
  template,
  undefinedValue,
} from "./code.js";
import type { CodeScope } from "./code-scope.js";
import type { TsExpression, TsObjectMember } from "./syntax.js";

/** What a tool puts into a request, a result or a structured error, as code. */
export function valueCode(value: Value, scope: CodeScope): TsExpression {
  switch (value.kind) {
    case "literal":
      return literal(value.value);
    case "expression":
      return withFallback(scope.expression(value.expression), value.fallback);
    case "text":
      return template(value.parts.map((part) => textPart(part, scope)));
    case "list": {
      const items = array(value.items.map((item) => valueCode(item, scope)));
      return value.leavesOut ? call(scope.runtime("compactList"), [items]) : items;
    }
    case "object": {
      const members = object(memberCodes(value.members, scope));
      return value.leftOutWhenEmpty ? call(scope.runtime("compact"), [members]) : members;
    }
    case "projection":
      return projectionCode(value.projection, scope);
    default:
      return value satisfies never;
  }
}

export function memberCodes(
  members: readonly Member[],
  scope: CodeScope,
): readonly TsObjectMember[] {
  return members.map((each) => property(each.name, valueCode(each.value, scope)));
}

type Fallback = Extract<Value, { kind: "expression" }>["fallback"];

function withFallback(code: TsExpression, fallback: Fallback): TsExpression {
  switch (fallback) {
    case "none":
      return code;
    case "undefined":
      return binary(code, "??", undefinedValue);
    case "null":
      return binary(code, "??", literal(null));
    case "empty-list":
      return binary(code, "??", array([]));
    default:
      return fallback satisfies never;
  }
}

function textPart(part: TextPart, scope: CodeScope): string | TsExpression {
  if (part.kind === "literal") {
    return part.text;
  }
  const shown = scope.expression(part.expression);
  return part.plain ? shown : call(scope.runtime("text"), [shown]);
}

function projectionCode(projection: Projection, scope: CodeScope): TsExpression {
  switch (projection.over) {
    case "list":
      return listCode(projection, scope);
    case "object":
      return objectCode(projection, scope);
    case "text":
      return textCode(projection, scope);
    default:
      return projection.over satisfies never;
  }
}

function listCode(projection: Projection, scope: CodeScope): TsExpression {
  const { from, fromNullable, pick, maxItems, elementNullable } = projection;
  const list = fromNullable
    ? binary(scope.expression(from), "??", array([]))
    : scope.expression(from);
  const project = pick === null ? null : elementCode(pick, elementNullable, scope);
  if (maxItems !== null) {
    const args = [list, literal(maxItems), ...(project === null ? [] : [project])];
    return call(scope.runtime("firstOf"), args);
  }
  return project === null ? list : call(member(list, "map"), [project]);
}

/** `(item) => ({ … })`; an element that is null stays null. */
function elementCode(pick: readonly Member[], nullable: boolean, scope: CodeScope): TsExpression {
  const item = name("item");
  const picked = object(memberCodes(pick, scope.with("item", item)));
  const body = nullable
    ? conditional(binary(item, "==", literal(null)), literal(null), picked)
    : picked;
  return arrow(["item"], body);
}

/** An object is projected where it stands, by its path; what has none is handed to a function first. */
function objectCode(projection: Projection, scope: CodeScope): TsExpression {
  const { from, fromNullable, pick } = projection;
  const whole = scope.expression(from);
  if (pick === null) {
    return fromNullable ? binary(whole, "??", literal(null)) : whole;
  }
  const path = presentPath(whole);
  if (path === null) {
    return call(elementCode(pick, fromNullable, scope), [whole]);
  }
  const picked = object(memberCodes(pick, scope.with("item", path)));
  return fromNullable
    ? conditional(binary(whole, "==", literal(null)), literal(null), picked)
    : picked;
}

/** The path where nothing on it is absent; null for what is no variable's member by plain names. */
function presentPath(code: TsExpression): TsExpression | null {
  if (code.kind === "identifier") {
    return code;
  }
  const of = code.kind === "member" ? presentPath(code.of) : null;
  return code.kind === "member" && of !== null ? member(of, code.name) : null;
}

function textCode(projection: Projection, scope: CodeScope): TsExpression {
  const { from, maxLength, keep } = projection;
  const whole = scope.expression(from);
  if (maxLength === null) {
    return projection.fromNullable ? binary(whole, "??", literal(null)) : whole;
  }
  const args = [whole, literal(maxLength), ...(keep === "end" ? [literal("end")] : [])];
  return call(scope.runtime("cutText"), args);
}
