/** Gates under load and under kill -9: `npm run suite:gates`; `--sample` for a short one. */
import { fileURLToPath } from "node:url";
import { run, sample, whole } from "./gates/run.js";
import { work } from "./gates/worker.js";

const [mode, file = "", api = "", log = ""] = process.argv.slice(2);

if (mode === "--worker") {
  work(file, api, log);
} else {
  const options = mode === "--sample" ? sample : whole;
  const print = (line: string) => process.stdout.write(`${line}\n`);
  process.exitCode = await run(fileURLToPath(import.meta.url), options, print);
}
