import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { beforeAll, describe, expect, it } from "vitest";
import { compileGates } from "./compile-gates.js";
import { type Shop, shop } from "./runtime/gates/gate-server.js";

let folder: string;

beforeAll(() => {
  folder = compileGates();
});

interface Process {
  call(name: string, given: object): Promise<Record<string, unknown>>;
  /** As `kill -9` does. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** A process of the compiled server, with a client whose person approves everything. */
async function start(upstream: Shop): Promise<Process> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [`${folder}/dist/main.js`],
    env: { BASE: upstream.url },
    cwd: folder,
    stderr: "ignore",
  });
  const client = new Client(
    { name: "test", version: "1.0.0" },
    { capabilities: { elicitation: {} } },
  );
  client.setRequestHandler(ElicitRequestSchema, async () => ({
    action: "accept",
    content: { decision: "approve" },
  }));
  await client.connect(transport);
  return {
    async call(name, given) {
      const { content } = await client.callTool({ name, arguments: { ...given } });
      return JSON.parse(Array.isArray(content) ? content[0].text : "null");
    },
    async kill() {
      const closed = new Promise<void>((resolve) => {
        client.onclose = resolve;
      });
      process.kill(transport.pid ?? 0, "SIGKILL");
      await closed;
    },
    close: () => client.close(),
  };
}

/** Kills the server `ms` behind the beginning of a confirmation, and confirms again with a new one. */
async function killedAfter(ms: number, job: string, upstream: Shop, order_id: string) {
  const killed = await start(upstream);
  const prepared = await killed.call(`prepare_${job}`, { order_id });
  const given = { draft_id: prepared.draft_id };
  const lost = killed.call(`confirm_${job}`, given).catch(() => null);
  await new Promise((resolve) => setTimeout(resolve, ms));
  await killed.kill();
  await lost;
  const next = await start(upstream);
  let answer = await next.call(`confirm_${job}`, given);
  if (answer.error === "confirmation_running") {
    answer = await next.call(`confirm_${job}`, given);
  }
  await next.close();
  return answer;
}

const moments = [0, 10, 30];

const slowly = () =>
  new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), 15);
  });

describe("a server that is killed while it confirms", () => {
  it("makes a change once, where the API takes keys", async () => {
    await using upstream = await shop();
    upstream.onChange = slowly;
    for (const [index, ms] of moments.entries()) {
      upstream.order = { ...upstream.order, id: String(index) };
      const answer = await killedAfter(ms, "refund_order", upstream, String(index));
      expect(answer).toMatchObject({ refund_id: "R-1" });
    }
    const keys = upstream.changes.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(moments.length);
  }, 60_000);

  it("never makes it twice, where it takes none", async () => {
    await using upstream = await shop();
    upstream.onChange = slowly;
    for (const [index, ms] of moments.entries()) {
      upstream.order = { ...upstream.order, id: String(index) };
      const before = upstream.changes.length;
      const answer = await killedAfter(ms, "undo_order", upstream, String(index));
      const sent = upstream.changes.length - before;
      expect(sent).toBeLessThanOrEqual(1);
      expect(answer).toMatchObject(
        answer.error === undefined ? { done: "cancelled" } : { error: "outcome_unknown" },
      );
    }
  }, 60_000);
});
