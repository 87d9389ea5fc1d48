import { performance } from "node:perf_hooks";
import { Collector } from "../../src/diagnostics/collector.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { loadApi } from "../../src/openapi/load.js";
import { positionOf } from "../../src/source/source-file.js";
import { type Carried, carry } from "./carry.js";
import type { Document } from "./documents.js";
import { SharedRuntime } from "./shared-runtime.js";

/** What became of one operation. */
export interface Outcome {
  readonly document: string;
  readonly operation: string;
  readonly milliseconds: number;
  /** Why the operation is not carried, one for each code; empty for one that is. */
  readonly reasons: readonly Reason[];
  /** What must not be, in words; empty for an operation that passed. */
  readonly failures: readonly string[];
}

export interface Reason {
  readonly code: string;
  readonly message: string;
  /** Where the description says so: `openapi.json:12`. */
  readonly place: string;
}

/**
 * What keeps an operation from being carried through no fault of the compiler's: the description
 * contradicts itself, leads nowhere, or asks for what the map cannot say.
 */
export const reasonsNotToCarry: ReadonlySet<string> = new Set([
  // allOf: [{ type: string }, { type: integer }]
  "bind/impossible-input",
  // A name with a password and a token at once, for which there is one header.
  "bind/clashing-credentials",
  // An address that another operation's answer holds.
  "bind/unusable-server",
]);

/** Whether to take the operation at an index, of so many in its document. */
export type Choice = (index: number, count: number) => boolean;

/** Makes a server of each of the documents' operations that are `wanted`, and type-checks all together. */
export function runDocuments(documents: readonly Document[], wanted: Choice): readonly Outcome[] {
  const runtime = new SharedRuntime();
  const made = documents.flatMap((document) => runDocument(document, wanted, runtime));
  const errors = runtime.typeErrors();
  runtime.remove();
  const outcomes = made.map(({ tool, outcome }) => ({
    ...outcome,
    failures: [...outcome.failures, ...(errors.get(tool) ?? [])],
  }));
  const ofNone = errors.get("") ?? [];
  const [first] = documents;
  return ofNone.length === 0 || first === undefined
    ? outcomes
    : [...outcomes, { ...unmade(first, "(the runtime)"), failures: ofNone }];
}

interface Made {
  readonly tool: string;
  readonly outcome: Outcome;
}

function runDocument(document: Document, wanted: Choice, runtime: SharedRuntime): readonly Made[] {
  const { root, path } = document;
  const collector = new Collector();
  const api = loadApi({ root, path, namedAt: null }, collector);
  if (api === null) {
    const carried: Carried = { kind: "diagnosed", errors: collector.sorted() };
    const outcome = unmade(document, "(the document)");
    return [{ tool: "none", outcome: { ...outcome, ...resultOf(carried) } }];
  }
  return api.operations.flatMap((head, index) => {
    if (!wanted(index, api.operations.length)) {
      return [];
    }
    const tool = runtime.nextTool();
    const start = performance.now();
    const carried = carry(api, head, tool, collector);
    const milliseconds = performance.now() - start;
    if (carried.kind === "emitted") {
      runtime.add(tool, carried.files);
    }
    const operation = `${head.method} ${head.path}`;
    const outcome = { document: document.name, operation, milliseconds, ...resultOf(carried) };
    return [{ tool, outcome }];
  });
}

function unmade(document: Document, operation: string): Outcome {
  return { document: document.name, operation, milliseconds: 0, reasons: [], failures: [] };
}

function resultOf(carried: Carried): Pick<Outcome, "reasons" | "failures"> {
  return { reasons: reasonsOf(carried), failures: failuresOf(carried) };
}

function reasonsOf(carried: Carried): readonly Reason[] {
  const errors = carried.kind === "diagnosed" ? carried.errors : [];
  const first = new Map([...errors].reverse().map((error) => [error.code, error]));
  return [...first.values()].map((error) => ({
    code: error.code,
    message: error.message,
    place: placeOf(error),
  }));
}

/** The last label: that of the description, where the first is the map's. */
function placeOf({ labels }: Diagnostic): string {
  const span = labels.at(-1)?.span;
  return span === undefined
    ? "nowhere"
    : `${span.file.path}:${positionOf(span.file, span.start).line}`;
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
