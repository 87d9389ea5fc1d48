import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { afterEach, describe, expect, it, vi } from "vitest";
import { compiled } from "./compiled.js";
import { useSample } from "./sample.js";
import { environment } from "./session.js";

const sample = useSample();

type Json = Record<string, unknown>;

/** The server as a bare process, with its streams in the test's hands. */
class Bare {
  stdout = "";
  stderr = "";
  readonly exit: Promise<number | null>;
  readonly child: ChildProcessWithoutNullStreams;

  constructor(program: string, env: Readonly<Record<string, string>>, args: readonly string[]) {
    this.child = spawn(process.execPath, [program, ...args], { env: { ...env } });
    this.child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    this.exit = new Promise((resolve) => this.child.once("close", resolve));
  }

  send(...messages: readonly Json[]): void {
    for (const message of messages) {
      this.child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    }
  }

  /** The answers so far. Fails where stdout holds anything else. */
  answers(): readonly Json[] {
    const lines = this.stdout.split("\n");
    return lines.slice(0, -1).map((line) => {
      const message = JSON.parse(line);
      expect(message).toMatchObject({ jsonrpc: "2.0" });
      return message;
    });
  }

  async answer(id: number): Promise<Json> {
    return await vi.waitFor(() => {
      const answer = this.answers().find((each) => each.id === id);
      expect(answer, `an answer to ${id}`).toBeDefined();
      return answer ?? {};
    }, 5_000);
  }
}

const processes: Bare[] = [];
afterEach(() => {
  for (const { child } of processes.splice(0)) {
    child.kill("SIGKILL");
  }
});

async function start(
  env: Readonly<Record<string, string>> = environment({ base: sample.api.url }),
  args: readonly string[] = [],
): Promise<Bare> {
  const bare = new Bare(await compiled("billing"), env, args);
  processes.push(bare);
  return bare;
}

const handshake: readonly Json[] = [
  {
    id: 1,
    method: "initialize",
    params: {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "e2e", version: "1.0.0" },
    },
  },
  { method: "notifications/initialized" },
];

const call = (id: number, name: string, given: Json): Json => ({
  id,
  method: "tools/call",
  params: { name, arguments: given },
});

