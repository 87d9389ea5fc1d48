// Runs a suite of test/suites: `node scripts/suite.mjs json-schema`. The last line is "N passed, N failed".
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const suite = process.argv[2] ?? "";
const input = `${root}test/suites/${suite}.suite.ts`;
if (!/^[a-z-]+$/.test(suite) || !existsSync(input)) {
  process.stderr.write("usage: node scripts/suite.mjs <suite>, one of test/suites/*.suite.ts\n");
  process.exit(2);
}
const file = `${root}build/suites/${suite}.js`;
await build({ input, platform: "node", external: /^[^./]/, output: { file }, logLevel: "silent" });
const { run } = await import(pathToFileURL(file).href);
process.exitCode = run(root, (line) => process.stdout.write(`${line}\n`));
