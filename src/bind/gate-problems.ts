import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/suggest.js";
import type { Approval } from "../model/gate.js";
import type { Span, Spanned } from "../source/source-file.js";
import { at, maybeAt, problem, quote, quoteAll } from "./problem.js";

// What a gate calls, and when.

export function writeInPrepare(call: Spanned<string>): Diagnostic {
  return problem(
    "write-in-prepare",
    `${quote(call)} changes something, and prepare may only read`,
    [at(call.span)],
    ["make it the call under `confirm`; a draft that the API keeps is made under `confirm.draft`"],
  );
}

export function gateOverRead(call: Spanned<string>): Diagnostic {
  return problem(
    "gate-over-read",
    `${quote(call)} only reads, and there is nothing to confirm`,
    [at(call.span)],
    [
      "make it a step, or leave `confirm` out; if it changes something, say so under operations.effects",
    ],
  );
}

export function gateWithoutCalls(file: Spanned<string>): Diagnostic {
  return problem(
    "gate-over-read",
    `the handler ${quote(file)} has no call that changes something, and there is nothing to confirm`,
    [at(file.span)],
    ["name the operation under `calls`, or leave `confirm` out"],
  );
}

export function draftThatReads(call: Spanned<string>): Diagnostic {
  return problem(
    "draft-that-reads",
    `${quote(call)} only reads, and makes no draft`,
    [at(call.span)],
    ["make it a step; if it makes a draft, state `write` under operations.effects"],
  );
}

export function destructiveDraft(call: Spanned<string>): Diagnostic {
  return problem(
    "destructive-draft",
    `${quote(call)} is destructive, and a draft is made before anybody has confirmed`,
    [at(call.span)],
    ["make it the call under `confirm`"],
  );
}

export function cancelThatReads(call: Spanned<string>): Diagnostic {
  return problem(
    "cancel-that-reads",
    `${quote(call)} only reads, and throws no draft away`,
    [at(call.span)],
    ["name the operation that does, or leave `cancel` out if the API forgets drafts by itself"],
  );
}

export function resultInPrepare(span: Span): Diagnostic {
  return problem(
    "result-in-prepare",
    "prepare answers with a draft, and cannot end with a result",
    [at(span)],
    ["answer with a structured error, or move the rule to the errors of the call under `confirm`"],
  );
}

export function unreachableCall(call: Spanned<string>, before: Span): Diagnostic {
  return problem(
    "unreachable-call",
    `${quote(call)} is never made`,
    [at(call.span), at(before, "this one has no `when`, and always fits")],
    ["put the call without `when` last, or remove this one"],
    "warning",
  );
}

export function outputNeeded(calls: readonly Spanned<string>[]): Diagnostic {
  const [first, ...others] = calls;
  return problem(
    "output-needed",
    "calls of several operations answer differently, and the tool states no output",
    [...maybeAt(first?.span ?? null, "this one"), ...others.map(({ span }) => at(span, "or this"))],
    ["state `output`, with fields that all of them answer; `returns` evens out the others"],
  );
}

export function noIdempotencyKey(call: Spanned<string>, header: string | null): Diagnostic {
  const key = header ?? "Idempotency-Key";
  return problem(
    "no-idempotency-key",
    `${quote(call)} takes no idempotency key: a run that is cut off cannot be repeated, and ends as outcome_unknown`,
    [at(call.span)],
    [
      `if the API takes one: upstream: { idempotency: { header: ${key}, operations: [${call.value}] } }`,
    ],
    "note",
  );
}

// What people see, and what is kept.

export function secretShown(input: string, span: Span): Diagnostic {
  return problem(
    "secret-shown",
    `the input "${input}" holds a secret, and people and logs would see it here`,
    [at(span)],
    ["leave the secret out of the summary and its rows"],
  );
}

/** `moment` is "a timestamp" or "a duration". */
export function keptMoment(name: string, moment: string, span: Span): Diagnostic {
  return problem(
    "kept-moment",
    `"${name}" holds ${moment}, and what is kept until the confirmation is JSON`,
    [at(span)],
    [`make it text: string(…)`],
  );
}

// Who approves.

export function notOneApproval(span: Span): Diagnostic {
  return problem(
    "not-an-approval",
    "an approval is one word, or one expression",
    [at(span)],
    ["write \"${amount > 10000 ? 'human' : 'none'}\""],
  );
}

