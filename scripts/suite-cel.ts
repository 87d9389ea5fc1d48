/**
 * Holds compiled expressions to CEL's conformance tests: each is compiled to TypeScript, run, and
 * compared. What is not for JSON is left out; departures of ours are counted apart.
 */
import { type Case, conformanceCases, type Exclusion, exclusionOf } from "./cel/cases.js";
import { departures } from "./cel/departures.js";
import { agrees, type Outcome, outcomeOf } from "./cel/run.js";

const unchecked = "names and types are checked, which this test leaves out";
const cases = conformanceCases();
const apart = new Map<Exclusion, Case[]>();
const failed: { readonly case: Case; readonly outcome: Outcome }[] = [];
let passed = 0;

for (const each of cases) {
  const outcome = outcomeOf(each);
  const exclusion = exclusionOf(each) ?? departureOf(each, outcome);
  if (exclusion !== null) {
    apart.set(exclusion, [...(apart.get(exclusion) ?? []), each]);
    continue;
  }
  if (agrees(each, outcome)) {
    passed += 1;
  } else {
    failed.push({ case: each, outcome });
  }
}

for (const { case: each, outcome } of failed) {
  const got = outcome.kind === "value" ? JSON.stringify(outcome.value, text) : outcome.message;
  const want = JSON.stringify(each.test.resultMatcher.value, text)?.slice(0, 200);
  print(
    `failed  ${each.name}\n  ${each.test.expr}\n  code: ${outcome.code}\n  ${outcome.kind}: ${got}\n  want: ${want}`,
  );
}
for (const [why, list] of apart) {
  print(`${list.length} apart: ${why}`);
  if (why === "not for JSON") {
    print(`  ${byGroup(list)}`);
  } else {
    for (const each of list) {
      const reason = why === "departure" ? (departures.get(each.name) ?? unchecked) : null;
      print(`  ${each.name}: ${each.test.expr}${reason === null ? "" : `  (${reason})`}`);
    }
  }
}
print(`${cases.length} cases, ${passed + failed.length} of them for us`);
print(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** A test that CEL itself runs without the check of names and types, which we never leave out. */
function departureOf(each: Case, outcome: Outcome): Exclusion | null {
  const isRefused = each.test.disableCheck && outcome.kind === "refused" && outcome.code === "";
  return departures.has(each.name) || (isRefused && !agrees(each, outcome)) ? "departure" : null;
}

/** How many there are of each file of the suite. */
function byGroup(list: readonly Case[]): string {
  const counts = new Map<string, number>();
  for (const { name } of list) {
    const [group = ""] = name.split("/");
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts].map(([group, count]) => `${group} ${count}`).join(", ");
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function text(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
