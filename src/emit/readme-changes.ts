import type { Approval } from "../model/gate.js";
import type { Operation } from "../model/operation.js";
import type { EnvText, Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import { type Gate, isGate, needsDesk, outcomesOf } from "./gates.js";
import { adjoined, codeSpan, codeSpans, joined, type Markdown, prose } from "./markdown.js";
import { halvesOf } from "./shown-gate.js";
import { operationsOf } from "./tool-calls.js";

/** A row of "What this server can change": an operation that is no read, and what stands before it. */
export interface ChangeRow {
  readonly tool: Markdown;
  readonly operation: Markdown;
  readonly effect: Markdown;
  readonly gate: Markdown;
  /** What comes of a call whose answer is lost. */
  readonly repeat: Markdown;
}

export function changeRows(server: Server): readonly ChangeRow[] {
  return server.tools.flatMap((tool) =>
    isGate(tool) ? rowsOfGate(tool, server) : rowsOfTool(tool, server),
  );
}

function rowsOfTool(tool: Tool, server: Server): readonly ChangeRow[] {
  const gate =
    tool.unconfirmed === null
      ? prose("none")
      : joined(prose("none; the map's reason:"), prose(tool.unconfirmed));
  return changing(operationsOf(tool), server).map((operation) => row(tool.name, operation, gate));
}

function rowsOfGate({ body, name }: Gate, server: Server): readonly ChangeRow[] {
  const { prepare, confirm } = halvesOf(name);
  const approval = approvalText(body, server);
  const of = (operations: readonly string[], tool: string, gate: Markdown) =>
    changing(new Set(operations), server).map((operation) => row(tool, operation, gate));
  if (body.kind === "gate-handler") {
    return of(body.calls, confirm, approval);
  }
  const { apiDraft, calls } = body;
  const cancel = apiDraft?.cancel ?? null;
  return [
    ...of(
      apiDraft === null ? [] : [apiDraft.call.operation],
      prepare,
      prose("none: the API keeps a draft"),
    ),
    ...of(
      calls.map(({ call }) => call.operation),
      confirm,
      approval,
    ),
    ...of(
      cancel === null ? [] : [cancel.operation],
      prepare,
      prose("none: throws the API's draft away, once ours is refused or has lapsed"),
    ),
  ];
}

function changing(identifiers: ReadonlySet<string>, server: Server): readonly Operation[] {
  return server.operations.filter(
    ({ identifier, effect }) => identifiers.has(identifier) && effect !== "read",
  );
}

function row(tool: string, operation: Operation, gate: Markdown): ChangeRow {
  const { effect, method, path, takesIdempotencyKey } = operation;
  return {
    tool: codeSpan(tool),
    operation: codeSpan(`${method} ${path}`),
    effect: prose(effect === "destructive" ? "destroys" : "writes"),
    gate,
    repeat: takesIdempotencyKey
      ? prose("sent again under its idempotency key")
      : joined(codeSpan("outcome_unknown"), prose("possible")),
  };
}

function approvalText({ approval, expiresMs }: Gate["body"], server: Server): Markdown {
  const outcomes = outcomesOf(approval);
  const who = outcomes.map((outcome) => whoApproves(outcome, server));
  const [first = "", ...others] = who;
  return adjoined(
    others.length === 0 ? "" : "chosen draft by draft: ",
    first,
    ...others.flatMap((other) => [", or ", other]),
    `; lapses after ${duration(expiresMs)}`,
  );
}

function whoApproves(approval: Approval, server: Server): Markdown {
  const word = codeSpan(approval);
  switch (approval) {
    case "none":
      return adjoined(word, " (a speed bump, not a control)");
    case "elicitation":
      return needsDesk(server)
        ? adjoined(word, " (the user in a form, else ", approversOf(server), ")")
        : adjoined(word, " (the user, in a form)");
    case "human":
      return adjoined(word, " (", approversOf(server), ")");
    default:
      return approval satisfies never;
  }
}

function approversOf({ approvals }: Server): Markdown {
  const approvers = codeSpans((approvals?.approvers ?? []).map(envWords));
  const others = approvals?.requester == null ? "" : ", not who asked";
  return adjoined("one of ", approvers, others);
}

/** `finance@example.com`, `$FINANCE_EMAIL` */
export function envWords(text: EnvText): string {
  return text.map((part) => (typeof part === "string" ? part : `$${part.env}`)).join("");
}

/** "24 hours", "90 seconds" */
export function duration(milliseconds: number): string {
  const units = [
    [3_600_000, "hour"],
    [60_000, "minute"],
    [1000, "second"],
  ] as const;
  const [size, unit] = units.find(([each]) => milliseconds % each === 0) ?? [1000, "second"];
  const count = milliseconds / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
