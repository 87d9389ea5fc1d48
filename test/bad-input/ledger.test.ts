import { describe, expect, it } from "vitest";
import { compile, withTool } from "./compile.js";

/** What was there when the ledger was written: all but deleteOrder and getCart. */
const ledger = `# Every operation, one a line.
GET /orders listOrders
GET /orders/{id} getOrder
POST /orders createOrder
`;

interface Run {
  readonly exclude?: string;
  readonly strict?: boolean;
}

function said({ exclude = "{}", strict = false }: Run, files = { "operations.lock": ledger }) {
  const map = withTool("call: listOrders", `operations: { exclude: ${exclude} }`);
  return compile(map, { files, strictLedger: strict, notes: true });
}

describe("the ledger", () => {
  it("is written where there is none, with a line of notice", async () => {
    const map = withTool("call: listOrders");
    expect(await compile(map, { notes: true })).toMatchInlineSnapshot(`
      "note[bind/first-ledger]: operations.lock is new, and holds the 5 operations of the API as it is now
         = help: commit it: an operation that appears later is reported
      "
    `);
  });

  it("reports an operation that is not in it", async () => {
    expect(await said({})).toMatchInlineSnapshot(`
      "note[bind/new-operation]: the API has a new operation, deleteOrder (DELETE /orders/{id})
       --> openapi.yaml:48:5
         |
      48 |     delete:
         |     ^^^^^^
         |
         = help: use it in a tool, or name it under operations.exclude with the reason

      note[bind/new-operation]: the API has a new operation, getCart (GET /carts/{id})
       --> openapi.yaml:52:5
         |
      52 |     get:
         |     ^^^
         |
         = help: use it in a tool, or name it under operations.exclude with the reason
      "
    `);
  });

  it("stops the run with --strict-ledger", async () => {
    expect(await said({ strict: true })).toMatchInlineSnapshot(`
      "error[bind/new-operation]: the API has a new operation, deleteOrder (DELETE /orders/{id})
       --> openapi.yaml:48:5
         |
      48 |     delete:
         |     ^^^^^^
         |
         = help: use it in a tool, or name it under operations.exclude with the reason

      error[bind/new-operation]: the API has a new operation, getCart (GET /carts/{id})
       --> openapi.yaml:52:5
         |
      52 |     get:
         |     ^^^
         |
         = help: use it in a tool, or name it under operations.exclude with the reason
      "
    `);
  });

  it("is settled by naming an operation, with --strict-ledger too", async () => {
    const exclude = "{ deleteOrder: Irreversible., getCart: Old. }";
    expect(await said({ exclude, strict: true })).toBe("");
  });

  it("is not settled by a glob", async () => {
    expect(await said({ exclude: '{ "/**": All of them. }', strict: true })).toMatchInlineSnapshot(`
      "error[bind/new-operation]: the API has a new operation, deleteOrder (DELETE /orders/{id})
       --> openapi.yaml:48:5
         |
      48 |     delete:
         |     ^^^^^^
         |
         = help: use it in a tool, or name it under operations.exclude with the reason

      error[bind/new-operation]: the API has a new operation, getCart (GET /carts/{id})
       --> openapi.yaml:52:5
         |
      52 |     get:
         |     ^^^
         |
         = help: use it in a tool, or name it under operations.exclude with the reason
      "
    `);
  });

  it("lets what is used be covered by a glob", async () => {
    const exclude = '{ "/orders": None., deleteOrder: Irreversible., getCart: Old. }';
    expect(await said({ exclude: exclude.replace('"/orders"', '"GET /orders*"') })).toBe("");
  });
});
