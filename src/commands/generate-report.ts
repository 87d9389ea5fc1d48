import { unifiedDiff } from "../output/diff.js";
import type { Change } from "../output/plan.js";
import type { GenerateReport } from "./generate.js";

/** Of a longer diff the rest is counted only: who wants it all has `git diff` after a run. */
const maxDiffLines = 1_000;
const maxDiffLinesOfFile = 200;
const maxListed = 20;

/** The report for people: what changed for the model first, then the files and, in a check, the diff. */
export function reportText(report: GenerateReport): string {
  return report.checked ? checkText(report) : writeText(report);
}

/** The report for programs. */
export function reportJson({ checked, folder, changesForModel, plan }: GenerateReport) {
  return {
    output: folder,
    fresh: plan.changes.length === 0,
    written: !checked,
    changesForModel,
    files: plan.changes.map((change) => ({ path: change.shown, action: actionOf(change) })),
  };
}

function checkText({ folder, changesForModel, plan }: GenerateReport): string {
  if (plan.changes.length === 0) {
    return `${folder} is up to date: ${counted(plan.same, "file")}\n`;
  }
  return [
    ...modelLines(changesForModel),
    `${folder} is out of date; \`mcpgen generate\` would change ${counted(plan.changes.length, "file")}:`,
    ...fileLines(plan.changes, plan.changes.length),
    "",
    ...diffLines(plan.changes),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function writeText({ folder, changesForModel, plan }: GenerateReport): string {
  if (plan.changes.length === 0) {
    return `${folder} is up to date: ${counted(plan.same, "file")}\n`;
  }
  const actions = (["added", "changed", "removed"] as const)
    .map((action) => ({
      action,
      count: plan.changes.filter((change) => actionOf(change) === action).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${action}`);
  const stubs = plan.changes.filter(({ kind }) => kind === "stub");
  return [
    ...modelLines(changesForModel),
    `${folder}: ${[...actions, `${plan.same} unchanged`].join(", ")}`,
    ...fileLines(plan.changes, maxListed),
    ...stubs.map(({ shown }) => `${shown} is a stub, and yours to fill in`),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function modelLines(changes: readonly string[]): readonly string[] {
  return changes.length === 0
    ? []
    : ["What changes for the model:", ...changes.map((change) => `  ${change}`), ""];
}

function fileLines(changes: readonly Change[], max: number): readonly string[] {
  const lines = changes
    .slice(0, max)
    .map((change) => `  ${actionOf(change).padEnd("changed".length)}  ${change.shown}`);
  const rest = changes.length - lines.length;
  return rest > 0 ? [...lines, `  and ${rest} more`] : lines;
}

/** What follows from the map first, then the runtime, which changes with mcpgen's version, then what is gone. */
function diffLines(changes: readonly Change[]): readonly string[] {
  const lines: string[] = [];
  let left = maxDiffLines;
  const rank = ({ after, shown }: Change): number =>
    after === null ? 2 : shown.includes("/src/runtime/") ? 1 : 0;
  // The manifest holds hashes: its diff tells nobody anything.
  const telling = changes.filter(({ kind }) => kind !== "manifest");
  for (const { shown, before, after } of telling.sort((a, b) => rank(a) - rank(b))) {
    const diff = unifiedDiff(shown, before?.toString("utf8") ?? null, after)
      .split("\n")
      .slice(0, -1);
    const taken = diff.slice(0, Math.min(maxDiffLinesOfFile, left));
    left -= taken.length;
    lines.push(...taken);
    if (taken.length < diff.length) {
      lines.push(`(${counted(diff.length - taken.length, "more line")} of ${shown})`);
    }
  }
  return lines;
}

function actionOf({ before, after }: Change): "added" | "changed" | "removed" {
  if (after === null) {
    return "removed";
  }
  return before === null ? "added" : "changed";
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
