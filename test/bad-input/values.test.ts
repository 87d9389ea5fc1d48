import { describe, expect, it } from "vitest";
import { compile, shop, withTool } from "./compile.js";

const effects = "operations: { effects: { createOrder: write } }";

describe("a bound that the spec's words name otherwise", () => {
  const spec = shop.replace(
    "schema: { type: integer, minimum: 1, maximum: 50 }",
    "description: Limit number of records 1-50., schema: { type: integer, minimum: 1, maximum: 50 }",
  );
  const said = (limit: string) =>
    compile(withTool(`call: listOrders\ninput: { limit: ${limit} }`), { spec });

  it.each(["{ minimum: 5, maximum: 9 }", "{ maximum: 30, default: 1 }"])(
    "is warned of, with the words mended: %s",
    async (limit) => {
      expect(/description: (".*")/.exec(await said(limit))?.[1]).toBe(
        limit.includes("9") ? '"Limit number of records 5-9."' : '"Limit number of records 1-30."',
      );
    },
  );

  it("is warned of", async () => {
    expect(await said("{ maximum: 20, clamp: true }")).toMatchInlineSnapshot(`
      "warning[bind/old-words]: the model reads "Limit number of records 1-50.", and the map says maximum 20
       --> tool-map.yaml:9:23
         |
      9  |     input: { limit: { maximum: 20, clamp: true } }
         |                       ^^^^^^^
       ::: openapi.yaml:11:127
         |
      11 | …name: limit, in: query, description: Limit number of records 1-50., schema: { type: integer, minimum: 1, maximum: 50 } }
         |                                                                                                                    ^^ narrowed from this
         |
         = help: say it in words of your own: \`description: "Limit number of records 1-20."\`
      "
    `);
  });

  it.each([
    "{}",
    "{ maximum: 50 }",
    "{ maximum: 20, description: How many. }",
    "{ minimum: 5, maximum: 9, description: D. }",
  ])("is not: %s", async (limit) => {
    expect(await said(limit)).toBe("");
  });
});

describe("a mistake in what has a name", () => {
  it.each([
    ["a let", "let: { open: \"response.orders.filter(o, o.state == 'opend')\" }", "open"],
    ["what a call returns", "returns: response.ordrs.map(o, o.id)", "response"],
  ])("is told once: %s", async (_, line, name) => {
    const output = `output: { n: "\${sum(${name}.map(o, o.price_cents))}", s: "\${${name}.zzz}" }`;
    expect(await compile(withTool(`call: listOrders\n${line}\n${output}`))).toMatchSnapshot();
  });
});

