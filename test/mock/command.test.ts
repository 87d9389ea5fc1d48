import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { repository } from "./mocked.js";

const children: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), "mcpgen-mock-"));

afterEach(() => {
  for (const child of children.splice(0)) {
    child.kill("SIGKILL");
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `mcpgen mock` as a process of the built program. */
function start(...args: readonly string[]) {
  const program = join(repository, "dist/bin.js");
  const child = spawn(process.execPath, [program, "mock", ...args], { cwd: repository });
  children.push(child);
  const run = {
    child,
    stdout: "",
    stderr: "",
    exit: new Promise<number | null>((resolve) => child.once("close", resolve)),
    /** Its address, once it serves. */
    async url(): Promise<string> {
      await vi.waitFor(() => expect(run.stdout).toMatch(/\n$/), { timeout: 30_000 });
      return /http:\S+/.exec(run.stdout)?.[0] ?? "";
    },
  };
  child.stdout?.on("data", (chunk) => {
    run.stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    run.stderr += chunk;
  });
  return run;
}

describe("mcpgen mock", () => {
  it("serves until it is interrupted, tells of each request, and records it without secrets", async () => {
    const record = join(folder, "requests.jsonl");
    const run = start("specs/billing.yaml", "--port", "0", "--record", record);
    const url = await run.url();
    const headers = { authorization: "Bearer s3cr3t-value" };
    const answer = await fetch(`${url}/v1/customers/CUS-12345`, { headers });
    expect(await answer.json()).toMatchObject({ id: "CUS-12345" });
    expect((await fetch(`${url}/v1/invoices?limit=0`, { headers })).status).toBe(400);
    expect((await fetch(`${url}/%1b[31m%0d%0aforged`)).status).toBe(404);

    run.child.kill("SIGINT");
    expect(await run.exit).toBe(0);
    expect(run.stdout).toBe(`specs/billing.yaml: 47 operations at ${url}\n`);
    expect(run.stderr).toBe(
      [
        "GET /v1/customers/CUS-12345 200",
        "GET /v1/invoices 400 /query/limit must be at least 1",
        "GET /%1b[31m%0d%0aforged 404 /path is no path of the description",
        "",
      ].join("\n"),
    );
    const lines = readFileSync(record, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { number: 1, operation: "getCustomer", status: 200 },
      { number: 2, operation: "listInvoices", status: 400 },
      { number: 3, operation: null, status: 404 },
    ]);
    expect(lines.join("\n")).not.toContain("s3cr3t-value");
    expect(statSync(record).mode & 0o077).toBe(0);
  });

  it("ends at SIGTERM too, also in the middle of a delay", async () => {
    const run = start("specs/billing.yaml", "--port=0");
    const headers = { authorization: "Bearer x", prefer: "delay=50s" };
    const pending = fetch(`${await run.url()}/v1/customers`, { headers }).catch(() => "ended");
    await new Promise((resolve) => setTimeout(resolve, 200));
    run.child.kill("SIGTERM");
    expect(await run.exit).toBe(0);
    expect(await pending).toBe("ended");
  });

  const failures: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    [
      "no description",
      ["nowhere.yaml"],
      1,
      /error\[source\/missing\]: there is no file "nowhere.yaml"/,
    ],
    ["no OpenAPI document", ["package.json"], 1, /error\[openapi\//],
    [
      "a record that cannot be written",
      ["specs/billing.yaml", "--port=0", "--record", "nowhere/requests.jsonl"],
      1,
      /error\[mock\/record-not-written\]: cannot write the record to "nowhere\/requests.jsonl": ENOENT/,
    ],
    [
      "an address of another machine",
      ["specs/billing.yaml", "--port=0", "--host", "192.0.2.1"],
      1,
      /error\[mock\/no-address\]: cannot listen at 192.0.2.1, port 0: EADDRNOTAVAIL/,
    ],
    ["no port", ["specs/billing.yaml", "--port", "70000"], 2, /a port from 0 to 65535 is wanted/],
    ["no description named", [], 2, /missing required argument 'spec'/],
  ];
  for (const [what, args, code, message] of failures) {
    it(`${what}: exit code ${code}`, async () => {
      const run = start(...args);
      expect(await run.exit).toBe(code);
      expect(run.stderr).toMatch(message);
      expect(run.stdout).toBe("");
    });
  }

  it("says who has the port", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const run = start("specs/billing.yaml", "--port", String(port));
    expect(await run.exit).toBe(1);
    expect(run.stderr).toContain(`cannot listen at 127.0.0.1, port ${port}: EADDRINUSE`);
    await new Promise((resolve) => other.close(resolve));
  });
});
