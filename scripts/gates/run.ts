import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AtOnce, type Finding, onFile, onMemory } from "./at-once.js";
import { inTurn } from "./in-turn.js";
import { killAndRepeat } from "./killed.js";
import type { Job } from "./server.js";
import { startUpstream } from "./upstream.js";

export interface GatesOptions {
  readonly atOnce: AtOnce;
  /** How often a process is killed, of each kind of operation. */
  readonly kills: number;
  /** How many are killed at the same time. */
  readonly parallel: number;
}

export const whole: GatesOptions = {
  atOnce: { callers: 200, drafts: 5, clients: 8, parallel: 40 },
  kills: 50,
  parallel: 4,
};

/** What `npm test` has time for. */
export const sample: GatesOptions = {
  atOnce: { callers: 10, drafts: 3, clients: 4, parallel: 10 },
  kills: 3,
  parallel: 3,
};

/** Gates under load and under kill -9; 0 where all of it holds. `program` is this one. */
export async function run(
  program: string,
  { atOnce, kills, parallel }: GatesOptions,
  print: (line: string) => void,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-gates-"));
  const upstream = await startUpstream(() => Math.random() * 60);
  const findings: Finding[] = [];
  const add = (heading: string, found: readonly Finding[]) => {
    const held = found.filter(({ problems }) => problems.length === 0).length;
    print(`${heading}: ${held} of ${found.length}${countOf(found)}`);
    findings.push(...found);
  };
  const size = `${atOnce.callers * atOnce.drafts} drafts of ${atOnce.callers} callers, ${atOnce.clients} confirmations at once`;
  add(`memory, ${size}`, await onMemory(folder, upstream, atOnce));
  add(`file, two processes, ${size}`, await onFile(program, folder, upstream, atOnce));
  for (const job of ["pay", "wipe"] as const) {
    const kind = job === "pay" ? "with an idempotency key" : "without one";
    const kill = (number: number) =>
      killAndRepeat(program, folder, upstream, job satisfies Job, number, Math.random());
    add(`kill -9 between confirmation and answer, ${kind}`, await inTurn(kills, parallel, kill));
  }
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
  const problems = findings.flatMap((finding) => finding.problems);
  problems.forEach(print);
  const failed = findings.filter((finding) => finding.problems.length > 0).length;
  print(`${findings.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** ` (killed underway 31, answered before 19)` */
function countOf(findings: readonly Finding[]): string {
  const outcomes = findings.flatMap(({ outcome }) => outcome ?? []);
  const counts = [...new Set(outcomes)].map(
    (outcome) => `${outcome} ${outcomes.filter((other) => other === outcome).length}`,
  );
  return counts.length === 0 ? "" : ` (${counts.join(", ")})`;
}
