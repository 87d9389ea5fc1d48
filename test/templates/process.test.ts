import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { beforeAll, describe, expect, it } from "vitest";
import { compileFixture } from "./compile-fixture.js";
import { localUpstream, sendJson } from "./local-upstream.js";

let folder: string;

beforeAll(() => {
  folder = compileFixture();
});

const environment = { BILLING_API_TOKEN: "s3cret-token", BILLING_ACCOUNT: "acme" };

function start(args: string[], env: Record<string, string>): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [`${folder}/dist/main.js`, ...args], { env });
}

async function ended(child: ChildProcessWithoutNullStreams) {
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    stderr += String(chunk);
  });
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "test", version: "1" },
  },
};
const call = (id: number, name: string, args: object) => ({
  jsonrpc: "2.0",
  id,
  method: "tools/call",
  params: { name, arguments: args },
});
const lines = (...messages: object[]) => messages.map((one) => `${JSON.stringify(one)}\n`).join("");

describe("the process", () => {
  it("reports every missing variable on stderr, with exit code 78 and nothing on stdout", async () => {
    expect(await ended(start([], { BILLING_ACCOUNT: "acme" }))).toEqual({
      code: 78,
      stdout: "",
      stderr:
        "billing cannot start:\n  BILLING_API_BASE is not set\n  BILLING_API_TOKEN is not set\n",
    });
  });

  it("explains itself, and refuses what it does not know", async () => {
    const help = await ended(start(["--help"], {}));
    expect(help).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: billing/) });
    // Without gates there is no desk.
    for (const args of [["--port=1"], ["8080"], ["--approvals"]]) {
      expect(await ended(start(args, {}))).toMatchObject({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(
          /^(?:Unknown option '--\w+'|Unexpected argument "8080").*\n\nUsage: billing \[--help\]\n/,
        ),
      });
    }
  });

  it("answers what it was asked before stdin ended, writes only messages to stdout, and exits", async () => {
    await using upstream = await localUpstream((_request, response) => {
      setTimeout(() => sendJson(response, 200, { items: [], next_cursor: null, total: 0 }), 50);
    });
    const child = start([], { ...environment, BILLING_API_BASE: upstream.url });
    const end = ended(child);
    child.stdin.end(lines(initialize, call(2, "search_invoices", { customer_id: "CUS-00001" })));
    const { code, stdout } = await end;
    const messages = stdout
      .trim()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(code).toBe(0);
    expect(messages.map(({ id }) => id)).toEqual([1, 2]);
    expect(messages[1]).toMatchObject({ result: { structuredContent: { total_count: 0 } } });
  });

  it("finishes a write that has been sent when it is told to stop", async () => {
    let running: ChildProcessWithoutNullStreams | null = null;
    await using upstream = await localUpstream((_request, response) => {
      running?.kill("SIGTERM");
      setTimeout(() => sendJson(response, 201, { id: "REM-1" }), 100);
    });
    running = start([], { ...environment, BILLING_API_BASE: upstream.url });
    const end = ended(running);
    running.stdin.write(lines(initialize, call(2, "send_payment_reminder", { invoice_id: "I" })));
    const { code, stdout, stderr } = await end;
    expect(code).toBe(0);
    expect(stdout).toContain('"reminder_id":"REM-1"');
    expect(stderr).toContain('"outcome":"ok"');
  });
});
