import type { Expression } from "../../src/model/expression.js";
import type { Operation } from "../../src/model/operation.js";
import type { Schema } from "../../src/model/schema.js";
import type { Server } from "../../src/model/server.js";
import type { ObjectShape, Shape, ShapeField } from "../../src/model/shape.js";
import type { CallStatement, Input, RequestValue, Tool } from "../../src/model/tool.js";
import type { Member, Value } from "../../src/model/value.js";

/** Builders of model values for tests: what is left out is as plain as can be. */

/** `path("response.items")`: a name and its fields. */
export function path(text: string): Expression {
  const [first = "", ...fields] = text.split(".");
  return fields.reduce<Expression>((of, name) => ({ kind: "field", of, name, optional: false }), {
    kind: "name",
    name: first,
  });
}

export function of(
  expression: Expression | string,
  fallback: "none" | "undefined" | "null" | "empty-list" = "none",
): Value {
  return {
    kind: "expression",
    expression: typeof expression === "string" ? path(expression) : expression,
    fallback,
  };
}

export function lit(value: Extract<Value, { kind: "literal" }>["value"]): Value {
  return { kind: "literal", value };
}

export function members(values: Readonly<Record<string, Value>>): readonly Member[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

export function objectOf(values: Readonly<Record<string, Value>>): Value {
  return { kind: "object", members: members(values), leftOutWhenEmpty: false };
}

export function request(parts: {
  path?: Readonly<Record<string, Value>>;
  query?: Readonly<Record<string, Value>>;
  body?: Value;
}): RequestValue {
  return {
    path: members(parts.path ?? {}),
    query: members(parts.query ?? {}),
    header: [],
    cookie: [],
    body: parts.body ?? null,
  };
}

export function callOf(
  name: string,
  operation: string,
  more: Partial<CallStatement> = {},
): CallStatement {
  return {
    kind: "call",
    name,
    used: true,
    when: null,
    operation,
    request: request({}),
    needs: [],
    errors: [],
    returns: null,
    recorded: false,
    each: null,
    pages: null,
    follow: [],
    ...more,
  };
}

export function input(name: string, schema: Schema, more: Partial<Input> = {}): Input {
  return {
    name,
    schema,
    required: true,
    default: undefined,
    clamp: false,
    secret: false,
    secretMembers: [],
    neededWith: [],
    ...more,
  };
}

export const text: Schema = { type: ["string"] };

export function tool(name: string, more: Partial<Tool> = {}): Tool {
  return {
    name,
    title: null,
    description: `Does ${name}.`,
    effect: "read",
    unconfirmed: null,
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    },
    inputs: [],
    outputSchema: null,
    errors: [],
    limit: null,
    body: { kind: "steps", statements: [], output: objectOf({}) },
    failures: [],
    ...more,
  };
}

export function shape(fields: Readonly<Record<string, Shape | [Shape, "nullable"]>>): ObjectShape {
  const list = Object.entries(fields).map(([name, field]): ShapeField => {
    const [own, nullable] = Array.isArray(field) ? [field[0], true] : [field, false];
    return { name, shape: own, nullable };
  });
  return { kind: "object", name: null, fields: list };
}

export const string: Shape = { kind: "string" };
export const integer: Shape = { kind: "integer" };
export const boolean: Shape = { kind: "boolean" };

export function listOf(element: Shape): Shape {
  return { kind: "list", element, elementNullable: false };
}

export function operation(
  identifier: string,
  head: string,
  more: Partial<Operation> = {},
): Operation {
  const [method = "", at = ""] = head.split(" ");
  return {
    identifier,
    key: identifier,
    method,
    path: at,
    baseUrl: null,
    summary: "",
    effect: "read",
    deprecated: false,
    parameters: [],
    body: null,
    answer: { kind: "empty" },
    takesIdempotencyKey: false,
    security: [],
    ...more,
  };
}

export function parameter(
  location: "path" | "query" | "header" | "cookie",
  name: string,
  schema: Schema = text,
  more: Partial<Operation["parameters"][number]> = {},
): Operation["parameters"][number] {
  const isForm = location === "query" || location === "cookie";
  return {
    location,
    name,
    required: location === "path",
    schema,
    style: isForm ? "form" : "simple",
    explode: isForm,
    allowReserved: false,
    mediaType: null,
    suppliedBy: null,
    ...more,
  };
}

export function server(more: Partial<Server> = {}): Server {
  return {
    name: "billing",
    title: "Billing",
    version: "1.0.0",
    instructions: null,
    sources: {
      map: "tool-map.yaml",
      spec: "specs/billing.yaml",
      mapFromOutput: "../../tool-map.yaml",
    },
    upstream: {
      name: "billing",
      baseUrl: [{ env: "BILLING_API_BASE" }],
      servers: [],
      auth: [{ kind: "bearer", scheme: "bearerAuth", token: [{ env: "BILLING_API_TOKEN" }] }],
      headers: [],
      with: [],
      timeoutMs: 10000,
      deadlineMs: 50000,
      retries: 2,
      idempotencyHeader: null,
      contract: "warn",
    },
    errors: [],
    problem: shape({}),
    tools: [],
    operations: [],
    functions: [],
    audit: { to: "stderr", redact: [] },
    approvals: null,
    scopes: [],
    dependencies: {},
    ...more,
  };
}
