import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileFixture } from "./compile-fixture.js";
import { type LocalUpstream, localUpstream, sendJson } from "./local-upstream.js";

const invoice = {
  id: "INV-1",
  amount_cents: 1050,
  currency: "EUR",
  due_date: "2026-11-30",
  status: "open",
};

describe("a compiled server, called by the SDK's client over stdio", () => {
  let upstream: LocalUpstream;
  let client: Client;
  let log = "";

  beforeAll(async () => {
    const folder = compileFixture();
    upstream = await localUpstream(({ method, target }, response) => {
      if (target.startsWith("/api/v1/invoices/INV-1/pdf")) {
        response.writeHead(200, {
          "content-type": "application/pdf",
          "content-disposition": 'attachment; filename="../INV-1.pdf"',
        });
        response.end("%PDF-1.7");
      } else if (method === "POST" && target.includes("PAID")) {
        sendJson(response, 409, { code: "already_paid", message: "paid" });
      } else if (method === "POST") {
        sendJson(response, 201, { id: "REM-1" });
      } else {
        sendJson(response, 200, { items: [invoice], next_cursor: null, total: 1 });
      }
    });
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [`${folder}/dist/main.js`],
      env: {
        BILLING_API_BASE: `${upstream.url}/api`,
        BILLING_API_TOKEN: "s3cret-token",
        BILLING_ACCOUNT: "acme",
      },
      stderr: "pipe",
    });
    transport.stderr?.on("data", (chunk) => {
      log += String(chunk);
    });
    client = new Client({ name: "test", version: "1.0.0" });
    await client.connect(transport);
  });

  afterAll(async () => {
    await client.close();
    await upstream[Symbol.asyncDispose]();
  });

  it("lists tools.json as it is", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "search_invoices",
      "send_payment_reminder",
      "invoice_document",
      "monthly_statement",
      "write_off",
    ]);
    expect(client.getInstructions()).toBe(
      "Amounts are integers in the currency's minor unit (cents).",
    );
  });

  it("answers with the projection, as structured content and as text", async () => {
    const result = await client.callTool({
      name: "search_invoices",
      arguments: { customer_id: "CUS-00001", limit: 500 },
    });
    const wanted = { invoices: [invoice], total_count: 1, next_cursor: null };
    expect(result.structuredContent).toEqual(wanted);
    expect(result.content).toEqual([{ type: "text", text: JSON.stringify(wanted) }]);
    expect(upstream.received.at(-1)?.target).toBe(
      "/api/v1/invoices?customer_id=CUS-00001&status=open&limit=100&account=acme",
    );
    expect(upstream.received.at(-1)?.headers).toMatchObject({
      authorization: "Bearer s3cret-token",
      "x-client": "mcp",
      "user-agent": "billing/1.0.0",
    });
  });

  it("answers a wrong argument with what is allowed", async () => {
    const result = await client.callTool({
      name: "search_invoices",
      arguments: { customer_id: "CUS-00001", status: "late" },
    });
    expect(result).toEqual({
      isError: true,
      content: [
        {
          type: "text",
          text: '{"error":"invalid_status","argument":"status","given":"late","allowed":["open","paid","overdue","void"]}',
        },
      ],
    });
  });

  it("answers an expected refusal by the tool's own rule", async () => {
    const result = await client.callTool({
      name: "send_payment_reminder",
      arguments: { invoice_id: "PAID" },
    });
    expect(result.isError).toBe(true);
    expect(result.content).toEqual([
      {
        type: "text",
        text: '{"error":"invoice_not_eligible","reason":"The invoice is already paid.","current_status":"paid"}',
      },
    ]);
  });

  it("sends a write with a fresh idempotency key", async () => {
    const call = { name: "send_payment_reminder", arguments: { invoice_id: "INV-1" } };
    const result = await client.callTool(call);
    const first = upstream.received.at(-1);
    await client.callTool(call);
    expect(result.structuredContent).toEqual({ sent: true, reminder_id: "REM-1" });
    expect(first?.body.toString()).toBe('{"channel":"email"}');
    expect(first?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(upstream.received.at(-1)?.headers["idempotency-key"]).not.toBe(
      first?.headers["idempotency-key"],
    );
  });

  it("embeds a file as a resource", async () => {
    const result = await client.callTool({
      name: "invoice_document",
      arguments: { invoice_id: "INV-1" },
    });
    expect(result.structuredContent).toMatchObject({
      document: { name: "_INV-1.pdf", media_type: "application/pdf", size_bytes: 8 },
      open_invoices: 1,
    });
    expect(result.content).toMatchObject([
      { type: "text" },
      {
        type: "resource",
        resource: {
          uri: expect.stringMatching(/^answer:\/\/.*_INV-1\.pdf$/),
          mimeType: "application/pdf",
          blob: Buffer.from("%PDF-1.7").toString("base64"),
        },
      },
    ]);
  });

  it("runs a handler, and says so where one has not been written", async () => {
    const statement = await client.callTool({
      name: "monthly_statement",
      arguments: { customer_id: "CUS-00001", month: "2026-11" },
    });
    expect(statement.structuredContent).toEqual({ billed_cents: 1050, paid_cents: 0 });
    const missing = await client.callTool({ name: "write_off", arguments: { invoice_id: "1" } });
    expect(missing.isError).toBe(true);
    expect(JSON.stringify(missing.content)).toContain("not_implemented");
  });

  it("refuses a path value that could reach another path, and sends nothing", async () => {
    const before = upstream.received.length;
    for (const invoice_id of ["", ".", "..", "../../admin?x=1", "a/../../b"]) {
      const result = await client.callTool({
        name: "send_payment_reminder",
        arguments: { invoice_id },
      });
      expect(JSON.stringify(result.content)).toContain("invalid_path_value");
    }
    expect(upstream.received.length).toBe(before);
  });

  it("answers an unknown tool as a protocol error", async () => {
    await expect(client.callTool({ name: "serach_invoices", arguments: {} })).rejects.toThrow(
      "There is no tool serach_invoices. Did you mean search_invoices?",
    );
    await expect(client.callTool({ name: "nope", arguments: {} })).rejects.toMatchObject({
      code: -32602,
    });
  });

  it("logs a line that opens and a line that closes for each call, as JSON, without secrets", () => {
    const lines = log
      .trim()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    const opened = lines.filter(({ msg }) => msg === "call opened");
    const closed = lines.filter(({ msg }) => msg === "call closed");
    expect(opened.length).toBe(closed.length);
    expect(closed[0]).toMatchObject({
      level: "info",
      caller: "local",
      tool: "search_invoices",
      outcome: "ok",
      upstream: [{ method: "GET", path: "/v1/invoices", status: 200 }],
    });
    expect(opened[0]?.request_id).toBe(closed[0]?.request_id);
    expect(log).not.toContain("s3cret-token");
  });
});
