import { describe, expect, it } from "vitest";
import { compile, shop, withTool, withTools } from "./compile.js";

describe("an operation", () => {
  it("that does not exist", async () => {
    expect(await compile(withTool("call: listOrder"))).toMatchInlineSnapshot(`
      "error[bind/unknown-operation]: openapi.yaml has no operation "listOrder"
       --> tool-map.yaml:8:11
         |
      8  |     call: listOrder
         |           ^^^^^^^^^
         |
         = help: did you mean "listOrders"?
      "
    `);
  });

  it("that does not exist under its path", async () => {
    expect(await compile(withTool("call: GET /order"))).toMatchInlineSnapshot(`
      "error[bind/unknown-operation]: openapi.yaml has no operation "GET /order"
       --> tool-map.yaml:8:11
         |
      8  |     call: GET /order
         |           ^^^^^^^^^^
         |
         = help: did you mean "GET /orders"?
      "
    `);
  });

  it("whose parameter has another name in its path", async () => {
    const tools = withTool("call: get /orders/{order_id}");
    expect(await compile(tools)).toMatchInlineSnapshot(`
      "error[bind/unknown-operation]: openapi.yaml has no operation "get /orders/{order_id}"
       --> tool-map.yaml:8:11
         |
      8  |     call: get /orders/{order_id}
         |           ^^^^^^^^^^^^^^^^^^^^^^
         |
         = help: did you mean "GET /orders/{id}"?
      "
    `);
  });

  it("of which there are two", async () => {
    const spec = shop.replace("operationId: getOrder", "operationId: listOrders");
    expect(await compile(withTool("call: listOrders"), { spec })).toMatchInlineSnapshot(`
      "error[bind/ambiguous-operation]: "listOrders" names 2 operations
       --> tool-map.yaml:8:11
         |
      8  |     call: listOrders
         |           ^^^^^^^^^^
       ::: openapi.yaml:6:5
         |
      6  |     get:
         |     ^^^ one is here
      ...
      43 |     get:
         |     ^^^ one is here
         |
         = help: name one by its method and path: "GET /orders", "GET /orders/{id}"
      "
    `);
  });

  it("that is deprecated", async () => {
    expect(
      await compile(withTool("call: getCart\ninput: { id: { to: path.id } }")),
    ).toMatchInlineSnapshot(`
      "warning[bind/deprecated-operation]: the API has deprecated "getCart"
       --> tool-map.yaml:8:11
         |
      8  |     call: getCart
         |           ^^^^^^^
       ::: openapi.yaml:52:5
         |
      52 |     get:
         |     ^^^ declared here
      "
    `);
  });

  it("whose effect is not stated", async () => {
    expect(
      await compile(withTool("call: createOrder\ninput: { sku: {}, count: {} }")),
    ).toMatchInlineSnapshot(`
      "error[bind/unstated-effect]: whether "createOrder" changes something has to be said, since it is a POST
       --> tool-map.yaml:8:11
         |
      8  |     call: createOrder
         |           ^^^^^^^^^^^
         |
         = help: add it under operations.effects: \`createOrder: read\`, \`write\` or \`destructive\`
      "
    `);
  });

  it("whose effect is stated, and which is not there", async () => {
    expect(
      await compile(
        withTool("call: listOrders", "operations: { effects: { createOrders: write } }"),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/unknown-operation]: openapi.yaml has no operation "createOrders"
       --> tool-map.yaml:5:26
         |
      5  | operations: { effects: { createOrders: write } }
         |                          ^^^^^^^^^^^^
         |
         = help: did you mean "createOrder"?
      "
    `);
  });

  it("that destroys without a gate", async () => {
    expect(await compile(withTool("call: deleteOrder\ninput: { id: {} }"))).toMatchInlineSnapshot(`
      "error[bind/destructive-without-gate]: "deleteOrder" is destructive, and "work" has no gate before it
       --> tool-map.yaml:8:11
         |
      8  |     call: deleteOrder
         |           ^^^^^^^^^^^
         |
         = help: put it under \`confirm\`, so that it is summarised and approved before it is made
         = help: if no gate is needed, say why: \`unconfirmed: <reason>\`; it is printed in the server's README
      "
    `);
  });

  it("that is excluded and used", async () => {
    expect(
      await compile(
        withTool(
          "call: listOrders",
          "operations:\n  exclude: { listOrders: Not now., getOrders: Never., '/users/**': None. }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/excludes-used]: "listOrders" is excluded, and a tool uses it
       --> tool-map.yaml:6:14
         |
      6  |   exclude: { listOrders: Not now., getOrders: Never., '/users/**': None. }
         |              ^^^^^^^^^^
         |
         = help: remove one of the two

      error[bind/unknown-operation]: openapi.yaml has no operation "getOrders"
       --> tool-map.yaml:6:36
         |
      6  |   exclude: { listOrders: Not now., getOrders: Never., '/users/**': None. }
         |                                    ^^^^^^^^^
         |
         = help: did you mean "getOrder"?

      warning[bind/excludes-nothing]: "/users/**" fits no operation
       --> tool-map.yaml:6:55
         |
      6  |   exclude: { listOrders: Not now., getOrders: Never., '/users/**': None. }
         |                                                       ^^^^^^^^^^^
         |
         = help: remove it, or mend the pattern
      "
    `);
  });
});

describe("writes", () => {
  const order = "{ call: createOrder, with: { sku: ABC, count: 1 } }";

  it("of which there are two", async () => {
    expect(
      await compile(withTool(`steps:\n  first: ${order}\n  second: ${order}`, effects)),
    ).toMatchInlineSnapshot(`
      "error[bind/two-writes]: "createOrder" would be the second call of this tool that changes something
       --> tool-map.yaml:11:23
         |
      10 |       first: { call: createOrder, with: { sku: ABC, count: 1 } }
         |                      ^^^^^^^^^^^ the first one is here
      11 |       second: { call: createOrder, with: { sku: ABC, count: 1 } }
         |                       ^^^^^^^^^^^
         |
         = help: a failure between the two would leave half of the job done; make two tools, or a handler
      "
    `);
  });

  it("before a read", async () => {
    expect(
      await compile(withTool(`steps:\n  made: ${order}\n  all: { call: listOrders }`, effects)),
    ).toMatchInlineSnapshot(`
      "error[bind/write-not-last]: "createOrder" changes something, and is not the last call
       --> tool-map.yaml:10:21
         |
      10 |       made: { call: createOrder, with: { sku: ABC, count: 1 } }
         |                     ^^^^^^^^^^^
         |
         = help: put the reads before it, so that nothing can fail after the change
      "
    `);
  });

  it("before a requirement", async () => {
    expect(
      await compile(
        withTool(
          `steps:\n  made: ${order}\nrequire:\n  - { that: made.paid, error: not_paid }`,
          effects,
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/require-after-write]: this is checked only after the change has been made
       --> tool-map.yaml:12:17
         |
      12 |       - { that: made.paid, error: not_paid }
         |                 ^^^^^^^^^
         |
         = help: require what is known before the write; use an error rule for what its answer says
      "
    `);
  });

  it("that an annotation makes little of", async () => {
    expect(
      await compile(
        withTools(
          `work:
  description: Work.
  call: createOrder
  with: { sku: ABC, count: 1 }
  annotations: { readOnly: true, destructive: true }`,
          effects,
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/annotation-weakens]: an annotation may only ask for more caution than the calls do, and this tool writes
       --> tool-map.yaml:11:30
         |
      11 |     annotations: { readOnly: true, destructive: true }
         |                              ^^^^
         |
         = help: remove it, or state the operation's effect under operations.effects
      "
    `);
  });
});

const effects = "operations: { effects: { createOrder: write } }";
