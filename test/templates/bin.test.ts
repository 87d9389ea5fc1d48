import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const program = resolve("dist/bin.js");

it.each([
  ["stdout", ["--help"], 0],
  ["stderr", ["no-such-command"], 2],
] as const)("mcpgen ends as ever where nobody reads its %s", async (unread, args, want) => {
  const child = spawn(process.execPath, [program, ...args]);
  child[unread].destroy();

  // An exception would end it with 1.
  expect(await once(child, "close")).toEqual([want, null]);
});
