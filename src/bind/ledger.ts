import type { Collector } from "../diagnostics/collector.js";
import type { Api, OperationHead } from "../openapi/api.js";
import type { Spanned } from "../source/source-file.js";
import type { ToolMap } from "../tool-map/tool-map.js";
import { excludesNothing, excludesUsed, firstLedger, newOperation } from "./operation-problems.js";
import type { OperationTable } from "./operation-table.js";

const header = [
  "# Every operation that the API description held when `mcpgen generate` last ran, one a line.",
  "# One that appears later is reported, so that somebody decides whether assistants may use it.",
];

/** The ledger as text: by code unit, so that a new operation is one line of diff. */
export function formatLedger(api: Api): string {
  const lines = api.operations.map(lineOf).sort((a, b) => (a < b ? -1 : 1));
  return `${[...header, ...new Set(lines)].join("\n")}\n`;
}

/** The operations of a ledger's text. */
export function parseLedger(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#")),
  );
}

/**
 * Reports operations that nobody has decided about: neither in the ledger nor named in the map.
 * A glob of the map settles what was there when it was written, not what came later.
 */
export function checkLedger(
  map: ToolMap,
  api: Api,
  operations: OperationTable,
  ledger: string | null,
  strict: boolean,
  collector: Collector,
): void {
  const named = namedOperations(map, operations, collector);
  if (ledger === null) {
    collector.add(firstLedger(api.operations.length));
    return;
  }
  const seen = parseLedger(ledger);
  for (const head of api.operations) {
    if (!seen.has(lineOf(head)) && !named.has(head)) {
      collector.add(newOperation(head, api.spanOf(head.pointer, "key"), strict));
    }
  }
}

/** Operations that the map uses or settles by name; globs and mistaken exclusions are reported. */
function namedOperations(
  map: ToolMap,
  operations: OperationTable,
  collector: Collector,
): ReadonlySet<OperationHead> {
  const used = new Set(operations.used().map((operation) => operation.operation.head));
  const named = new Set(used);
  for (const { operation } of map.operations.exclude) {
    const glob = globOf(operation.value);
    if (glob === null) {
      const head = operations.find(operation);
      if (head !== null) {
        named.add(head);
        if (used.has(head)) {
          collector.add(excludesUsed(operation));
        }
      }
    } else if (!operations.heads().some(glob)) {
      collector.add(excludesNothing(operation));
    }
  }
  for (const { operation } of map.operations.effects) {
    const head = operations.peek(operation.value);
    if (head !== null) {
      named.add(head);
    }
  }
  return named;
}

/** `/v1/admin/**`, `POST /v1/admin/**` or `tag:Billing` as a test; null for the name of one operation. */
function globOf(text: Spanned<string>["value"]): ((head: OperationHead) => boolean) | null {
  if (text.startsWith("tag:")) {
    const tag = text.slice("tag:".length).trim();
    return (head) => head.tags.includes(tag);
  }
  const match = /^(?:([A-Za-z]+)\s+)?(\/.*)$/.exec(text);
  const path = match?.[2];
  if (path === undefined || !path.includes("*")) {
    return null;
  }
  const pattern = new RegExp(`^${path.split("**").map(segmentPattern).join(".*")}$`, "u");
  const method = match?.[1]?.toUpperCase();
  return (head) => (method === undefined || head.method === method) && pattern.test(head.path);
}

/** Literal text in which `*` stands for anything within a segment. */
function segmentPattern(text: string): string {
  return text
    .split("*")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
    .join("[^/]*");
}

function lineOf(head: OperationHead): string {
  const id = head.operationId === null ? "" : ` ${head.operationId}`;
  return `${head.method} ${head.path}${id}`.replace(/[\r\n]+/g, " ");
}
