/** Starts a program that ends for nobody, in a folder of its own, for a test that sends a signal. */
import { setTimeout as sleep } from "node:timers/promises";
import { startProgram } from "../../src/eval/run/program.js";
import { makeScratchBeside, makeScratchIn } from "../../src/output/scratch.js";
import { exitedBySignals, interruptible } from "../../src/uninterrupted.js";

const [project = "", how] = process.argv.slice(2);

/** Goes on writing, and makes its folder anew where it is gone. */
const stubborn = `
const { mkdirSync, writeFileSync } = require("node:fs");
const folder = process.cwd() + "/drafts";
process.on("SIGTERM", () => {});
setTimeout(process.exit, 10_000);
setInterval(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + "/" + Date.now(), "");
}, 1);
console.log("up");`;

async function work(): Promise<void> {
  const cwd = makeScratchIn(makeScratchBeside(project), "server-");
  await startProgram({
    name: "it",
    command: process.execPath,
    args: ["-e", stubborn],
    cwd,
    env: process.env,
    ready: /up/,
  });
  process.stdout.write("up\n");
  await sleep(20_000);
}

await (how === "early" ? interruptible(work) : exitedBySignals(work));
