#!/usr/bin/env node
import { type Io, main } from "./cli.js";
import { uninterrupted, untilInterrupted } from "./uninterrupted.js";

const { env, stderr, stdout } = process;

/** Source: no-color.org and force-color.org. */
const colour =
  env.FORCE_COLOR !== undefined ? env.FORCE_COLOR !== "0" : stderr.isTTY && !env.NO_COLOR;

// A reader that stops early (`mcpgen … | head`, `mcpgen … 2>&1 | head`) is no error.
for (const stream of [stdout, stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
      throw error;
    }
  });
}

const io: Io = {
  cwd: process.cwd(),
  colour,
  stdout: (text) => stdout.write(text),
  stderr: (text) => stderr.write(text),
  uninterrupted,
  untilInterrupted,
};

process.exitCode = await main(process.argv.slice(2), io, {
  generate: async () => (await import("./generate.js")).generate,
  evaluate: async () => (await import("./evaluate.js")).evaluate,
  testContract: async () => (await import("./contract-tests.js")).testContract,
});
