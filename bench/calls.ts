import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { LineClient } from "./line-client.js";
import { inTurn, median, percentile, type Samples } from "./measure.js";
import { servers } from "./places.js";
import { milliseconds, type Report, ratio, thousands } from "./report.js";
import { askDirectly, startUpstream } from "./upstream.js";

const STARTS = 10;
const BATCHES = 20;
const BATCH = 50;
const AT_ONCE = 16;
const SETTLED_MS = 500;

const given = { customer_id: "CUS-10001", status: "open", limit: 20 };

/** What a call of search_invoices takes, over stdio, with an upstream that costs next to nothing. */
export async function measureCalls(): Promise<Report> {
  const upstream = await startUpstream();
  const atOnce = await firstCalls(upstream.url, 0);
  const settled = await firstCalls(upstream.url, SETTLED_MS);
  const generated = await opened(servers.generated, upstream.url);
  const handWritten = await opened(servers.handWritten, upstream.url);
  const one = await oneByOne(generated, handWritten);
  const many = await inTurn(
    BATCHES,
    () => throughput(generated),
    () => throughput(handWritten),
  );
  const agent = new Agent({ keepAlive: true });
  const direct: number[] = [];
  for (let round = 0; round < BATCHES * BATCH; round += 1) {
    direct.push(await askDirectly(upstream.url, agent));
  }
  agent.destroy();
  await Promise.all([generated.close(), handWritten.close()]);
  await upstream.close();
  return {
    title: "Calls: search_invoices over stdio, same client, same upstream",
    columns: ["", "generated", "hand-written", "ratio"],
    rows: [
      row(
        "first call, at once after tools/list (median)",
        median(atOnce.ours),
        median(atOnce.other),
      ),
      row(
        `first call, ${SETTLED_MS} ms after tools/list (median)`,
        median(settled.ours),
        median(settled.other),
      ),
      row("one by one, first call included: median", median(one.ours), median(one.other)),
      row(
        "one by one, first call included: p95",
        percentile(one.ours, 95),
        percentile(one.other, 95),
      ),
      [
        "one by one: calls a second",
        thousands(perSecond(one.ours)),
        thousands(perSecond(one.other)),
        ratio(perSecond(one.ours), perSecond(one.other)),
      ],
      [
        `${AT_ONCE} at once: calls a second (median)`,
        thousands(median(many.ours)),
        thousands(median(many.other)),
        ratio(median(many.ours), median(many.other)),
      ],
    ],
    notes: [
      `the upstream alone: ${milliseconds(median(direct))} (median)`,
      `${STARTS} first calls, ${BATCHES} x ${BATCH} calls each, in turn`,
    ],
  };
}

async function opened(program: string, url: string): Promise<LineClient> {
  const client = new LineClient(program, {
    BILLING_API_BASE: url,
    BILLING_API_TOKEN: "not-checked",
    BILLING_ACCOUNT: "eu",
    MCP_USER_EMAIL: "anna@example.com",
  });
  await client.open();
  return client;
}

function firstCalls(url: string, waitMs: number) {
  return inTurn(
    STARTS,
    () => firstCall(servers.generated, url, waitMs),
    () => firstCall(servers.handWritten, url, waitMs),
  );
}

async function firstCall(program: string, url: string, waitMs: number): Promise<number> {
  const client = await opened(program, url);
  await sleep(waitMs);
  const ms = await client.call("search_invoices", given);
  await client.close();
  return ms;
}

/** Every call counts, the first one too. */
async function oneByOne(
  generated: LineClient,
  handWritten: LineClient,
): Promise<{ readonly ours: Samples; readonly other: Samples }> {
  const samples = { ours: [] as number[], other: [] as number[] };
  for (let batch = 0; batch < BATCHES; batch += 1) {
    samples.ours.push(...(await batchOf(generated)));
    samples.other.push(...(await batchOf(handWritten)));
  }
  return samples;
}

async function batchOf(client: LineClient): Promise<Samples> {
  const samples: number[] = [];
  for (let call = 0; call < BATCH; call += 1) {
    samples.push(await client.call("search_invoices", given));
  }
  return samples;
}

/** Calls a second while so many are under way at any time. */
async function throughput(client: LineClient): Promise<number> {
  const calls = AT_ONCE * 10;
  let left = calls;
  const started = performance.now();
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await client.call("search_invoices", given);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return calls / ((performance.now() - started) / 1000);
}

function perSecond(samples: Samples): number {
  return samples.length / (samples.reduce((sum, ms) => sum + ms, 0) / 1000);
}

function row(name: string, ours: number, other: number): readonly string[] {
  return [name, milliseconds(ours), milliseconds(other), ratio(ours, other)];
}
