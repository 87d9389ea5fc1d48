import { spawnSync } from "node:child_process";
import { arch, cpus, platform } from "node:os";
import { measureCalls } from "./calls.js";
import { measureGenerate } from "./generate.js";
import { measureLargeSpecs } from "./large-specs.js";
import { repository } from "./places.js";
import { type Report, render } from "./report.js";
import { measureStart } from "./start.js";
import { measureTokens } from "./tokens.js";

const measurements: Readonly<Record<string, () => Promise<Report>>> = {
  start: measureStart,
  calls: measureCalls,
  generate: measureGenerate,
  tokens: measureTokens,
  "large-specs": measureLargeSpecs,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(measurements, name));

if (unknown.length > 0) {
  process.stderr.write(
    `There is no measurement ${unknown.join(", ")}; there are ${Object.keys(measurements).join(", ")}.\n`,
  );
  process.exitCode = 2;
} else {
  compileServer();
  const [cpu] = cpus();
  print(
    `Node ${process.versions.node}, ${platform()} ${arch()}, ${cpus().length} x ${cpu?.model.trim() || "CPU"}\n`,
  );
  for (const [name, measure] of Object.entries(measurements)) {
    if (asked.length === 0 || asked.includes(name)) {
      print(render(await measure()));
    }
  }
}

/** The sample's server, as its owner would: `tsc`, no bundler. */
function compileServer(): void {
  const tsc = `${repository}node_modules/typescript/bin/tsc`;
  const { status } = spawnSync(process.execPath, [tsc, "--project", "servers/billing"], {
    cwd: repository,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) {
    throw new Error("servers/billing does not compile");
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
