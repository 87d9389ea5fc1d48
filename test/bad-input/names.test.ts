import { describe, expect, it } from "vitest";
import { compile, withTool, withTools } from "./compile.js";

describe("an unknown key", () => {
  it("of the map", async () => {
    expect(
      await compile(withTool("call: listOrders", "upstrem: { retries: 1 }")),
    ).toMatchInlineSnapshot(`
      "error[tool-map/unknown-key]: unknown key "upstrem"
       --> tool-map.yaml:5:1
         |
      5  | upstrem: { retries: 1 }
         | ^^^^^^^
         |
         = help: did you mean "upstream"?
         = help: the keys here are version, server, spec, output, upstream, errors, tools, audit, functions, operations, approvals
      "
    `);
  });

  it("of a tool", async () => {
    expect(
      await compile(withTool("call: listOrders\nouput: { done: true }")),
    ).toMatchInlineSnapshot(`
      "error[tool-map/unknown-key]: unknown key "ouput" in tools.work
       --> tool-map.yaml:9:5
         |
      9  |     ouput: { done: true }
         |     ^^^^^
         |
         = help: did you mean "output"?
      "
    `);
  });

  it("of an input", async () => {
    expect(
      await compile(withTool("call: listOrders\ninput: { limit: { maximun: 10 } }")),
    ).toMatchInlineSnapshot(`
      "error[tool-map/unknown-key]: unknown key "maximun" in tools.work.input.limit
       --> tool-map.yaml:9:23
         |
      9  |     input: { limit: { maximun: 10 } }
         |                       ^^^^^^^
         |
         = help: did you mean "maximum"?
      "
    `);
  });

  it("of a step", async () => {
    expect(await compile(withTool("steps:\n  a: { cal: listOrders }"))).toMatchInlineSnapshot(`
      "error[tool-map/unknown-key]: unknown key "cal" in tools.work.steps.a
       --> tool-map.yaml:9:12
         |
      9  |       a: { cal: listOrders }
         |            ^^^
         |
         = help: did you mean "call"?
         = help: the keys here are call, with, returns, variant, each, follow, when, pages, errors
      "
    `);
  });

  it("of a projection", async () => {
    expect(
      await compile(
        withTool("call: listOrders\noutput:\n  orders: { from: response.orders, maxItem: 3 }"),
      ),
    ).toMatchInlineSnapshot(`
      "error[tool-map/unknown-key]: unknown key "maxItem" in tools.work.output.orders
       --> tool-map.yaml:10:40
         |
      10 |       orders: { from: response.orders, maxItem: 3 }
         |                                        ^^^^^^^
         |
         = help: did you mean "maxItems"?
         = help: the keys here are from, pick, maxItems, maxLength, keep
      "
    `);
  });

  it("of an object that has to be marked, since it has the key `from`", async () => {
    expect(
      await compile(
        withTool('call: listOrders\noutput:\n  range: { from: "${response.total}", to: 9 }'),
      ),
    ).toMatchInlineSnapshot(`
      "error[tool-map/unknown-key]: unknown key "to" in tools.work.output.range
       --> tool-map.yaml:10:43
         |
      10 |       range: { from: "\${response.total}", to: 9 }
         |                                           ^^
         |
         = help: the keys here are from, pick, maxItems, maxLength, keep
      "
    `);
  });
});

