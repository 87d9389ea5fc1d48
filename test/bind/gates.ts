import type { GateBody } from "../../src/model/gate.js";
import { bound, type Given, type Result, tool } from "./bound.js";

/** An API with orders, which are read, refunded and cancelled, and with drafts of its own. */
export const paths = `
/orders/{id}:
  get:
    operationId: getOrder
    parameters: [{ name: id, in: path, required: true, schema: { type: string, pattern: "^o" } }]
    responses:
      "200": { description: An order., content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
      "404": { description: None. }
  delete:
    operationId: dropOrder
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    responses:
      "200": { description: Gone., content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
/refunds:
  post:
    operationId: refund
    parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
    requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/NewRefund" } } } }
    responses:
      "200": { description: Done., content: { application/json: { schema: { $ref: "#/components/schemas/Refund" } } } }
      "409": { description: No., content: { application/json: { schema: { type: object, properties: { why: { type: string } } } } } }
/drafts:
  post:
    operationId: makeDraft
    requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/NewRefund" } } } }
    responses:
      "200": { description: Made., content: { application/json: { schema: { $ref: "#/components/schemas/Draft" } } } }
/drafts/{id}:
  delete:
    operationId: dropDraft
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    responses: { "204": { description: Gone. } }
/drafts/{id}/final:
  post:
    operationId: finishDraft
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    responses: { "204": { description: Done. } }
`;

export const components = `
schemas:
  Order:
    type: object
    required: [id, cents, currency, at, status]
    properties:
      id: { type: string }
      cents: { type: integer }
      currency: { type: string }
      at: { type: string, format: date-time }
      status: { type: string, enum: [none, human] }
      note: { type: string }
  NewRefund:
    type: object
    required: [order]
    properties: { order: { type: string }, cents: { type: integer }, code: { type: string }, card: { $ref: "#/components/schemas/Card" } }
  Card:
    type: object
    required: [tags, bank]
    properties:
      brand: { type: string }
      number: { type: string, x-sensitive: true }
      tags: { type: array, items: { type: string } }
      bank: { type: object, properties: { city: { type: string } } }
  Refund:
    type: object
    required: [id, status]
    properties: { id: { type: string }, status: { type: string }, cents: { type: integer } }
  Draft:
    type: object
    required: [id, cents]
    properties: { id: { type: string }, cents: { type: integer } }
`;

export const effects =
  "operations: { effects: { refund: destructive, makeDraft: write, finishDraft: write } }";

const desk = `approvals:
  url: "\${env.DESK}"
  requester: "\${env.ME}"
  approvers: [boss@example.com]
  notify: { email: { smtp: "\${env.MAIL}", from: bot@example.com } }`;

/** What one gate of a map is made of, in lines. */
export interface GivenGate {
  /** The lines under the tool, beside `confirm`. */
  readonly job?: string;
  /** The lines under `confirm`. */
  readonly confirm: string;
  /** More lines at the top of the map; approvals by a person where none are given. */
  readonly top?: string;
  /** More tools. */
  readonly tools?: string;
}

const usual = `
input: { id: {} }
steps:
  order: { call: getOrder, with: { id: "\${input.id}" } }
`;

export function given({ job = usual, confirm, top = desk, tools = "" }: GivenGate): Given {
  const gate = `${job.trim()}\nconfirm:\n${indented(confirm, 2)}`;
  return {
    paths,
    components,
    tools: `refund_order:\n  description: Refund an order.\n${indented(gate, 2)}\n${tools}`,
    top: `${effects}\n${top}`,
  };
}

/** The gate of a map without mistakes. */
export function gate(lines: GivenGate): GateBody {
  const { body } = tool(given(lines));
  if (body.kind !== "gate") {
    throw new Error(`the tool is a ${body.kind}`);
  }
  return body;
}

/** What is said about a gate, notes aside. */
export function said(lines: GivenGate): readonly string[] {
  return result(lines).messages;
}

export function result(lines: GivenGate): Result {
  return bound(given(lines));
}

function indented(lines: string, by: number): string {
  return lines
    .trim()
    .split("\n")
    .map((line) => (line === "" ? line : " ".repeat(by) + line))
    .join("\n");
}