describe("the process", () => {
  it("writes nothing but the protocol on stdout, and JSON lines on stderr", async () => {
    const bare = await start();
    sample.fault("getCustomer:failure");
    bare.send(
      ...handshake,
      { id: 2, method: "tools/list" },
      call(3, "search_invoices", { customer_id: "CUS-10001" }),
      call(4, "search_invoices", { customer_id: "nonsense" }),
      call(5, "resend_welcome_email", { customer_id: "CUS-10001" }),
      call(6, "no_such_tool", {}),
      call(7, "monthly_statement", { customer_id: "CUS-10001", month: "2026-09" }),
      { id: 8, method: "resources/list" },
    );
    for (const id of [1, 2, 3, 4, 5, 6, 7, 8]) {
      await bare.answer(id);
    }
    bare.child.stdin.end();

    expect(await bare.exit).toBe(0);
    const answers = bare.answers();
    expect(answers.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const lines = bare.stderr.split("\n").filter((line) => line !== "");
    expect(lines.map((line) => JSON.parse(line))).not.toContainEqual(
      expect.not.objectContaining({ level: expect.any(String), msg: expect.any(String) }),
    );
  });

  it("answers sixteen calls at once, each with its own answer", async () => {
    const ids = Array.from({ length: 16 }, (_, index) => `CUS-${10_008 + index}`);
    sample.fault("listCustomers:slow=50");
    const results = await Promise.all(
      ids.map((query) => sample.session.result("look_up_customer", { query })),
    );

    expect(results.map(({ customer }) => customer)).toMatchObject(ids.map((id) => ({ id })));
    const requestIds = sample
      .requestsTo("listCustomers")
      .map(({ headers }) => headers["x-request-id"]);
    expect(new Set(requestIds).size).toBe(16);
  });

  it("survives a line that is no JSON", async () => {
    const bare = await start();
    bare.child.stdin.write("this is no JSON\n");
    bare.send(...handshake, call(2, "search_invoices", { customer_id: "CUS-10001" }));

    expect(await bare.answer(2)).toHaveProperty("result.structuredContent.total_count", 1);
  });
});

describe("the end of the process", () => {
  it("comes with the end of stdin", async () => {
    const bare = await start();
    bare.send(...handshake);
    await bare.answer(1);
    bare.child.stdin.end();

    expect(await bare.exit).toBe(0);
  });

  it("comes at once where stdin ends before anything was said", async () => {
    const bare = await start();
    bare.child.stdin.end();

    expect(await bare.exit).toBe(0);
    expect(bare.stdout).toBe("");
  });

  it.each(["SIGTERM", "SIGINT"] as const)("comes with %s", async (signal) => {
    const bare = await start();
    bare.send(...handshake);
    await bare.answer(1);
    bare.child.kill(signal);

    expect(await bare.exit).toBe(0);
  });

  it("waits for every call of a client that no longer listens", async () => {
    const bare = await start();
    bare.send(...handshake);
    await bare.answer(1);
    for (const [index, ms] of [300, 600, 900].entries()) {
      sample.fault(`listInvoices:slow=${ms}`);
      bare.send(call(index + 2, "search_invoices", { customer_id: "CUS-10001", limit: index + 1 }));
      await vi.waitFor(() => {
        expect(sample.requestsTo("listInvoices")).toHaveLength(index + 1);
      }, 5_000);
    }
    bare.child.stdout.destroy();
    bare.child.stdin.end();

    expect(await bare.exit).toBe(0);
    expect(bare.stderr.match(/"msg":"call closed"/g)).toHaveLength(3);
  });

  it("waits for a write that is under way, and logs how it ended", async () => {
    const bare = await start();
    sample.fault("createReminder:late=300");
    bare.send(...handshake, call(2, "send_payment_reminder", { invoice_id: "INV-20131" }));
    await vi.waitFor(() => expect(sample.requestsTo("createReminder")).toHaveLength(1), 5_000);
    bare.child.stdin.end();

    expect(await bare.exit).toBe(0);
    expect(bare.stderr).toMatch(/"outcome":"ok".*"msg":"call closed"/);
  });
});

describe("a start that cannot succeed", () => {
  it("names every variable that is missing, and exits with 78", async () => {
    const bare = await start({ BILLING_ACCOUNT: "" });

    expect(await bare.exit).toBe(78);
    expect(bare.stdout).toBe("");
    expect(bare.stderr).toBe(
      "billing cannot start:\n" +
        "  BILLING_ACCOUNT is not set\n" +
        "  BILLING_API_BASE is not set\n" +
        "  BILLING_API_TOKEN is not set\n" +
        "  MCP_USER_EMAIL is not set\n",
    );
  });

  it.each([
    ["no URL", "billing"],
    ["another protocol", "ftp://127.0.0.1"],
    ["plain http to another machine, which would show the token", "http://billing.example.com"],
    ["a user in the URL", "http://user:password@127.0.0.1"],
  ])("refuses %s as the base URL", async (_what, base) => {
    const bare = await start(environment({ base }));

    expect(await bare.exit).toBe(78);
    expect(bare.stdout).toBe("");
    expect(bare.stderr).toMatch(/^billing cannot start:\n {2}.+\n$/);
    expect(bare.stderr).not.toMatch(/sample-assistant|password/);
  });

  it("explains its arguments", async () => {
    const help = await start({}, ["--help"]);
    const wrong = await start({}, ["--port", "80"]);

    expect([await help.exit, help.stdout]).toEqual([0, expect.stringMatching(/^Usage: billing/)]);
    expect([await wrong.exit, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toMatch(/^Unknown option '--port'.*\n\nUsage: billing/);
  });

  it.each([
    [["--approvals", "127.0.0.1:80", "more"], 'Unexpected argument "more".'],
    [["tools"], 'Unexpected argument "tools".'],
  ])("refuses %j", async (args, want) => {
    const wrong = await start({}, args);

    expect([await wrong.exit, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr.split("\n")[0]).toBe(want);
  });

  it.each(["anna", "anna@example.com, bob@example.com"])(
    "takes no %j for who asks",
    async (email) => {
      const env = { ...environment({ base: "http://127.0.0.1:9" }), MCP_USER_EMAIL: email };
      const bare = await start(env);

      expect(await bare.exit).toBe(78);
      expect(bare.stderr).toBe(
        "billing cannot start:\n  the requester (from MCP_USER_EMAIL) is not an email address\n",
      );
    },
  );
});
