import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { startBillingApi } from "../../examples/billing-api/server.js";

/** One call of the transcript, with why it is there. */
interface DemoCall {
  readonly why: string;
  readonly tool: string;
  /** A function of what the call before gave. */
  readonly arguments: Arguments | ((before: Arguments) => Arguments);
}

type Arguments = Readonly<Record<string, unknown>>;

const confirmed = ({ draft_id }: Arguments) => ({ draft_id });

const calls: readonly DemoCall[] = [
  {
    why: "Three requests behind one job: whom it is about, their plan, what they owe",
    tool: "look_up_customer",
    arguments: { query: "northwind" },
  },
  {
    why: "A trimmed page of a long list, and how to go on",
    tool: "search_invoices",
    arguments: { customer_id: "CUS-10001", status: "overdue", limit: 2 },
  },
  {
    why: "A value that the API does not know never reaches it",
    tool: "search_invoices",
    arguments: { customer_id: "CUS-10001", status: "late" },
  },
  {
    why: "A 409 of the API comes back as something to act on",
    tool: "send_payment_reminder",
    arguments: { invoice_id: "INV-20130" },
  },
  {
    why: "A write, once, with an idempotency key",
    tool: "send_payment_reminder",
    arguments: { invoice_id: "INV-20131" },
  },
  {
    why: "A change is prepared first: nothing happens yet",
    tool: "prepare_change_plan",
    arguments: { subscription_id: "SUB-30001", price_id: "business-monthly-eur", when: "now" },
  },
  {
    why: "What was summarised is what happens, once",
    tool: "confirm_change_plan",
    arguments: confirmed,
  },
  {
    why: "Where it matters, a person who did not ask says yes first",
    tool: "prepare_refund_order",
    arguments: { order_id: "700101", amount_cents: 1050 },
  },
  {
    why: "… at the approval desk, which no tool reaches",
    tool: "confirm_refund_order",
    arguments: confirmed,
  },
];

const longestValue = 900;

const api = await startBillingApi();
const transport = new StdioClientTransport({
  command: process.execPath,
  args: ["servers/billing/dist/main.js"],
  env: {
    BILLING_API_BASE: api.url,
    BILLING_API_TOKEN: "sample-assistant",
    BILLING_ACCOUNT: "eu",
    MCP_USER_EMAIL: "anna@example.com",
  },
  stderr: "pipe",
});
const log: string[] = [];
transport.stderr?.on("data", (chunk: Buffer) => log.push(chunk.toString("utf8")));
const client = new Client({ name: "demo", version: "1.0.0" });
await client.connect(transport);

const { tools } = await client.listTools();
print(`${tools.length} tools: ${tools.map((tool) => tool.name).join(", ")}`);
let failed = false;
let last: Arguments = {};
for (const call of calls) {
  const before = api.requests.length;
  const given = typeof call.arguments === "function" ? call.arguments(last) : call.arguments;
  const answer = await client.callTool({ name: call.tool, arguments: { ...given } });
  last = isObject(answer.structuredContent) ? answer.structuredContent : {};
  const requests = api.requests.slice(before);
  print(`\n# ${call.why}`);
  print(`→ ${call.tool} ${JSON.stringify(given)}`);
  for (const { method, path, query } of requests) {
    print(`    ${method} ${path}${query.size === 0 ? "" : `?${query}`}`);
  }
  print(`← ${answer.isError === true ? "error " : ""}${shown(answer)}`);
  failed ||= answer.isError !== true && answer.structuredContent === undefined;
}
await client.close();
await api.close();

print("\n# Every call is logged, with the request id that reached the API");
print(
  log
    .join("")
    .split("\n")
    .filter((line) => line.includes('"send_payment_reminder"'))
    .slice(-2)
    .join("\n"),
);
process.exitCode = failed ? 1 : 0;

function shown(answer: Awaited<ReturnType<typeof client.callTool>>): string {
  const [first] = Array.isArray(answer.content) ? answer.content : [];
  const value = answer.structuredContent ?? JSON.parse(first?.text ?? "null");
  const text = JSON.stringify(value, null, 2).replaceAll("\n", "\n  ");
  return text.length > longestValue ? `${text.slice(0, longestValue)}\n  …` : text;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function isObject(value: unknown): value is Arguments {
  return typeof value === "object" && value !== null;
}
