import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const runFile = promisify(execFile);

it("makes each call once, under load and under kill -9: a sample of suite:gates", async () => {
  const rolldown = join(root, "node_modules/rolldown/bin/cli.mjs");
  const options = ["--platform", "node", "--external", "libsql", "--external", "pino"];
  const bundle = [rolldown, "scripts/suite-gates.ts", ...options, "-d", "build/suite-sample"];
  await runFile(process.execPath, bundle, { cwd: root });
  const program = join(root, "build/suite-sample/suite-gates.js");
  const { stdout } = await runFile(process.execPath, [program, "--sample"]);
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("66 passed, 0 failed");
});
