import type { Expression } from "../model/expression.js";
import {
  asObject,
  isList,
  type JsonObject,
  type JsonPrimitive,
  type JsonValue,
} from "../model/json.js";

/** What an error rule sees of an answer. */
export interface SeenError {
  /** 0 for a timeout or a network failure. */
  readonly status: number;
  readonly body: JsonObject;
}

/** Whether a rule's condition holds; null where it asks for more than is known here. */
export function holds(condition: Expression, error: SeenError): boolean | null {
  switch (condition.kind) {
    case "literal":
      return condition.value === true;
    case "not":
      return opposite(holds(condition.of, error));
    case "binary":
      return binary(condition, error);
    case "method": {
      const [needle] = condition.args.map((argument) => known(argument, error));
      return condition.name === "includes" && condition.of.kind === "list" && needle !== undefined
        ? condition.of.items.some((item) => known(item, error) === needle)
        : null;
    }
    default:
      return null;
  }
}

function binary(
  { left, operator, right }: Extract<Expression, { kind: "binary" }>,
  error: SeenError,
): boolean | null {
  if (operator === "&&" || operator === "||") {
    const both = [holds(left, error), holds(right, error)];
    const decisive = operator === "||";
    return both.includes(decisive) ? decisive : both.includes(null) ? null : !decisive;
  }
  const [one, other] = [known(left, error), known(right, error)];
  if (one === undefined || other === undefined) {
    return null;
  }
  switch (operator) {
    case "===":
    case "==":
      return one === other;
    case "!==":
    case "!=":
      return one !== other;
    default:
      return null;
  }
}

function opposite(truth: boolean | null): boolean | null {
  return truth === null ? null : !truth;
}

/** Undefined for what is not known here. */
function known(expression: Expression, { status, body }: SeenError): JsonPrimitive | undefined {
  if (expression.kind === "literal") {
    return expression.value;
  }
  const path = errorPath(expression);
  if (path === null) {
    return undefined;
  }
  const [first, ...rest] = path;
  if (first === "status" && rest.length === 0) {
    return status;
  }
  const value =
    first === "body" ? rest.reduce<JsonValue>((at, name) => asObject(at)[name] ?? null, body) : "";
  return first === "body" && (typeof value !== "object" || value === null) ? value : undefined;
}

/** `error.body.code` → `["body", "code"]` */
function errorPath(expression: Expression): readonly string[] | null {
  if (expression.kind === "name") {
    return expression.name === "error" ? [] : null;
  }
  const above = expression.kind === "field" ? errorPath(expression.of) : null;
  return above === null || expression.kind !== "field" ? null : [...above, expression.name];
}

/** A body with which the condition may hold: what it is compared to is put in its place. */
export function bodyFor(condition: Expression, body: JsonObject): JsonObject {
  switch (condition.kind) {
    case "binary":
      if (condition.operator === "&&" || condition.operator === "||") {
        const left = bodyFor(condition.left, body);
        return condition.operator === "&&" ? bodyFor(condition.right, left) : left;
      }
      return condition.operator === "===" || condition.operator === "=="
        ? placed(condition.left, condition.right, placed(condition.right, condition.left, body))
        : body;
    case "method": {
      const [first] = condition.of.kind === "list" ? condition.of.items : [];
      const [field] = condition.args;
      return first === undefined || field === undefined ? body : placed(field, first, body);
    }
    default:
      return body;
  }
}

function placed(field: Expression, value: Expression, body: JsonObject): JsonObject {
  const [first, ...path] = errorPath(field) ?? [];
  return first === "body" && path.length > 0 && value.kind === "literal"
    ? withValue(body, path, value.value)
    : body;
}

function withValue(
  body: JsonObject,
  [name = "", ...rest]: readonly string[],
  value: JsonPrimitive,
): JsonObject {
  const below = body[name];
  const inner: JsonValue =
    rest.length === 0
      ? value
      : withValue(below === undefined || isList(below) ? {} : asObject(below), rest, value);
  return { ...body, [name]: inner };
}
