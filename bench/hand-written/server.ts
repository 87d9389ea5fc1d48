/**
 * What a good engineer would write by hand, in one file, for two of the sample's tools: the yardstick
 * of start.ts and calls.ts. Same SDK, same low-level Server, same dependencies as servers/billing.
 */
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from "@modelcontextprotocol/sdk/types.js";
import { pino } from "pino";
import { z } from "zod";

const log = pino(pino.destination(2));
const agent = new Agent({ keepAlive: true });

const base = variable("BILLING_API_BASE");
const token = variable("BILLING_API_TOKEN");
const account = variable("BILLING_ACCOUNT");

const searchInvoices = {
  name: "search_invoices",
  description: "Search a customer's invoices, newest first.",
  input: z.strictObject({
    customer_id: z.string().regex(/^CUS-[0-9]{5}$/),
    status: z.enum(["open", "paid", "overdue", "void"]).default("open"),
    limit: z.int().min(1).max(100).default(20),
    cursor: z.string().optional(),
  }),
};

const sendPaymentReminder = {
  name: "send_payment_reminder",
  description: "Send a payment reminder for an unpaid invoice.",
  input: z.strictObject({
    invoice_id: z.string(),
    channel: z.enum(["email", "letter"]).default("email"),
  }),
};

const invoicePage = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      amount_cents: z.int(),
      currency: z.string(),
      due_date: z.string().nullable(),
      status: z.string(),
    }),
  ),
  next_cursor: z.string().nullable(),
  total: z.int(),
});

const server = new Server(
  { name: "billing", version: "1.0.0" },
  {
    capabilities: { tools: {} },
    instructions: "Amounts are integers in the currency's minor unit.",
  },
);

server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: [searchInvoices, sendPaymentReminder].map(({ name, description, input }) => ({
    name,
    description,
    inputSchema: { ...z.toJSONSchema(input, { io: "input" }), type: "object" as const },
  })),
}));

server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
  const requestId = randomUUID();
  const started = performance.now();
  const result = await call(params.name, params.arguments ?? {}, requestId, signal);
  log.info({
    request_id: requestId,
    tool: params.name,
    arguments: params.arguments,
    outcome: result.isError === true ? "error" : "ok",
    ms: Math.round(performance.now() - started),
  });
  return result;
});

async function call(
  name: string,
  given: Record<string, unknown>,
  requestId: string,
  signal: AbortSignal,
): Promise<CallToolResult> {
  try {
    switch (name) {
      case searchInvoices.name: {
        const { customer_id, status, limit, cursor } = searchInvoices.input.parse(given);
        const query = new URLSearchParams({ customer_id, status, limit: String(limit), account });
        if (cursor !== undefined) {
          query.set("cursor", cursor);
        }
        const answer = await send("GET", `/v1/invoices?${query}`, undefined, requestId, signal);
        if (answer.status === 404) {
          return ok({ invoices: [], total_count: 0, next_cursor: null });
        }
        if (answer.status !== 200) {
          return refused(answer.status);
        }
        const page = invoicePage.parse(JSON.parse(answer.text));
        return ok({
          invoices: page.items,
          total_count: page.total,
          next_cursor: page.next_cursor,
        });
      }
      case sendPaymentReminder.name: {
        const { invoice_id, channel } = sendPaymentReminder.input.parse(given);
        const path = `/v1/invoices/${encodeURIComponent(invoice_id)}/reminders?account=${account}`;
        const answer = await send("POST", path, { channel }, requestId, signal);
        if (answer.status !== 201) {
          return refused(answer.status);
        }
        const { id } = z.object({ id: z.string() }).parse(JSON.parse(answer.text));
        return ok({ sent: true, reminder_id: id });
      }
      default:
        throw new McpError(ErrorCode.InvalidParams, `There is no tool ${name}`);
    }
  } catch (error) {
    if (error instanceof McpError) {
      throw error;
    }
    if (error instanceof z.ZodError) {
      return failed({ error: "invalid_arguments", issues: error.issues });
    }
    log.error({ request_id: requestId, err: error });
    return failed({ error: "upstream_unavailable", request_id: requestId });
  }
}

function send(
  method: string,
  path: string,
  body: unknown,
  requestId: string,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept: "application/json",
      authorization: `Bearer ${token}`,
      "x-request-id": requestId,
      ...(text === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    };
    const options = { method, headers, agent, signal, timeout: 10_000 };
    const outgoing = request(base + path, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      );
      incoming.on("error", reject);
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("timeout")));
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}

function ok(structuredContent: Record<string, unknown>): CallToolResult {
  return {
    content: [{ type: "text", text: JSON.stringify(structuredContent) }],
    structuredContent,
  };
}

function failed(body: object): CallToolResult {
  return { isError: true, content: [{ type: "text", text: JSON.stringify(body) }] };
}

function refused(status: number): CallToolResult {
  return failed({ error: status === 404 ? "not_found" : "request_refused", status });
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    process.stderr.write(`${name} is not set\n`);
    process.exit(78);
  }
  return value;
}

process.stdin.once("end", () => process.exit(0));
await server.connect(new StdioServerTransport());
