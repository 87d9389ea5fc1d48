import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let folder = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mcpgen-signal-"));
  const input = join(import.meta.dirname, "run-to-signal.ts");
  const bundle = await rolldown({ input, platform: "node" });
  await bundle.write({ file: join(folder, "run.mjs") });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is left of a run, and how it exited, once `interrupt` has ended it. */
async function left(how: string, interrupt: (child: ChildProcess) => Promise<void>) {
  const project = mkdtempSync(join(folder, "project-"));
  const child = spawn(process.execPath, [join(folder, "run.mjs"), project, how]);
  const exit = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exit]);
  await interrupt(child);
  const [code] = await exit;
  // A program that is still there writes on.
  await sleep(200);
  return { code, isLeft: existsSync(join(project, "node_modules")) };
}

describe.concurrent("a program that ends for nobody, and its folder", () => {
  it("are gone when a signal has ended a run", async () => {
    const found = await left("at once", async (child) => {
      child.kill("SIGTERM");
    });
    expect(found).toEqual({ code: 143, isLeft: false });
  });

  it("are gone when a second signal, of whatever kind, has ended one that was ending", async () => {
    const found = await left("early", async (child) => {
      child.kill("SIGINT");
      await sleep(100);
      child.kill("SIGTERM");
    });
    expect(found).toEqual({ code: 130, isLeft: false });
  });
});