describe("names of tools", () => {
  it("that are given twice", async () => {
    const tool = "{ description: A., call: listOrders }";
    expect(await compile(withTools(`find: ${tool}\nfind: ${tool}`))).toMatchInlineSnapshot(`
      "error[tool-map/duplicate-key]: "find" is written twice
       --> tool-map.yaml:7:3
         |
      6  |   find: { description: A., call: listOrders }
         |   ^^^^ first here
      7  |   find: { description: A., call: listOrders }
         |   ^^^^ again here
         |
         = help: keep one of the two
      "
    `);
  });

  it("that become one identifier", async () => {
    const tool = "{ description: A., call: listOrders }";
    expect(
      await compile(withTools(`find_all: ${tool}\nfind__all: ${tool}`)),
    ).toMatchInlineSnapshot(`
      "error[bind/same-identifier]: "find__all" and "find_all" would both be findAll in code
       --> tool-map.yaml:7:3
         |
      6  |   find_all: { description: A., call: listOrders }
         |   ^^^^^^^^ the other one
      7  |   find__all: { description: A., call: listOrders }
         |   ^^^^^^^^^
         |
         = help: rename one of them
      "
    `);
  });

  it("that no host takes", async () => {
    const tool = "{ description: A., call: listOrders }";
    expect(
      await compile(
        withTools(`find-all: ${tool}\nFind: ${tool}\n${"x".repeat(65)}: ${tool}\n"": ${tool}`),
      ),
    ).toMatchInlineSnapshot(`
      "error[tool-map/invalid-name]: "find-all" cannot be the name of a tool
       --> tool-map.yaml:6:3
         |
      6  |   find-all: { description: A., call: listOrders }
         |   ^^^^^^^^
         |
         = help: a name begins with a letter and holds lower-case letters, digits and _

      error[tool-map/invalid-name]: "Find" cannot be the name of a tool
       --> tool-map.yaml:7:3
         |
      7  |   Find: { description: A., call: listOrders }
         |   ^^^^
         |
         = help: a name begins with a letter and holds lower-case letters, digits and _

      error[tool-map/invalid-name]: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" cannot be the name of a tool
       --> tool-map.yaml:8:3
         |
      8  |   xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: { description: A., call: listOrders }
         |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         |
         = help: a tool's name has at most 40 characters, and this one has 65

      error[tool-map/invalid-name]: "" cannot be the name of a tool
       --> tool-map.yaml:9:3
         |
      9  |   "": { description: A., call: listOrders }
         |   ^^
         |
         = help: a name begins with a letter and holds lower-case letters, digits and _
      "
    `);
  });
});

