import type { Given } from "./bound.js";
import { unusualGates } from "./unusual-gates.js";

/** A read whose JSON answer has this schema. It takes an `id` and other parameters, in flow style. */
function get(name: string, schema: string, parameters = ""): string {
  return answering(name, "200", `application/json: { schema: ${schema} }`, parameters);
}

function answering(name: string, status: string, content: string, parameters = ""): string {
  return `
/${name}:
  get:
    operationId: ${name}
    parameters: [{ name: id, in: query, schema: { type: string } }${parameters}]
    responses: { "${status}": { description: Answer., content: { ${content} } } }
`;
}

/** A write whose body has this schema. */
function post(name: string, schema: string, isRequired = true): string {
  return `
/${name}:
  post:
    operationId: ${name}
    requestBody: { required: ${isRequired}, content: { application/json: { schema: ${schema} } } }
    responses: { "204": { description: Done. } }
`;
}

const effects = "operations: { effects: { putA: write } }";
const thing =
  "{ type: object, required: [id], properties: { id: { type: string }, note: { type: string }, count: { type: integer } } }";

function work(lines: string): string {
  return `work:\n  description: W.\n  ${lines.trim().split("\n").join("\n  ")}`;
}

/** Maps that do not happen every day, and work. */
export const unusual: Readonly<Record<string, Given>> = {
  ...unusualGates,
  "steps and lets named like inputs": {
    paths: get("getA", thing) + get("getB", thing),
    tools: work(`
input: { a: { type: string, required: true }, b: { type: string, required: true }, id: { type: string, default: x } }
steps:
  a: { call: getA, with: { id: "\${input.a}" } }
  b: { call: getB, with: { id: "\${input.b + a.id}" } }
let: { id: a.id + input.id }
output: { a: "\${a.id}", b: "\${b.note}", in: "\${input.a}", id: "\${id}" }`),
  },
  "steps named like what code uses": {
    paths: get("getA", thing),
    tools: work(`
input: { api: { type: string }, z: { type: string }, upstream: { type: string } }
steps:
  api: { call: getA, with: { id: "\${input.api}" } }
  failure: { call: getA }
  text: { call: getA }
let: { money: api.id + failure.id, z: "money + 'x'" }
require: [{ that: z != 'q', error: no, reason: "\${text.note} \${input.upstream} \${input.z}" }]
output: { z: "\${z}" }`),
  },
  "fields of an element named like names of the tool": {
    paths: get(
      "getA",
      "{ type: object, required: [items], properties: { items: { type: array, items: { type: object, required: [a, input], properties: { a: { type: string }, input: { type: string }, item: { type: string }, response: { type: integer } } } } } }",
    ),
    tools: work(`
call: getA
output:
  items: { from: response.items, pick: [a, input, item, response, { x: input + a }, { y: item.item }] }`),
  },
  "tools, operations and schemas named like each other and like the language's own": {
    paths:
      get("delete", '{ $ref: "#/components/schemas/string" }') +
      get("then", '{ $ref: "#/components/schemas/Client" }'),
    components: `
schemas:
  string: { type: object, required: [a], properties: { a: { type: string }, o: { $ref: "#/components/schemas/Operations" } } }
  Client: { type: object, required: [z], properties: { z: { type: string }, n: { $ref: "#/components/schemas/Operations" } } }
  Operations: { type: object, required: [x], properties: { x: { type: integer } } }
`,
    tools: ["operations", "z", "env", "api", "default", "to_string"]
      .map(
        (name, index) =>
          `${name}: { description: W., call: ${index % 2 === 0 ? "delete" : "then"} }`,
      )
      .join("\n"),
  },
  "lists that may be null, of elements that may be null": {
    paths: get(
      "getA",
      "{ type: object, properties: { l: { type: [array, 'null'], items: { type: [object, 'null'], required: [x], properties: { x: { type: [string, 'null'] } } } }, m: { type: array, items: { type: [array, 'null'], items: { type: integer } } } } }",
    ),
    tools: work(`
call: getA
output:
  picked: { from: response.l, pick: [x], maxItems: 3 }
  whole: \${response.l}
  lists: { from: response.m, maxItems: 2 }
  first: "\${response.l != null && size(response.l) > 0 ? response.l[0].x : 'none'}"`),
  },
  "an answer that is one of several": {
    paths: get(
      "getA",
      '{ oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }], discriminator: { propertyName: kind } }',
    ),
    components: `
schemas:
  Cat: { type: object, required: [kind, name, lives], properties: { kind: { type: string }, name: { type: string }, lives: { type: integer } } }
  Dog: { type: object, required: [kind, name], properties: { kind: { type: string }, name: { type: string }, barks: { type: boolean } } }
`,
    tools: work(`
call: getA
require: [{ that: response.kind == 'Cat', error: no_cat }]
output: { name: "\${response.name}", lives: "\${response.lives}", barks: "\${response.barks == true}" }`),
  },
  "a field that is a text or a number": {
    paths: get(
      "getA",
      "{ type: object, required: [v], properties: { v: { oneOf: [{ type: string }, { type: integer }] } } }",
    ),
    tools: work('call: getA\noutput: { v: "${response.v}", text: "is ${response.v}" }'),
  },
  "several answers, one of them empty": {
    paths: `
/a:
  get:
    operationId: getA
    responses:
      "200": { description: A., content: { application/json: { schema: ${thing} } } }
      "202": { description: B., content: { application/json: { schema: { type: object, required: [wait], properties: { wait: { type: integer }, id: { type: integer } } } } } }
      "204": { description: C. }
`,
    tools: work(
      'call: getA\noutput: { id: "${response.id}", wait: "${response.wait}", all: "${response}" }',
    ),
  },
  "answers that are no objects, shown as they are": {
    paths:
      get("getList", `{ type: array, items: ${thing} }`) +
      get("getNumber", "{ type: integer }") +
      get("getMaybe", "{ type: [object, 'null'], properties: { a: { type: string } } }") +
      answering("getText", "200", "text/plain: { schema: { type: string } }") +
      answering("getFile", "200", "application/pdf: {}") +
      post("putA", "{ type: object }", false),
    tools: ["getList", "getNumber", "getMaybe", "getText", "getFile", "putA"]
      .map((call) => `show_${call.toLowerCase()}: { description: W., call: ${call} }`)
      .join("\n"),
    top: effects,
  },
  "a map of objects": {
    paths: get(
      "getA",
      "{ type: object, additionalProperties: { type: object, required: [n], properties: { n: { type: integer } } } }",
    ),
    tools: work(`
call: getA
output: { one: "\${response['x'].n}", all: "\${response}", has: "\${'y' in response}", names: "\${response.map(k, k)}" }`),
  },
  "a schema that contains itself, read and sent": {
    paths:
      get("getA", '{ $ref: "#/components/schemas/Node" }') +
      post("putA", '{ $ref: "#/components/schemas/Node" }'),
    components: `
schemas:
  Node: { type: object, required: [name], properties: { name: { type: string }, parent: { $ref: "#/components/schemas/Node" }, children: { type: array, items: { $ref: "#/components/schemas/Node" } } } }
`,
    tools: `
show:
  description: W.
  call: getA
  output: { name: "\${response.parent.parent.name}", tree: "\${response}", kids: { from: response.children, pick: [name, children] } }
put:
  description: W.
  call: putA
  input: { name: {}, children: {}, parent: {} }
`,
    top: effects,
  },
  "bodies that are lists": {
    paths: post("putA", `{ type: array, items: ${thing} }`),
    tools: `
given:
  description: W.
  call: putA
  input: { things: { to: body } }
written:
  description: W.
  input: { a: { type: string } }
  steps:
    a: { call: putA, with: { body: [{ id: x }, { id: "\${coalesce(input.a, 'y')}", count: 3 }] } }
`,
    top: effects,
  },
  "bodies of which every part may be missing": {
    paths: post(
      "putA",
      "{ type: object, properties: { a: { type: string }, b: { type: object, required: [c], properties: { c: { type: string }, d: { type: string } } } } }",
    ),
    tools: `
none: { description: W., call: putA }
some: { description: W., call: putA, input: { a: {}, c: { to: body.b.c }, d: { to: body.b.d } } }
`,
    top: effects,
  },
  "headers, cookies, deep objects and odd names": {
    paths: get(
      "getA",
      thing,
      ", { name: X-A, in: header, required: true, schema: { type: string } }, { name: session, in: cookie, schema: { type: integer } }, { name: created, in: query, style: deepObject, schema: { type: object, properties: { gte: { type: integer }, lt: { type: integer } } } }, { name: a.b, in: query, schema: { type: string } }, { name: 'c[d]', in: query, schema: { type: string } }, { name: body, in: query, schema: { type: string } }",
    ),
    tools: work(`
call: getA
input:
  a: { to: header.X-A }
  session: {}
  since: { to: query.created.gte }
  dotted: { to: 'query."a.b"' }
  bracketed: { to: 'query."c[d]"' }
  body: { to: query.body }`),
  },
  "values that stand in for answers": {
    paths: get("getA", thing) + get("getB", thing),
    tools: work(`
steps:
  a: { call: getA, errors: { default: { value: { id: none } } } }
  b: { call: getB, with: { id: "\${a.id}" }, errors: { default: { value: null } } }
output: { id: "\${a.id}", note: "\${a.note}", b: "\${b.count}" }
errors: { default: { result: { id: y } } }`),
  },
  "answers unwrapped, and steps skipped": {
    paths: get(
      "getA",
      "{ type: object, required: [data], properties: { data: { type: object, required: [x], properties: { x: { type: string }, l: { type: array, items: { type: string } } } } } }",
    ),
    tools: `
several:
  description: W.
  input: { go: { type: boolean } }
  steps:
    a: { call: getA, returns: response.data }
    b: { call: getA, returns: response.data.l, when: "a.x != '' && input.go == true" }
  output: { x: "\${a.x}", l: "\${b}", n: "\${b == null ? 0 : size(b)}" }
one: { description: W., call: getA, returns: response.data }
last: { description: W., input: { go: { type: boolean } }, steps: { a: { call: getA, when: input.go } } }
`,
  },
  "values of unknown kind, 64-bit integers, and null among the values of an enum": {
    paths: get(
      "getA",
      "{ type: object, required: [n, s], properties: { n: { type: integer, format: int64 }, s: { type: [string, 'null'], enum: [a, b, null] } } }",
      ", { name: any, in: query, required: true, schema: {} }, { name: n, in: query, schema: { type: integer, format: int64 } }, { name: e, in: query, schema: { type: [string, 'null'], enum: [x, null] } }",
    ),
    tools: work(`
call: getA
input: { any: {}, n: {}, e: {} }
output: { any: "\${input.any}", n: "\${response.n}", same: "\${response.n == input.n}", s: "\${response.s}", is_a: "\${response.s == 'a'}" }`),
  },
  "inputs with schemas of their own": {
    paths: get(
      "getA",
      thing,
      ", { name: s, in: query, schema: { type: array, items: { type: string, enum: [a, b] } } }",
    ),
    tools: work(`
call: getA
input:
  who: { type: object, properties: { name: { type: string }, tags: { type: array, items: { type: string } } } }
  ids: { type: array, items: { type: integer, minimum: 1 }, maxItems: 3 }
  s: { items: { enum: [a] }, uniqueItems: true }
with: { id: "\${string(size(coalesce(input.ids, [])))}" }
output: { n: "\${input.who.name}", t: "\${input.who.tags}", i: "\${input.ids}" }`),
  },
  "lists put together, with elements that may be missing": {
    paths:
      get(
        "getA",
        `{ type: object, required: [items], properties: { items: { type: array, items: ${thing} } } }`,
      ) +
      post(
        "putA",
        "{ type: object, properties: { ids: { type: array, items: { type: string } }, things: { type: array, items: { type: object, required: [id], properties: { id: { type: string } } } }, kinds: { type: array, items: { type: string, enum: [a, b] } } } }",
      ),
    tools: work(`
input: { kind: { type: string } }
steps:
  all: { call: getA }
  put: { call: putA, with: { ids: "\${all.items.map(i, i.id)}", things: "\${all.items}", kinds: [a, "\${input.kind}"] } }`),
    top: effects,
  },
};
