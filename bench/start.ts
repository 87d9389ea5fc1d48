import { LineClient } from "./line-client.js";
import { inTurn, median, percentile } from "./measure.js";
import { servers } from "./places.js";
import { milliseconds, type Report, ratio } from "./report.js";

const ROUNDS = 20;

const environment = {
  BILLING_API_BASE: "http://127.0.0.1:9",
  BILLING_API_TOKEN: "not-used",
  BILLING_ACCOUNT: "eu",
  MCP_USER_EMAIL: "anna@example.com",
};

/** From spawn to the answer to tools/list. */
export async function measureStart(): Promise<Report> {
  const { ours, other } = await inTurn(
    ROUNDS,
    () => timeToTools(servers.generated),
    () => timeToTools(servers.handWritten),
  );
  return {
    title: "Start: from spawn to the answer to tools/list",
    columns: ["", "generated (7 tools)", "hand-written (2 tools)", "ratio"],
    rows: [
      row("median", median(ours), median(other)),
      row("p95", percentile(ours, 95), percentile(other, 95)),
    ],
    notes: [`${ROUNDS} starts each, in turn`],
  };
}

async function timeToTools(program: string): Promise<number> {
  const started = performance.now();
  const client = new LineClient(program, environment);
  await client.open();
  const ms = performance.now() - started;
  await client.close();
  return ms;
}

function row(name: string, ours: number, other: number): readonly string[] {
  return [name, milliseconds(ours), milliseconds(other), ratio(ours, other)];
}
