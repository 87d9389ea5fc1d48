// A server for tests: its one tool answers, and writes to the log that LOG names: "none", or a file.
// With "end" the server ends instead, with "kill" by a signal.
import { appendFileSync } from "node:fs";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const server = new Server({ name: "of-tests", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: [{ name: "search_invoices", inputSchema: { type: "object" } }],
}));
server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
  const { LOG = "none" } = process.env;
  if (LOG === "end") {
    process.stderr.write(
      '{"msg":"call opened"}\nTypeError: the disk is full\n    at work (work.js:1:1)\n',
    );
    process.exit(3);
  }
  if (LOG === "kill") {
    process.kill(process.pid, "SIGKILL");
  }
  if (LOG !== "none") {
    const head = { request_id: "1", tool: params.name };
    const upstream = [{ method: "GET", path: "/v1/invoices", status: 200, ms: 1 }];
    const opened = { ...head, arguments: params.arguments, msg: "call opened" };
    const closed = { ...head, outcome: "ok", ms: 1, upstream, msg: "call closed" };
    appendFileSync(LOG, `${JSON.stringify(opened)}\n${JSON.stringify(closed)}\n`);
  }
  return { content: [{ type: "text", text: "{}" }] };
});
await server.connect(new StdioServerTransport());
