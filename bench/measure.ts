import { spawn } from "node:child_process";

/** Milliseconds of one thing measured, in the order of measuring. */
export type Samples = readonly number[];

export function median(samples: Samples): number {
  return percentile(samples, 50);
}

/** The nearest rank; the mean of the middle two for the median of an even number. */
export function percentile(samples: Samples, percent: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return percent === 50 ? (below + above) / 2 : above;
}

/**
 * Measures two things in turn, A B A B, so that what the machine does meanwhile meets both. The first
 * round of each only fills caches and does not count.
 */
export async function inTurn(
  rounds: number,
  ours: () => Promise<number>,
  other: () => Promise<number>,
): Promise<{ readonly ours: Samples; readonly other: Samples }> {
  const samples = { ours: [] as number[], other: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const [a, b] = [await ours(), await other()];
    if (round > 0) {
      samples.ours.push(a);
      samples.other.push(b);
    }
  }
  return samples;
}

export interface ProcessRun {
  readonly ms: number;
  /** The most memory that it held, in megabytes (10^6 bytes). */
  readonly peakMb: number;
}

/** Tells, at its end and on its fourth stream, how much memory a program held at most. */
const REPORT_PEAK =
  'data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>writeSync(3,String(process.resourceUsage().maxRSS)))';

/** Runs node with the arguments, from spawn to exit. Throws unless it ends with one of the codes. */
export function runNode(
  args: readonly string[],
  cwd: string,
  codes: readonly number[] = [0],
): Promise<ProcessRun> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, ["--import", REPORT_PEAK, ...args], {
      cwd,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const text: string[] = [];
    let peak = "";
    child.stdout?.on("data", (chunk: Buffer) => text.push(chunk.toString("utf8")));
    child.stderr?.on("data", (chunk: Buffer) => text.push(chunk.toString("utf8")));
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      peak += chunk.toString("utf8");
    });
    let ms = Number.NaN;
    child.once("exit", () => {
      ms = performance.now() - started;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (codes.includes(code ?? -1)) {
        resolve({ ms, peakMb: (Number(peak) * 1024) / 1e6 });
      } else {
        reject(new Error(`node ${args.join(" ")} ended with ${code}:\n${text.join("")}`));
      }
    });
  });
}
