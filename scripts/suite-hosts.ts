/**
 * Starts emitted servers, and has hosts take their tools lists: the SDK's client, and the Inspector
 * with `--strict`, without an error and without a warning. The servers are the sample's, those of
 * the golden cases, and one for each real description, with a sample of its operations.
 *
 * Usage: suite-hosts [name …]; the servers whose names begin so.
 */
import { findingsOfClient } from "./hosts/client.js";
import { inspectorOf } from "./hosts/inspector.js";
import { servers, startable } from "./hosts/servers.js";

const names = process.argv.slice(2);
const inspector = inspectorOf();
if (inspector.kind === "missing") {
  print(`without the Inspector: ${inspector.why}`);
}
let passed = 0;
let failed = 0;
for (const server of servers()) {
  if (names.length > 0 && !names.some((start) => server.name.startsWith(start))) {
    continue;
  }
  const project = await startable(server);
  try {
    report(`${server.name}: the SDK's client`, await findingsOfClient(project));
    if (inspector.kind === "found") {
      report(`${server.name}: the Inspector`, inspector.findingsOf(project));
    }
  } finally {
    project.remove();
  }
}
print(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function report(what: string, findings: readonly string[]): void {
  passed += findings.length === 0 ? 1 : 0;
  failed += findings.length === 0 ? 0 : 1;
  print(`${findings.length === 0 ? "passed" : "failed"}  ${what}`);
  for (const finding of findings) {
    print(`        ${finding.replaceAll("\n", "\n        ")}`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
