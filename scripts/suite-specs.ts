/**
 * Holds the compiler to real API descriptions: for each of their operations a map with one tool,
 * which takes every input, is compiled. The result has to pass the TypeScript compiler, and its tools
 * list what hosts ask of one; else a diagnostic says why the operation cannot be carried.
 *
 * Usage: suite-specs [--every=n] [document …]; every n-th operation of the documents named so.
 */
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { exampleDocuments, realDocuments, whyAbsent } from "./specs/documents.js";
import { type Outcome, runDocuments } from "./specs/run.js";

const start = performance.now();
const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { every: { type: "string", default: "1" } },
});
const every = Number(values.every);
const absent = whyAbsent();
if (absent !== null) {
  print(`without the real descriptions: ${absent}`);
}
const outcomes: Outcome[] = [];
const groups = [...realDocuments().map((document) => [document]), exampleDocuments()];
for (const group of groups) {
  const wanted = group.filter(
    ({ name }) => names.length === 0 || names.some((start) => name.startsWith(start)),
  );
  if (wanted.length > 0) {
    const began = performance.now();
    const found = runDocuments(wanted, (index) => index % every === 0);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    outcomes.push(...found);
    const [only, ...others] = wanted;
    const name = others.length === 0 ? only?.name : `${wanted.length} examples`;
    print(`${name}: ${summary(found)} (${seconds} s)`);
    reportReasons(found);
    reportFailures(found);
  }
}

print("slowest:");
for (const one of [...outcomes].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 10)) {
  print(`  ${Math.round(one.milliseconds)} ms  ${one.document}: ${one.operation}`);
}
const failed = outcomes.filter(({ failures }) => failures.length > 0);
const diagnosed = outcomes.filter(({ reasons }) => reasons.length > 0);
print(`${outcomes.length - diagnosed.length} carried, ${diagnosed.length} diagnosed`);
for (const [code, count] of counted(codesOf(diagnosed))) {
  print(`  ${count} ${code}`);
}
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
print(`${Math.round((performance.now() - start) / 1000)} s, at most ${memory} MB`);
print(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

function summary(found: readonly Outcome[]): string {
  const failures = found.filter((one) => one.failures.length > 0).length;
  const reasons = counted(codesOf(found)).map(([code, count]) => `${count} ${code}`);
  const carried = found.filter((one) => one.reasons.length === 0).length;
  const parts = [`${carried} carried`, ...reasons, `${failures} failed`];
  return `${found.length} operations, ${parts.join(", ")}`;
}

function codesOf(found: readonly Outcome[]): readonly string[] {
  return found.flatMap(({ reasons }) => reasons.map(({ code }) => code));
}

function reportReasons(found: readonly Outcome[]): void {
  for (const { document, operation, reasons } of found) {
    for (const { code, message, place } of reasons) {
      print(`diagnosed  ${document}: ${operation}: ${place}: ${code}: ${message}`);
    }
  }
}

function reportFailures(found: readonly Outcome[]): void {
  for (const { document, operation, failures } of found) {
    for (const failure of failures) {
      print(`failed  ${document}: ${operation}: ${failure}`);
    }
  }
}

/** By code unit. */
function counted(codes: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const code of codes) {
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