/** `word` is null for what is no literal text. */
export function notAnApproval(
  word: string | null,
  span: Span,
  approvals: readonly Approval[],
): Diagnostic {
  const meant = word === null ? null : nearest(word, approvals);
  return problem(
    "not-an-approval",
    word === null
      ? "who approves has to stand here as a word, and not come from elsewhere"
      : `"${word}" is no kind of approval`,
    [at(span)],
    [
      ...(meant === null ? [] : [`did you mean "${meant}"?`]),
      `choose between ${quoteAll(approvals)} by conditions: \`amount > 10000 ? 'human' : 'none'\``,
    ],
  );
}

/** A gate that may ask somebody who did not start the conversation. */
export interface AskingGate {
  readonly name: Spanned<string>;
  /** Where its approval is stated. */
  readonly approval: Span;
}

export function approvalsMissing({ name, approval }: AskingGate): Diagnostic {
  return problem(
    "approvals-missing",
    `${quote(name)} may need a person's approval, and the map does not say who approves, and where`,
    [at(approval)],
    [
      'add `approvals: { url: "${env.APPROVALS_URL}", approvers: [finance@example.com], requester: "${env.MCP_USER_EMAIL}" }`',
    ],
  );
}

export function deskWithoutAddress(approvals: Span, { approval }: AskingGate): Diagnostic {
  return problem(
    "desk-without-address",
    "people who approve need an address, and approvals has no url",
    [at(approvals), at(approval, "asked for here")],
    ["add `url: ${env.APPROVALS_URL}`: where a browser reaches the desk"],
  );
}

export function deskWithoutApprovers(approvals: Span, { approval }: AskingGate): Diagnostic {
  return problem(
    "desk-without-approvers",
    "nobody may approve: approvals names no approvers",
    [at(approvals), at(approval, "asked for here")],
    ["add `approvers: [finance@example.com]`"],
  );
}

export function deskWithoutNotices(approvals: Span, { approval }: AskingGate): Diagnostic {
  return problem(
    "desk-without-notices",
    "nobody is sent a link, without which nothing can be approved: approvals has no notify",
    [at(approvals), at(approval, "asked for here")],
    [
      'add `notify: { email: { smtp: "${env.SMTP_URL}", from: billing-bot@example.com } }`, or `slack`',
    ],
    "warning",
  );
}

export function linksInChannel(approvals: Span, { approval }: AskingGate): Diagnostic {
  return problem(
    "links-in-channel",
    "whoever reads the Slack channel can approve as any approver, who asked among them",
    [at(approvals), at(approval, "asked for here")],
    [
      'add `email: { smtp: "${env.SMTP_URL}", from: billing-bot@example.com }` to notify: links then go by mail, to each approver alone',
      "or keep everybody else out of the channel",
    ],
    "warning",
  );
}

export function deskWithMemory(store: Span, { approval }: AskingGate): Diagnostic {
  return problem(
    "desk-with-memory",
    "the desk is a process of its own, and cannot see drafts that are kept in memory",
    [at(store), at(approval, "asked for here")],
    ["write `store: { file: .data/drafts.db }`, or leave it out: that is the default"],
  );
}

export function unknownRequester(approvals: Span, { approval }: AskingGate): Diagnostic {
  return problem(
    "unknown-requester",
    "who asks is not known, so that they may approve it themselves",
    [at(approvals), at(approval, "asked for here")],
    ["add `requester: ${env.MCP_USER_EMAIL}`: for whom the server acts on stdio"],
    "warning",
  );
}

export function unusedApprovals(approvals: Span): Diagnostic {
  return problem(
    "unused-approvals",
    "no tool asks anybody for approval",
    [at(approvals)],
    ["remove it, or say in a tool: `confirm: { approval: human }`"],
    "warning",
  );
}

export function advertisedTwice(
  gate: Spanned<string>,
  advertised: string,
  other: Spanned<string>,
): Diagnostic {
  return problem(
    "advertised-twice",
    `the gate ${quote(gate)} is shown as "${advertised}", and another tool has that name`,
    [at(gate.span), at(other.span, "the other one")],
    ["rename one of the two"],
  );
}
