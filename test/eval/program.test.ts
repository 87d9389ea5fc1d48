import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startProgram } from "../../src/eval/run/program.js";
import { ServerSession } from "../../src/eval/run/session.js";

describe("a program that has ended by itself", () => {
  it("is read to its last words before its end is told, which others may write", async () => {
    const heard: string[] = [];
    const script = `
      const { spawn } = require("node:child_process");
      const late = "setTimeout(() => process.stderr.write('last words'), 300)";
      spawn(process.execPath, ["-e", late], { stdio: ["ignore", "ignore", "inherit"] }).unref();
      console.log("ready " + process.pid);
      process.exit(3);`;
    const program = await startProgram({
      name: "it",
      command: process.execPath,
      args: ["-e", script],
      cwd: process.cwd(),
      env: process.env,
      ready: /ready (\d+)/,
      heard: (text) => heard.push(text),
    });
    while (isRunning(Number(program.found))) {
      await sleep(5);
    }
    await program.end();
    expect(heard.join("")).toBe("last words");
    await program.end();
  });
});

describe("a server that crashes at its start", () => {
  it("is reported by its error, not by the last lines of its trace", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mcpgen-crash-"));
    const main = join(folder, "main.mjs");
    writeFileSync(main, 'import "a-package-that-is-not-there";');
    const env = { PATH: process.env.PATH ?? "" };
    await expect(ServerSession.start({ main, cwd: folder, env, person: null })).rejects.toThrow(
      /^the server did not start: Error \[ERR_MODULE_NOT_FOUND\]: Cannot find package 'a-package/,
    );
    rmSync(folder, { recursive: true });
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