describe("names of inputs", () => {
  it("that no host takes", async () => {
    expect(
      await compile(withTool('call: listOrders\ninput: { "state[]": { to: query.state } }')),
    ).toMatchInlineSnapshot(`
      "error[bind/input-name]: some hosts refuse the argument name "state[]"
       --> tool-map.yaml:9:14
         |
      9  |     input: { "state[]": { to: query.state } }
         |              ^^^^^^^^^
         |
         = help: use letters, digits and underscores, 64 at most; \`to\` says where the value goes
         = help: write \`state: { to: query.state }\`
      "
    `);
  });

  it("that the operation does not have", async () => {
    expect(await compile(withTool("call: listOrders\ninput: { sate: {} }"))).toMatchInlineSnapshot(`
      "error[bind/unknown-input]: listOrders takes no "sate"
       --> tool-map.yaml:9:14
         |
      9  |     input: { sate: {} }
         |              ^^^^
         |
         = help: did you mean "state"?
      "
    `);
  });

  it("that could be several parts of a request", async () => {
    expect(await compile(withTool("call: getCart\ninput: { id: {} }"))).toMatchInlineSnapshot(`
      "warning[bind/deprecated-operation]: the API has deprecated "getCart"
       --> tool-map.yaml:8:11
         |
      8  |     call: getCart
         |           ^^^^^^^
       ::: openapi.yaml:52:5
         |
      52 |     get:
         |     ^^^ declared here

      error[bind/ambiguous-input]: "id" could be several parts of getCart
       --> tool-map.yaml:9:14
         |
      9  |     input: { id: {} }
         |              ^^
         |
         = help: name one of "path.id", "query.id"; an input says so with \`to\`
      "
    `);
  });

  it("that lead to a part that is not there", async () => {
    expect(
      await compile(
        withTool("call: createOrder\ninput: { sku: { to: body.item.sku }, count: {} }", effects),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/unknown-input]: createOrder takes no "body.item.sku"
       --> tool-map.yaml:10:25
         |
      10 |     input: { sku: { to: body.item.sku }, count: {} }
         |                         ^^^^^^^^^^^^^
         |
         = help: did you mean "body.sku"?
      "
    `);
  });

  it("that are a credential", async () => {
    expect(
      await compile(withTool("call: listOrders\ninput: { token: { to: header.Authorization } }")),
    ).toMatchInlineSnapshot(`
      "error[bind/forbidden-header]: the header Authorization is the server's own, and no value of the map may stand there
       --> tool-map.yaml:9:27
         |
      9  |     input: { token: { to: header.Authorization } }
         |                           ^^^^^^^^^^^^^^^^^^^^
         |
         = help: credentials belong under upstream.auth
      "
    `);
  });

  it("with `to` although the tool has steps", async () => {
    expect(
      await compile(
        withTool(
          'input: { id: { to: path.id } }\nsteps:\n  order: { call: getOrder, with: { id: "${input.id}" } }',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/to-with-steps]: \`to\` says which part of a single call an input fills, and this tool has steps
       --> tool-map.yaml:8:24
         |
      8  |     input: { id: { to: path.id } }
         |                        ^^^^^^^
         |
         = help: pass the input on under a step's \`with\`
      "
    `);
  });

  it("that go nowhere and say nothing of themselves", async () => {
    expect(
      await compile(
        withTool(
          'input: { id: {}, why: {} }\nsteps:\n  order: { call: getOrder, with: { id: "${input.id}" } }',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/input-type-unknown]: nothing says what "why" is
       --> tool-map.yaml:8:22
         |
      8  |     input: { id: {}, why: {} }
         |                      ^^^
         |
         = help: pass it whole to a parameter (\`with\`), borrow a schema (\`like\`), or state its \`type\`
      "
    `);
  });

  it("of a borrowed schema that is not there", async () => {
    expect(
      await compile(
        withTool(
          "handler: work\ncalls: [listOrders]\ninput: { a: { like: listOrders.stat }, b: { like: listOrder.state } }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/unknown-input]: listOrders takes no "stat"
       --> tool-map.yaml:10:25
         |
      10 |     input: { a: { like: listOrders.stat }, b: { like: listOrder.state } }
         |                         ^^^^^^^^^^^^^^^
         |
         = help: did you mean "state"?

      error[bind/unknown-operation]: openapi.yaml has no operation "listOrder"
       --> tool-map.yaml:10:55
         |
      10 |     input: { a: { like: listOrders.stat }, b: { like: listOrder.state } }
         |                                                       ^^^^^^^^^^^^^^^
         |
         = help: did you mean "listOrders"?
      "
    `);
  });
});

describe("names of what a tool answers", () => {
  it("that mean something of their own", async () => {
    expect(
      await compile(withTool('call: listOrders\noutput: { notice: "${response.total}" }')),
    ).toMatchInlineSnapshot(`
      "error[bind/name-taken]: "notice" has a meaning of its own here
       --> tool-map.yaml:9:15
         |
      9  |     output: { notice: "\${response.total}" }
         |               ^^^^^^
         |
         = help: give it another name
      "
    `);
  });
});

describe("names of steps", () => {
  it("that mean something of their own", async () => {
    expect(
      await compile(
        withTool(
          "steps:\n  input: { call: listOrders }\n  item: { call: listOrders }\nlet: { upstream: '1' }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[tool-map/reserved-name]: "input" cannot be the name of a step
       --> tool-map.yaml:9:7
         |
      9  |       input: { call: listOrders }
         |       ^^^^^ expressions know this name already
         |
         = help: choose another name

      error[tool-map/reserved-name]: "item" cannot be the name of a step
       --> tool-map.yaml:10:7
         |
      10 |       item: { call: listOrders }
         |       ^^^^ expressions know this name already
         |
         = help: choose another name

      error[tool-map/reserved-name]: "upstream" cannot be the name of a "let"
       --> tool-map.yaml:11:12
         |
      11 |     let: { upstream: '1' }
         |            ^^^^^^^^ expressions know this name already
         |
         = help: choose another name
      "
    `);
  });

  it("that a `let` has, too", async () => {
    expect(
      await compile(withTool("steps:\n  orders: { call: listOrders }\nlet: { orders: '1' }")),
    ).toMatchInlineSnapshot(`
      "error[tool-map/name-taken]: "orders" is already the name of a step
       --> tool-map.yaml:10:12
         |
      9  |       orders: { call: listOrders }
         |       ^^^^^^ first here
      10 |     let: { orders: '1' }
         |            ^^^^^^ again here
         |
         = help: choose another name
      "
    `);
  });

  it("that an expression cannot name", async () => {
    expect(
      await compile(withTool("steps:\n  in: { call: listOrders }\n  Orders: { call: listOrders }")),
    ).toMatchInlineSnapshot(`
      "error[tool-map/reserved-name]: "in" cannot be the name of a step
       --> tool-map.yaml:9:7
         |
      9  |       in: { call: listOrders }
         |       ^^ CEL reserves this word
         |
         = help: choose another name

      error[tool-map/invalid-name]: "Orders" cannot be the name of a step
       --> tool-map.yaml:10:7
         |
      10 |       Orders: { call: listOrders }
         |       ^^^^^^
         |
         = help: a name begins with a letter and holds lower-case letters, digits and _
      "
    `);
  });

  it("that are not there", async () => {
    expect(
      await compile(
        withTool('steps:\n  orders: { call: listOrders }\noutput: { total: "${order.total}" }'),
      ),
    ).toMatchInlineSnapshot(`
      "error[expression/unknown-name]: nothing is called "order" here
       --> tool-map.yaml:10:25
         |
      10 |     output: { total: "\${order.total}" }
         |                         ^^^^^ not in scope
         |
         = help: did you mean "orders"?
      "
    `);
  });
});

const effects = "operations: { effects: { createOrder: write } }";
