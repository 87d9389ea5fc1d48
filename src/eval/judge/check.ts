import type { CheckKind, CheckRecord, Hint } from "../run.js";

export function passed(kind: CheckKind, wanted: string): CheckRecord {
  return { kind, wanted, passed: true, found: "", hint: null };
}

export function failed(
  kind: CheckKind,
  wanted: string,
  found: string,
  hint: Hint | null,
): CheckRecord {
  return { kind, wanted, passed: false, found, hint };
}
