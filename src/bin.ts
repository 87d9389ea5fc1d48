#!/usr/bin/env node
import { constants } from "node:os";
import { type Io, main } from "./cli.js";

const { env, stderr, stdout } = process;

/** Source: no-color.org and force-color.org. */
const colour =
  env.FORCE_COLOR !== undefined ? env.FORCE_COLOR !== "0" : stderr.isTTY && !env.NO_COLOR;

// A reader that stops early (`mcpgen … | head`) is no error.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") {
    throw error;
  }
});

const io: Io = {
  cwd: process.cwd(),
  colour,
  stdout: (text) => stdout.write(text),
  stderr: (text) => stderr.write(text),
  uninterrupted,
};

process.exitCode = await main(process.argv.slice(2), io, {
  generate: async () => (await import("./generate.js")).generate,
});

/** Lets `work` end before a signal ends the process, as it then does with the code that shells expect. */
async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let received: (typeof signals)[number] | null = null;
  const note = (signal: NodeJS.Signals) => {
    received = signals.find((name) => name === signal) ?? received;
  };
  for (const signal of signals) {
    process.on(signal, note);
  }
  try {
    return await work();
  } finally {
    // Signals are told in the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    for (const signal of signals) {
      process.off(signal, note);
    }
    if (received !== null) {
      process.exit(128 + constants.signals[received]);
    }
  }
}