describe("what a request needs", () => {
  it("and nothing supplies", async () => {
    expect(await compile(withTool("call: getOrder"))).toMatchInlineSnapshot(`
      "error[bind/missing-parameter]: getOrder requires "path.id", and nothing supplies it
       --> tool-map.yaml:8:11
         |
      8  |     call: getOrder
         |           ^^^^^^^^
       ::: openapi.yaml:42:26
         |
      42 |     parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
         |                          ^^ required here
         |
         = help: add an input of that name, a constant under \`with\`, or a value under upstream.with
      "
    `);
  });

  it("and nothing supplies in its body", async () => {
    expect(
      await compile(withTool("call: createOrder\ninput: { note: {} }", effects)),
    ).toMatchInlineSnapshot(`
      "error[bind/missing-parameter]: createOrder requires "body.sku", "body.count", and nothing supplies them
       --> tool-map.yaml:9:11
         |
      9  |     call: createOrder
         |           ^^^^^^^^^^^
       ::: openapi.yaml:35:17
         |
      35 |                 sku: { type: string, pattern: "^[A-Z]{3}$" }
         |                 ^^^ required here
      36 |                 count: { type: integer }
         |                 ^^^^^ required here
         |
         = help: add an input of that name, a constant under \`with\`, or a value under upstream.with
      "
    `);
  });

  it("and an input may leave out", async () => {
    expect(
      await compile(withTool("call: getOrder\ninput: { id: { required: false } }")),
    ).toMatchInlineSnapshot(`
      "error[bind/optional-for-required]: path.id has to be there in every call, and this input may be left out
       --> tool-map.yaml:9:30
         |
      9  |     input: { id: { required: false } }
         |                              ^^^^^
         |
         = help: require the input, or give it a default
      "
    `);
  });

  it("and a value may lack", async () => {
    expect(
      await compile(
        withTool(
          `input: { id: {} }
steps:
  order: { call: getOrder, with: { id: "\${input.id}" } }
  made: { call: createOrder, with: { sku: "\${order.lines[0].sku}", count: "\${order.price_cents}" } }`,
          effects,
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/may-be-absent]: body.count has to be there in every call, and this value may be missing
       --> tool-map.yaml:12:79
         |
      12 |       made: { call: createOrder, with: { sku: "\${order.lines[0].sku}", count: "\${order.price_cents}" } }
         |                                                                               ^^^^^^^^^^^^^^^^^^^^^^ may be missing
         |
         = help: require the input, give a fallback with coalesce(…), or rule null out by an earlier \`require\`
      "
    `);
  });

  it("is given twice", async () => {
    expect(
      await compile(
        withTool("call: getOrder\ninput: { id: {}, order: { to: path.id } }\nwith: { path.id: A }"),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/supplied-twice]: path.id gets two values
       --> tool-map.yaml:9:14
         |
      9  |     input: { id: {}, order: { to: path.id } }
         |              ^^
      10 |     with: { path.id: A }
         |                      ^ the other one
         |
         = help: remove one of them

      error[bind/supplied-twice]: path.id gets two values
       --> tool-map.yaml:9:22
         |
      9  |     input: { id: {}, order: { to: path.id } }
         |              ^^ the other one
         |                      ^^^^^
         |
         = help: remove one of them
      "
    `);
  });
});

describe("outside the spec", () => {
  it("is a value of an enum", async () => {
    expect(
      await compile(withTool("call: listOrders\ninput: { state: { enum: [open, lost] } }")),
    ).toMatchInlineSnapshot(`
      "error[bind/wider-than-spec]: \`enum: ["open","lost"]\` would allow more than the API does: the spec does not allow "lost"; it allows "open", "sent"
       --> tool-map.yaml:9:29
         |
      9  |     input: { state: { enum: [open, lost] } }
         |                             ^^^^^^^^^^^^
       ::: openapi.yaml:10:61
         |
      10 |         - { name: state, in: query, schema: { type: string, enum: [open, sent] } }
         |                                                             ^^^^ declared here
         |
         = help: a map may narrow what the spec allows, and never widen it
      "
    `);
  });

  it("is a default", async () => {
    expect(
      await compile(
        withTool("call: listOrders\ninput: { state: { default: lost }, limit: { default: 51 } }"),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/default-not-allowed]: the default "lost" is not a value that the input takes
       --> tool-map.yaml:9:32
         |
      9  |     input: { state: { default: lost }, limit: { default: 51 } }
         |                                ^^^^
       ::: openapi.yaml:10:61
         |
      10 |         - { name: state, in: query, schema: { type: string, enum: [open, sent] } }
         |                                                             ^^^^ declared here
         |
         = help: it takes one of "open", "sent"

      error[bind/default-not-allowed]: the default 51 is not a value that the input takes
       --> tool-map.yaml:9:58
         |
      9  |     input: { state: { default: lost }, limit: { default: 51 } }
         |                                                          ^^
       ::: openapi.yaml:11:37
         |
      11 |         - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
         |                                     ^^^^^^ declared here
         |
         = help: it takes an integer from 1 to 50
      "
    `);
  });

  it("is a bound", async () => {
    expect(
      await compile(withTool("call: listOrders\ninput: { limit: { minimum: 0, maximum: 51 } }")),
    ).toMatchInlineSnapshot(`
      "error[bind/wider-than-spec]: \`minimum: 0\` would allow more than the API does: the spec says minimum 1
       --> tool-map.yaml:9:32
         |
      9  |     input: { limit: { minimum: 0, maximum: 51 } }
         |                                ^
       ::: openapi.yaml:11:71
         |
      11 |         - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
         |                                                                       ^ declared here
         |
         = help: a map may narrow what the spec allows, and never widen it

      error[bind/wider-than-spec]: \`maximum: 51\` would allow more than the API does: the spec says maximum 50
       --> tool-map.yaml:9:44
         |
      9  |     input: { limit: { minimum: 0, maximum: 51 } }
         |                                            ^^
       ::: openapi.yaml:11:83
         |
      11 |         - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
         |                                                                                   ^^ declared here
         |
         = help: a map may narrow what the spec allows, and never widen it
      "
    `);
  });

  it("is a bound of another kind of value", async () => {
    expect(
      await compile(
        withTool("call: listOrders\ninput: { limit: { maxLength: 5 }, state: { minimum: 1 } }"),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/invalid-keyword]: \`maxLength: 5\` says nothing of this input: its values are of type integer
       --> tool-map.yaml:9:34
         |
      9  |     input: { limit: { maxLength: 5 }, state: { minimum: 1 } }
         |                                  ^

      error[bind/invalid-keyword]: \`minimum: 1\` says nothing of this input: its values are of type string
       --> tool-map.yaml:9:57
         |
      9  |     input: { limit: { maxLength: 5 }, state: { minimum: 1 } }
         |                                                         ^
      "
    `);
  });

  it("is a type", async () => {
    expect(
      await compile(withTool("call: listOrders\ninput: { limit: { type: string } }")),
    ).toMatchInlineSnapshot(`
      "error[bind/wider-than-spec]: \`type: "string"\` would allow more than the API does: the spec says integer
       --> tool-map.yaml:9:29
         |
      9  |     input: { limit: { type: string } }
         |                             ^^^^^^
       ::: openapi.yaml:11:53
         |
      11 |         - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
         |                                                     ^^^^^^^ declared here
         |
         = help: a map may narrow what the spec allows, and never widen it
      "
    `);
  });

  it("is a pattern that is none", async () => {
    expect(
      await compile(withTool("call: getOrder\ninput: { id: { pattern: '([' } }")),
    ).toMatchInlineSnapshot(`
      "error[tool-map/invalid-value]: "([" is not a regular expression
       --> tool-map.yaml:9:29
         |
      9  |     input: { id: { pattern: '([' } }
         |                             ^^^^
         |
         = help: the expression is refused: unterminated character class
      "
    `);
  });

  it("is a constant", async () => {
    expect(
      await compile(withTool("call: createOrder\nwith: { sku: abc, count: many }", effects)),
    ).toMatchInlineSnapshot(`
      "error[bind/wrong-type]: body.sku takes a string that fits ^[A-Z]{3}$, and this is "abc"
       --> tool-map.yaml:10:18
         |
      10 |     with: { sku: abc, count: many }
         |                  ^^^

      error[bind/wrong-type]: body.count takes an integer, and this is "many"
       --> tool-map.yaml:10:30
         |
      10 |     with: { sku: abc, count: many }
         |                              ^^^^
      "
    `);
  });

  it("is nothing to clamp to", async () => {
    expect(
      await compile(
        withTool("call: createOrder\ninput: { sku: {}, count: { clamp: true } }", effects),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/clamp-without-bounds]: there are no bounds to clamp to
       --> tool-map.yaml:10:39
         |
      10 |     input: { sku: {}, count: { clamp: true } }
         |                                       ^^^^
         |
         = help: add \`minimum\` and \`maximum\`
      "
    `);
  });
});

describe("a projection", () => {
  it("of a field that is not in the answer", async () => {
    expect(
      await compile(
        withTool(
          "call: listOrders\noutput:\n  orders: { from: response.orders, pick: [id, stat, { cents: price_cent }] }\n  count: ${response.count}",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/unknown-field]: Order has no field "stat"
       --> tool-map.yaml:10:51
         |
      10 |       orders: { from: response.orders, pick: [id, stat, { cents: price_cent }] }
         |                                                   ^^^^ not in Order
       ::: openapi.yaml:66:9
         |
      66 |         state: { type: string, enum: [open, sent] }
         |         ^^^^^ a similar field is declared here
         |
         = help: did you mean "state"?

      error[expression/unknown-name]: nothing is called "price_cent" here
       --> tool-map.yaml:10:66
         |
      10 |       orders: { from: response.orders, pick: [id, stat, { cents: price_cent }] }
         |                                                                  ^^^^^^^^^^ not in scope
         |
         = help: did you mean "price_cents"?

      error[expression/unknown-field]: response of listOrders has no field "count"
       --> tool-map.yaml:11:25
         |
      11 |       count: \${response.count}
         |                         ^^^^^ not in response of listOrders
         |
         = help: fields: orders, total
      "
    `);
  });

  it("through a list as if it were an object", async () => {
    expect(
      await compile(
        withTool(
          "call: listOrders\noutput:\n  ids: ${response.orders.id}\n  skus: { from: response.orders, pick: [{ sku: lines.sku }] }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[expression/field-of-list]: response.orders is a list, and has no field "id"
       --> tool-map.yaml:10:30
         |
      10 |       ids: \${response.orders.id}
         |                              ^^ a field of its elements, perhaps
         |
         = help: take it of every element with .map(item, item.id), or of one: [0].id

      error[expression/field-of-list]: lines is a list, and has no field "sku"
       --> tool-map.yaml:11:58
         |
      11 |       skus: { from: response.orders, pick: [{ sku: lines.sku }] }
         |                                                          ^^^ a field of its elements, perhaps
         |
         = help: take it of every element with .map(item, item.sku), or of one: [0].sku
      "
    `);
  });

  it("of fields of a text", async () => {
    expect(
      await compile(
        withTool(
          "call: getOrder\ninput: { id: {} }\noutput: { id: { from: response.id, pick: [length] } }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/pick-from-scalar]: "length" cannot be picked from a value of type string
       --> tool-map.yaml:10:47
         |
      10 |     output: { id: { from: response.id, pick: [length] } }
         |                                               ^^^^^^
         |
         = help: pick is for objects whose fields the spec names; leave it out to take the value whole
      "
    `);
  });

  it("that cuts what cannot be cut", async () => {
    expect(
      await compile(
        withTool(
          "call: getOrder\ninput: { id: {} }\noutput:\n  id: { from: response.id, maxItems: 3 }\n  lines: { from: response.lines, maxLength: 3 }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/cut-of-wrong-type]: maxItems is for a list
       --> tool-map.yaml:11:42
         |
      11 |       id: { from: response.id, maxItems: 3 }
         |                                          ^
         |
         = help: remove it

      error[bind/cut-of-wrong-type]: maxLength is for a text
       --> tool-map.yaml:12:49
         |
      12 |       lines: { from: response.lines, maxLength: 3 }
         |                                                 ^
         |
         = help: remove it
      "
    `);
  });

  it("in a request", async () => {
    expect(
      await compile(
        withTool(
          "call: createOrder\nwith: { sku: { from: input.x, pick: [a] }, count: 1 }",
          effects,
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/wrong-type]: body.sku takes a string that fits ^[A-Z]{3}$, and this is {"from":"input.x","pick":["a"]}
       --> tool-map.yaml:10:18
         |
      10 |     with: { sku: { from: input.x, pick: [a] }, count: 1 }
         |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

      warning[bind/bare-expression]: "input.x" stands for these very words, and not for the value of that name
       --> tool-map.yaml:10:26
         |
      10 |     with: { sku: { from: input.x, pick: [a] }, count: 1 }
         |                          ^^^^^^^
         |
         = help: write "\${input.x}"
      "
    `);
  });

  it("that is no object", async () => {
    expect(
      await compile(withTool("call: listOrders\noutput: ${response.orders}")),
    ).toMatchInlineSnapshot(`
      "error[bind/output-not-object]: the output of a tool is an object with named members
       --> tool-map.yaml:9:13
         |
      9  |     output: \${response.orders}
         |             ^^^^^^^^^^^^^^^^^^
         |
         = help: write \`output: { name: … }\`
      "
    `);
  });

  it("of a handler without members", async () => {
    expect(
      await compile(withTool("handler: work\ncalls: []\noutputSchema: { type: object }")),
    ).toMatchInlineSnapshot(`
      "error[bind/output-not-object]: the output of a tool is an object with named members
       --> tool-map.yaml:10:19
         |
      10 |     outputSchema: { type: object }
         |                   ^^^^^^^^^^^^^^^^
         |
         = help: name them: \`outputSchema: { type: object, properties: { name: { type: string } } }\`
      "
    `);
  });
});

describe("a guard", () => {
  it("that is not boolean", async () => {
    expect(
      await compile(
        withTool(
          "call: listOrders\nrequire:\n  - { that: response.total, error: none }\n  - { that: size(response.orders), error: none }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[expression/not-boolean]: a guard has to be true or false, and this is response.total, an integer
       --> tool-map.yaml:10:17
         |
      10 |       - { that: response.total, error: none }
         |                 ^^^^^^^^^^^^^^
         |
         = help: compare it with something

      error[expression/not-boolean]: a guard has to be true or false, and this is size(response.orders), an integer
       --> tool-map.yaml:11:17
         |
      11 |       - { that: size(response.orders), error: none }
         |                 ^^^^^^^^^^^^^^^^^^^^^
         |
         = help: compare it with something
      "
    `);
  });

  it("that compares what cannot be compared", async () => {
    expect(
      await compile(
        withTool(
          "call: listOrders\nrequire:\n  - { that: response.total > 'a', error: none }\n  - { that: response.total == 'many', error: none }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[expression/incomparable]: response.total, an integer, and 'a', a string, have no order between them
       --> tool-map.yaml:10:17
         |
      10 |       - { that: response.total > 'a', error: none }
         |                 ^^^^^^^^^^^^^^^^^^^^

      error[expression/incomparable]: response.total, an integer, and 'many', a string, cannot be compared
       --> tool-map.yaml:11:17
         |
      11 |       - { that: response.total == 'many', error: none }
         |                 ^^^^^^^^^^^^^^^^^^^^^^^^ never equal
      "
    `);
  });

  it("that compares with a value which is never there", async () => {
    expect(
      await compile(
        withTool(
          "call: getOrder\ninput: { id: {} }\nrequire:\n  - { that: response.state == 'opened', error: closed }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[expression/not-in-enum]: response.state is never "opened"
       --> tool-map.yaml:11:35
         |
      11 |       - { that: response.state == 'opened', error: closed }
         |                                   ^^^^^^^^ never equal
         |
         = help: did you mean "open"?
      "
    `);
  });
});

describe("a value that may be null", () => {
  it("in arithmetic, an ordering, and text that is sent", async () => {
    expect(
      await compile(
        withTool(
          `input: { id: {} }
steps:
  order: { call: getOrder, with: { id: "\${input.id}" } }
  made: { call: createOrder, with: { sku: ABC, count: 1, note: "It cost \${order.price_cents}." } }
let:
  double: order.price_cents * 2
require:
  - { that: order.price_cents > 100, error: cheap }
output: { double: "\${double}" }`,
          effects,
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/absent-in-text]: order.price_cents may be null, and would leave a hole in the text that is sent
       --> tool-map.yaml:12:79
         |
      12 |       made: { call: createOrder, with: { sku: ABC, count: 1, note: "It cost \${order.price_cents}." } }
         |                                                                               ^^^^^^^^^^^^^^^^^ may be null
         |
         = help: give a fallback with coalesce(…, 'text'), or rule null out by an earlier \`require\`

      error[expression/may-be-null]: order.price_cents may be null, and arithmetic needs a value
       --> tool-map.yaml:14:15
         |
      14 |       double: order.price_cents * 2
         |               ^^^^^^^^^^^^^^^^^ may be null
         |
         = help: give a fallback with coalesce(…, …), or rule null out before with \`require\`, \`when\`, has() or != null

      error[expression/may-be-null]: order.price_cents may be null, and an ordering needs a value
       --> tool-map.yaml:16:17
         |
      16 |       - { that: order.price_cents > 100, error: cheap }
         |                 ^^^^^^^^^^^^^^^^^ may be null
         |
         = help: give a fallback with coalesce(…, …), or rule null out before with \`require\`, \`when\`, has() or != null
      "
    `);
  });
});

describe("an error rule", () => {
  it("for a status that the API never sends", async () => {
    expect(
      await compile(withTool("call: listOrders\nerrors: { 404: { error: none }, 418: fatal }")),
    ).toMatchInlineSnapshot(`
      "warning[bind/status-never-sent]: by the spec listOrders never answers "404"
       --> tool-map.yaml:9:15
         |
      9  |     errors: { 404: { error: none }, 418: fatal }
         |               ^^^
         |
         = help: remove the rule, or add the response to the spec

      warning[bind/status-never-sent]: by the spec listOrders never answers "418"
       --> tool-map.yaml:9:37
         |
      9  |     errors: { 404: { error: none }, 418: fatal }
         |                                     ^^^
         |
         = help: remove the rule, or add the response to the spec
      "
    `);
  });

  it("for a status twice", async () => {
    expect(
      await compile(
        withTool(
          "call: getOrder\ninput: { id: {} }\nerrors: { 4xx: { error: a }, 404: { error: none }, 4XX: fatal }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[tool-map/invalid-value]: "4XX" is not a status
       --> tool-map.yaml:10:56
         |
      10 |     errors: { 4xx: { error: a }, 404: { error: none }, 4XX: fatal }
         |                                                        ^^^
         |
         = help: did you mean "4xx"?
         = help: write a status (404), 4xx, 5xx, default, timeout or network
      "
    `);
  });

  it("whose result does not fit", async () => {
    expect(
      await compile(
        withTool(
          "call: listOrders\noutput: { total: '${size(response.orders)}' }\nerrors: { 404: { result: { totl: 0 } } }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "warning[bind/status-never-sent]: by the spec listOrders never answers "404"
       --> tool-map.yaml:10:15
         |
      10 |     errors: { 404: { result: { totl: 0 } } }
         |               ^^^
         |
         = help: remove the rule, or add the response to the spec

      error[bind/result-misfit]: this result does not fit the tool's output
       --> tool-map.yaml:10:20
         |
      10 |     errors: { 404: { result: { totl: 0 } } }
         |                    ^^^^^^^^^^^^^^^^^^^^^^^ the output has no "totl"; "total" may not be missing
         |
         = help: give it the members of \`output\`
      "
    `);
  });

  it("with a code that is no word", async () => {
    expect(
      await compile(
        withTool("call: getOrder\ninput: { id: {} }\nerrors: { 404: { error: Not found } }"),
      ),
    ).toMatchInlineSnapshot(`
      "error[tool-map/invalid-name]: "Not found" cannot be the name of an error
       --> tool-map.yaml:10:29
         |
      10 |     errors: { 404: { error: Not found } }
         |                             ^^^^^^^^^
         |
         = help: an error code is a literal word in snake_case, such as invoice_not_found
      "
    `);
  });

  it("with an answer where there is no step", async () => {
    expect(
      await compile(withTool("call: getOrder\ninput: { id: {} }\nerrors: { 404: { value: {} } }")),
    ).toMatchInlineSnapshot(`
      "error[tool-map/unknown-key]: unknown key "value" in tools.work.errors.404
       --> tool-map.yaml:10:22
         |
      10 |     errors: { 404: { value: {} } }
         |                      ^^^^^
         |
         = help: the keys here are when, error, result, fatal
      "
    `);
  });
});

describe("the order of steps", () => {
  it("in which one uses a later one", async () => {
    expect(
      await compile(
        withTool(`steps:
  order: { call: getOrder, with: { id: "\${all.orders[0].id}" } }
  all: { call: listOrders }`),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/unknown-yet]: "order" uses "all", which comes later
       --> tool-map.yaml:9:7
         |
      9  |       order: { call: getOrder, with: { id: "\${all.orders[0].id}" } }
         |       ^^^^^
      10 |       all: { call: listOrders }
         |       ^^^ known from here on
         |
         = help: steps run in file order: move what is used before what uses it
      "
    `);
  });

  it("in which one uses itself", async () => {
    expect(
      await compile(withTool('steps:\n  order: { call: getOrder, with: { id: "${order.id}" } }')),
    ).toMatchInlineSnapshot(`
      "error[bind/circular-names]: "order" uses itself
       --> tool-map.yaml:9:7
         |
      9  |       order: { call: getOrder, with: { id: "\${order.id}" } }
         |       ^^^^^
         |
         = help: a name is known only after its value: use another one
      "
    `);
  });

  it("that goes in a circle through `with`", async () => {
    expect(
      await compile(
        withTool(`steps:
  first: { call: getOrder, with: { id: "\${second.id}" } }
  second: { call: getOrder, with: { id: "\${first.id}" } }`),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/circular-names]: "first", "second" need each other
       --> tool-map.yaml:9:7
         |
      9  |       first: { call: getOrder, with: { id: "\${second.id}" } }
         |       ^^^^^
      10 |       second: { call: getOrder, with: { id: "\${first.id}" } }
         |       ^^^^^^
         |
         = help: one of them has to do without the others
      "
    `);
  });

  it("that goes in a circle through `let`", async () => {
    expect(
      await compile(
        withTool("steps:\n  all: { call: listOrders }\nlet:\n  a: b + 1\n  b: a + 1\n  c: c + 1"),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/circular-names]: "a", "b" need each other
       --> tool-map.yaml:11:7
         |
      11 |       a: b + 1
         |       ^
      12 |       b: a + 1
         |       ^
         |
         = help: one of them has to do without the others

      error[bind/circular-names]: "c" uses itself
       --> tool-map.yaml:13:7
         |
      13 |       c: c + 1
         |       ^
         |
         = help: a name is known only after its value: use another one
      "
    `);
  });
});

describe("a condition", () => {
  it("that decides nothing, since nothing varies", async () => {
    const lines = (that: string) =>
      withTool(
        `steps:\n  all: { call: listOrders }\nrequire:\n  - that: ${that}\n    error: never`,
      );
    for (const that of ["true", "'true'", '"!false"', '"1 < 2"', '"true && !false"']) {
      expect(await compile(lines(that))).toContain(
        "error[expression/constant-guard]: a guard decides nothing where nothing varies",
      );
    }
    expect(await compile(lines("true"))).toMatchInlineSnapshot(`
      "error[expression/constant-guard]: a guard decides nothing where nothing varies
       --> tool-map.yaml:11:15
         |
      11 |       - that: true
         |               ^^^^
         |
         = help: remove it, or name what it depends on
      "
    `);
  });

  it("on a value that an earlier one rules out", async () => {
    const lines = `input:
  state: { required: true }
steps:
  all: { call: listOrders, with: { state: "\${input.state}" } }
require:
  - that: input.state != 'sent'
    error: sent
output:
  total: "\${input.state == 'sent' ? 0 : all.total}"`;
    expect(await compile(withTool(lines))).toMatchInlineSnapshot(`
      "error[expression/never-here]: input.state is never "sent" here: an earlier condition rules it out
       --> tool-map.yaml:16:17
         |
      16 |       total: "\${input.state == 'sent' ? 0 : all.total}"
         |                 ^^^^^^^^^^^ never equal
         |
         = help: remove one of the two
      "
    `);
    expect(await compile(withTool(lines.replace("== 'sent'", "== 'open'")))).toBe("");
  });
});
