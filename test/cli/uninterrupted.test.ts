import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let folder = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mcpgen-interrupt-"));
  const input = join(import.meta.dirname, "run-to-interrupt.ts");
  const bundle = await rolldown({ input, platform: "node" });
  await bundle.write({ file: join(folder, "run.mjs") });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the work, and calls `interrupt` when it has begun. */
async function run(interrupt: (child: ChildProcess) => void) {
  const child = spawn(process.execPath, [join(folder, "run.mjs")]);
  let stdout = "";
  child.stdout.on("data", (data) => {
    if (stdout === "") {
      interrupt(child);
    }
    stdout += data;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  return { code, stdout };
}

describe.concurrent("work that a signal must not end", () => {
  it("goes on where there is none", async () => {
    expect(await run(() => {})).toEqual({ code: 0, stdout: "begun\nended\nwent on\n" });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("ends before the process does: %s", async (signal, code) => {
    const found = await run((child) => child.kill(signal));
    expect(found).toEqual({ code, stdout: "begun\nended\n" });
  });

  it.each([
    ["SIGTERM", 100],
    ["SIGINT", 700],
  ] as const)("is ended by a second signal: %s", async (second, afterMs) => {
    const found = await run((child) => {
      child.kill("SIGINT");
      setTimeout(() => child.kill(second), afterMs);
    });
    expect(found).toEqual({ code: 130, stdout: "begun\n" });
  });

  it("is not ended by a Ctrl-C that npm passes on once more", async () => {
    const found = await run((child) => {
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGINT"), 20);
    });
    expect(found).toEqual({ code: 130, stdout: "begun\nended\n" });
  });
});
