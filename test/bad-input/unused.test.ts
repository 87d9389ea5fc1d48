import { describe, expect, it } from "vitest";
import { compile, shop, withTool } from "./compile.js";

describe("what the map mentions and nothing has or uses", () => {
  it("is an input", async () => {
    expect(
      await compile(
        withTool("input: { why: { type: string } }\nsteps: { all: { call: listOrders } }"),
      ),
    ).toMatchInlineSnapshot(`
      "warning[bind/unused-input]: nothing uses the input "why"
       --> tool-map.yaml:8:14
         |
      8  |     input: { why: { type: string } }
         |              ^^^
         |
         = help: pass it on under \`with\`, name it in an expression, or remove it
      "
    `);
  });

  it.each([
    ["of a parameter that no operation has", "{ param: cursor, next: response.next }"],
    ["of a parameter that is misspelt", "{ param: limt, next: response.total }"],
    ["that reads what is not answered", "{ param: limit, next: response.next }"],
  ])("is a way of paging %s", async (_, way) => {
    const top = `upstream:\n  pagination:\n    - ${way}`;
    expect(await compile(withTool("call: listOrders", top))).toMatchSnapshot();
  });

  it("is a `let`, and what only that uses", async () => {
    expect(
      await compile(
        withTool("call: listOrders\nlet: { a: response.total, b: a + 1 }\noutput: { done: true }"),
      ),
    ).toMatchInlineSnapshot(`
      "warning[bind/unused-let]: nothing uses "a"
       --> tool-map.yaml:9:12
         |
      9  |     let: { a: response.total, b: a + 1 }
         |            ^
         |
         = help: remove it; it is left out of the server

      warning[bind/unused-let]: nothing uses "b"
       --> tool-map.yaml:9:31
         |
      9  |     let: { a: response.total, b: a + 1 }
         |                               ^
         |
         = help: remove it; it is left out of the server
      "
    `);
  });

  it("is an argument that is kept out of the log", async () => {
    expect(
      await compile(
        withTool("call: listOrders\ninput: { state: {} }", "audit: { to: stderr, redact: [sate] }"),
      ),
    ).toMatchInlineSnapshot(`
      "warning[bind/redacts-nothing]: no tool has an input "sate"
       --> tool-map.yaml:5:31
         |
      5  | audit: { to: stderr, redact: [sate] }
         |                               ^^^^
         |
         = help: did you mean "state"?
      "
    `);
  });

  it("is a parameter under upstream.with", async () => {
    expect(
      await compile(withTool("call: listOrders", 'upstream: { with: { stat: "${env.STATE}" } }')),
    ).toMatchInlineSnapshot(`
      "warning[bind/supplies-nothing]: no operation that a tool uses has a parameter "stat"
       --> tool-map.yaml:5:21
         |
      5  | upstream: { with: { stat: "\${env.STATE}" } }
         |                     ^^^^
         |
         = help: did you mean "state"?
      "
    `);
  });

  it("is an operation with an idempotency key", async () => {
    const top = "upstream: { idempotency: { header: Idempotency-Key, operations: [creatOrder] } }";
    expect(await compile(withTool("call: listOrders", top))).toMatchInlineSnapshot(`
      "error[bind/unknown-operation]: openapi.yaml has no operation "creatOrder"
       --> tool-map.yaml:5:66
         |
      5  | upstream: { idempotency: { header: Idempotency-Key, operations: [creatOrder] } }
         |                                                                  ^^^^^^^^^^
         |
         = help: did you mean "createOrder"?
      "
    `);
  });
});

describe("what is there twice", () => {
  it("is a member of a projection", async () => {
    expect(
      await compile(
        withTool(
          "call: listOrders\noutput:\n  orders: { from: response.orders, pick: [id, { id: state }] }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/picked-twice]: "id" is picked twice
       --> tool-map.yaml:10:53
         |
      10 |       orders: { from: response.orders, pick: [id, { id: state }] }
         |                                               ^^ the first time
         |                                                     ^^
         |
         = help: remove one, or give it another name: \`{ other_name: expression }\`
      "
    `);
  });

  it("is a key of the API's description", async () => {
    const spec = shop.replace("info:", "info: { title: A, version: '1' }\ninfo:");
    expect(await compile(withTool("call: listOrders"), { spec })).toMatchInlineSnapshot(`
      "error[openapi/invalid-yaml]: "openapi.yaml" is not valid YAML
       --> openapi.yaml:3:1
         |
      3  | info: { title: Shop, version: 1.0.0 }
         | ^ this key stands in the mapping already
         |
         = help: remove or rename one of the two
      "
    `);
  });
});
