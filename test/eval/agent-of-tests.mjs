// An agent for tests: does what its prompt says, which is a JSON list of calls, and prints what came of it.
// A call without arguments is about the draft of the one before.
// `trick` is what it does beside: see the tests.
import { readFileSync, rmSync, truncateSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [config, prompt] = process.argv.slice(2);
const { calls = [], text = "", code = 0, wait = 0, trick = "" } = JSON.parse(prompt);
const [server] = Object.values(JSON.parse(readFileSync(config, "utf8")).mcpServers);
const [, , log] = server.args;
if (trick === "alone") {
  process.stdout.write(text);
  process.exit(0);
}
const client = new Client({ name: "agent-of-tests", version: "1.0.0" });
await client.connect(new StdioClientTransport({ ...server, stderr: "ignore" }));
let last = {};
for (const [name, given = { draft_id: last.draft_id }] of calls) {
  const calling = client.callTool({ name, arguments: given });
  // One that is calm does not mind a server that is no more.
  const { structuredContent } = await (trick === "calm" ? calling.catch(() => ({})) : calling);
  last = structuredContent ?? {};
}
await new Promise((resolve) => setTimeout(resolve, wait));
await client.close();
if (trick === "twice") {
  const second = new Client({ name: "agent-of-tests", version: "1.0.0" });
  await second.connect(new StdioClientTransport({ ...server, stderr: "ignore" }));
  for (const [name, given] of calls) {
    await second.callTool({ name, arguments: given });
  }
  await second.close();
}
if (trick === "past") {
  const { BILLING_API_BASE: base, BILLING_API_TOKEN: token } = server.env;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({ to: "a@b.example", template: "welcome" });
  await fetch(`${base}/v1/invoices/INV-20131/reminders`, { method: "POST", headers, body: "{}" });
  await fetch(`${base}/v1/emails`, { method: "POST", headers, body });
}
if (trick === "remove") {
  rmSync(log);
}
if (trick === "cut") {
  truncateSync(log);
}
process.stdout.write(text);
process.exitCode = code;
