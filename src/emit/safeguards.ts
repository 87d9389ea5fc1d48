import type { ApprovalChoice, GateBody, GateHandlerBody } from "../model/gate.js";
import type { Effect, Operation } from "../model/operation.js";
import type { GateSafeguards, JobSafeguards, Safeguards } from "../model/safeguards.js";
import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import { chosenBy } from "./chosen-by.js";
import { isGate, outcomesOf } from "./gates.js";
import { envWords } from "./readme-changes.js";
import { operationsOf } from "./tool-calls.js";

const about =
  "What stands between an assistant and a change, as the tool map has it. mcpgen writes this file, and compares every run with it. Commit it, review its diff, do not edit it.";

/** The text of `.mcpgen/safeguards.json`. */
export function safeguardsText(server: Server): string {
  return `${JSON.stringify({ about, ...safeguardsOf(server) }, null, 2)}\n`;
}

export function safeguardsOf(server: Server): Safeguards {
  const { approvals, audit, operations, tools } = server;
  const byIdentifier = new Map(operations.map((operation) => [operation.identifier, operation]));
  const jobs = tools
    .map((tool) => [tool.name, jobSafeguards(tool, byIdentifier)] as const)
    .filter(([, job]) => job.gate !== null || Object.keys(job.operations).length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    jobs: Object.fromEntries(jobs),
    reads: operations
      .filter(({ effect }) => effect === "read")
      .map(({ key }) => key)
      .sort(),
    approvals: approvals && {
      store: approvals.store.kind,
      requester: approvals.requester && envWords(approvals.requester),
      approvers: approvals.approvers.map(envWords),
    },
    redact: audit.redact,
  };
}

type ByIdentifier = ReadonlyMap<string, Operation>;

function jobSafeguards(tool: Tool, operations: ByIdentifier): JobSafeguards {
  const { limit, unconfirmed } = tool;
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations;
  return {
    operations: effectsOf(isGate(tool) ? confirmedBy(tool.body) : operationsOf(tool), operations),
    gate: isGate(tool) ? gateSafeguards(tool.body, operations) : null,
    unconfirmed,
    limit: limit && { calls: limit.calls, seconds: limit.seconds },
    annotations: { readOnlyHint, destructiveHint, idempotentHint, openWorldHint },
  };
}

function confirmedBy(body: GateBody | GateHandlerBody): readonly string[] {
  return body.kind === "gate" ? body.calls.map(({ call }) => call.operation) : body.calls;
}

function gateSafeguards(
  body: GateBody | GateHandlerBody,
  operations: ByIdentifier,
): GateSafeguards {
  const apiDraft = body.kind === "gate" ? body.apiDraft : null;
  const drafts = [apiDraft?.call.operation, apiDraft?.cancel?.operation];
  return {
    approval: outcomesOf(body.approval),
    chosenBy: choice(body.approval, body),
    expiresSeconds: body.expiresMs / 1000,
    drafts: effectsOf(
      drafts.filter((each) => each !== undefined),
      operations,
    ),
  };
}

function choice(
  approval: ApprovalChoice,
  body: GateBody | GateHandlerBody,
): readonly string[] | null {
  const statements = body.kind === "gate" ? body.statements : [];
  return approval.kind === "literal" ? null : chosenBy(approval.expression, statements);
}

/** By code unit of the key; reads are left out. */
function effectsOf(
  identifiers: Iterable<string>,
  operations: ByIdentifier,
): Readonly<Record<string, Effect>> {
  const used = [...new Set(identifiers)].flatMap((each) => operations.get(each) ?? []);
  return Object.fromEntries(
    used
      .filter(({ effect }) => effect !== "read")
      .map(({ key, effect }) => [key, effect] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
