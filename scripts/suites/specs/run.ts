import { performance } from "node:perf_hooks";
import { Collector } from "../../../src/diagnostics/collector.js";
import { loadApi } from "../../../src/openapi/load.js";
import { type Carried, carry } from "./carry.js";
import type { Document } from "./documents.js";
import { SharedRuntime } from "./shared-runtime.js";

/** What became of one operation. */
export interface Outcome {
  readonly document: string;
  readonly operation: string;
  readonly milliseconds: number;
  /** Codes of the diagnostics that say why the operation is not carried; empty for one that is. */
  readonly reasons: readonly string[];
  /** What must not be, in words; empty for an operation that passed. */
  readonly failures: readonly string[];
}

/**
 * What keeps an operation from being carried through no fault of the compiler's: the description
 * contradicts itself, leads nowhere, or asks for what the map cannot say.
 */
export const reasonsNotToCarry: ReadonlySet<string> = new Set([]);

/** Makes a server of every operation of the document that is `wanted`, and type-checks them together. */
export function runDocument(
  document: Document,
  wanted: (index: number) => boolean,
): readonly Outcome[] {
  const { name, root, path } = document;
  const apart = (operation: string, failures: readonly string[]): Outcome => ({
    document: name,
    operation,
    milliseconds: 0,
    reasons: [],
    failures,
  });
  const collector = new Collector();
  const api = loadApi({ root, path, namedAt: null }, collector);
  if (api === null) {
    const failures = collector.sorted().map(({ code, message }) => `${code}: ${message}`);
    return [apart("(the document)", failures)];
  }
  const runtime = new SharedRuntime();
  const made = api.operations.flatMap((head, index) => {
    if (!wanted(index)) {
      return [];
    }
    const tool = `op_${index + 1}`;
    const start = performance.now();
    const carried = carry(api, head, tool, collector);
    const milliseconds = performance.now() - start;
    if (carried.kind === "emitted") {
      runtime.add(tool, carried.files);
    }
    return [{ tool, operation: `${head.method} ${head.path}`, carried, milliseconds }];
  });
  const errors = runtime.typeErrors();
  const outcomes = made.map(({ tool, operation, carried, milliseconds }): Outcome => {
    const failures = [...failuresOf(carried), ...(errors.get(tool) ?? [])];
    return { document: name, operation, milliseconds, reasons: reasonsOf(carried), failures };
  });
  const others = errors.get("") ?? [];
  runtime.remove();
  return others.length === 0 ? outcomes : [...outcomes, apart("(the runtime)", others)];
}

function reasonsOf(carried: Carried): readonly string[] {
  return carried.kind === "diagnosed" ? [...new Set(carried.errors.map(({ code }) => code))] : [];
}

function failuresOf(carried: Carried): readonly string[] {
  switch (carried.kind) {
    case "emitted":
      return carried.refused;
    case "diagnosed":
      return carried.errors
        .filter(({ code }) => !reasonsNotToCarry.has(code))
        .map(({ code, message }) => `${code}: ${message}`);
    case "thrown":
      return [carried.error instanceof Error ? (carried.error.stack ?? "") : String(carried.error)];
    default:
      return carried satisfies never;
  }
}
