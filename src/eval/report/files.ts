import type { RunRecord } from "../run.js";
import { junit } from "./junit.js";
import { type Beside, page } from "./page.js";

/** The reports of a run: file name → content. */
export function reportFiles(record: RunRecord, beside: Beside): Readonly<Record<string, string>> {
  const { baseline } = beside;
  return {
    "run.json": json(record),
    ...(baseline !== null && { "baseline.json": json(baseline.record) }),
    "junit.xml": junit(record),
    "report.html": page(record, beside),
  };
}

function json(record: RunRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
