import type { Approval } from "../model/gate.js";
import { isList, type JsonObject, type JsonValue } from "../model/json.js";
import type { Effect } from "../model/operation.js";
import type {
  ApprovalSafeguards,
  GateSafeguards,
  JobSafeguards,
  Safeguards,
} from "../model/safeguards.js";
import type { Annotations, Limit } from "../model/tool.js";

/** Null for a text that is none: anybody can edit it. */
export function parseSafeguards(text: string): Safeguards | null {
  try {
    return safeguards(object(JSON.parse(text)));
  } catch {
    return null;
  }
}

function safeguards({ jobs, reads, approvals, redact }: JsonObject): Safeguards {
  return {
    jobs: record(jobs, job),
    reads: texts(reads),
    approvals: orNull(approvals, approvalSafeguards),
    redact: texts(redact),
  };
}

function job(value: JsonValue): JobSafeguards {
  const { operations, gate, unconfirmed, limit, annotations } = object(value);
  return {
    operations: record(operations, effect),
    gate: orNull(gate, gateSafeguards),
    unconfirmed: orNull(unconfirmed, text),
    limit: orNull(limit, limitOf),
    annotations: annotationsOf(annotations),
  };
}

function gateSafeguards(value: JsonValue): GateSafeguards {
  const { approval, chosenBy, expiresSeconds, drafts } = object(value);
  return {
    approval: atLeastOne(list(approval, approvalOf)),
    chosenBy: orNull(chosenBy, texts),
    expiresSeconds: number(expiresSeconds),
    drafts: record(drafts, effect),
  };
}

function approvalSafeguards(value: JsonValue): ApprovalSafeguards {
  const { store, requester, approvers } = object(value);
  return {
    store: oneOf(store, ["memory", "file"]),
    requester: orNull(requester, text),
    approvers: texts(approvers),
  };
}

function annotationsOf(value: JsonValue | undefined): Annotations {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = object(value);
  return {
    readOnlyHint: flag(readOnlyHint),
    destructiveHint: flag(destructiveHint),
    idempotentHint: flag(idempotentHint),
    openWorldHint: flag(openWorldHint),
  };
}

function limitOf(value: JsonValue): Limit {
  const { calls, seconds } = object(value);
  return { calls: number(calls), seconds: number(seconds) };
}

const effect = (value: JsonValue): Effect => oneOf(value, ["read", "write", "destructive"]);
const approvalOf = (value: JsonValue): Approval => oneOf(value, ["none", "elicitation", "human"]);

// What is of another form throws, and is caught above.

function object(value: JsonValue | undefined): JsonObject {
  if (typeof value !== "object" || value === null || isList(value)) {
    throw new TypeError("no object");
  }
  return value;
}

function record<T>(
  value: JsonValue | undefined,
  member: (value: JsonValue) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(object(value)).map(([name, each]) => [name, member(each)]),
  );
}

function list<T>(value: JsonValue | undefined, element: (value: JsonValue) => T): readonly T[] {
  if (value === undefined || !isList(value)) {
    throw new TypeError("no list");
  }
  return value.map(element);
}

function atLeastOne<T>(values: readonly T[]): readonly T[] {
  if (values.length === 0) {
    throw new TypeError("an empty list");
  }
  return values;
}

const texts = (value: JsonValue | undefined): readonly string[] => list(value, text);

function text(value: JsonValue): string {
  if (typeof value !== "string") {
    throw new TypeError("no text");
  }
  return value;
}

function flag(value: JsonValue | undefined): boolean {
  if (typeof value !== "boolean") {
    throw new TypeError("neither true nor false");
  }
  return value;
}

function number(value: JsonValue | undefined): number {
  if (typeof value !== "number") {
    throw new TypeError("no number");
  }
  return value;
}

function oneOf<const T extends string>(value: JsonValue | undefined, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found === undefined) {
    throw new TypeError("none of those");
  }
  return found;
}

function orNull<T>(value: JsonValue | undefined, read: (value: JsonValue) => T): T | null {
  return value === undefined || value === null ? null : read(value);
}
