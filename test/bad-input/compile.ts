import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { renderText } from "../../src/diagnostics/render-text.js";
import { generate } from "../../src/generate.js";

/** The API of these tests: small, and with something to be wrong about. */
export const shop = `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
servers: [{ url: https://shop.example.com }]
paths:
  /orders:
    get:
      operationId: listOrders
      tags: [Orders]
      parameters:
        - { name: state, in: query, schema: { type: string, enum: [open, sent] } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
        - { name: Authorization, in: header, schema: { type: string } }
      responses:
        "200":
          description: Orders.
          content:
            application/json:
              schema:
                type: object
                required: [orders, total]
                properties:
                  orders: { type: array, items: { $ref: "#/components/schemas/Order" } }
                  total: { type: integer }
    post:
      operationId: createOrder
      tags: [Orders]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [sku, count]
              properties:
                sku: { type: string, pattern: "^[A-Z]{3}$" }
                count: { type: integer }
                note: { type: string }
      responses:
        "201": { description: Made., content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
        "409": { description: Sold out. }
  /orders/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getOrder
      responses:
        "200": { description: An order., content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
        "404": { description: No such order. }
    delete:
      operationId: deleteOrder
      responses: { "204": { description: Gone. } }
  /carts/{id}:
    get:
      operationId: getCart
      deprecated: true
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: id, in: query, schema: { type: string } }
      responses: { "200": { description: A cart., content: { text/plain: { schema: { type: string } } } } }
components:
  schemas:
    Order:
      type: object
      required: [id, state, lines]
      properties:
        id: { type: string }
        state: { type: string, enum: [open, sent] }
        paid: { type: boolean }
        price_cents: { type: integer }
        lines: { type: array, items: { type: object, required: [sku], properties: { sku: { type: string } } } }
`;

export interface Given {
  /** The text of openapi.yaml; the shop where nothing is given. */
  readonly spec?: string;
  /** More files, by path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly strictLedger?: boolean;
  /** Whether notes are shown, too. */
  readonly notes?: boolean;
}

/** What `mcpgen generate` says of a map: exactly the text that a person reads. */
export async function compile(map: string | Uint8Array | null, given: Given = {}): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), "bad-input-"));
  const files = { "openapi.yaml": given.spec ?? shop, ...given.files };
  try {
    for (const [path, content] of Object.entries(
      map === null ? files : { ...files, "tool-map.yaml": map },
    )) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const { diagnostics } = await generate({
      root,
      mapPath: "tool-map.yaml",
      strictLedger: given.strictLedger ?? false,
      validateSpec: false,
    });
    const shown = diagnostics.filter(({ severity }) => given.notes === true || severity !== "note");
    return renderText(shown, { colour: false });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A whole map with the given tools, and what else it says at its top. */
export function withTools(tools: string, top = ""): string {
  return `version: 1
server: { name: shop }
spec: openapi.yaml
output: server
${top === "" ? "" : `${top.trim()}\n`}tools:
${indented(tools, 2)}
`;
}

/** A whole map with one tool, `work`, of which the lines are given. */
export function withTool(lines: string, top = ""): string {
  return withTools(`work:\n  description: Work.\n${indented(lines, 2)}`, top);
}

function indented(lines: string, by: number): string {
  return lines
    .trim()
    .split("\n")
    .map((line) => (line === "" ? line : " ".repeat(by) + line))
    .join("\n");
}
