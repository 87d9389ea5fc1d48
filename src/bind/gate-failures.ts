import type { Approval, GateFailures } from "../model/gate.js";
import type { ErrorRule, ExpectedFailure } from "../model/tool.js";
import { declaresStatus } from "./answers.js";
import type { GateHalves } from "./bound-job.js";
import { failuresOf } from "./error-rules.js";
import type { UsedOperation } from "./operation-table.js";

const notApplicable: ExpectedFailure = {
  error: "not_applicable",
  reason: "Nothing that this job could do fits.",
};
const tooManyDrafts: ExpectedFailure = {
  error: "too_many_drafts",
  reason: "Confirm one of the open drafts, or wait until one lapses.",
};

/** What confirm answers with in place of a result, whoever has to approve. */
const always: readonly ExpectedFailure[] = [
  { error: "draft_not_found", reason: "Unknown or lapsed: prepare again." },
  {
    error: "draft_outdated",
    reason: "What would happen now differs from the summary: prepare again.",
  },
  { error: "confirmation_running", reason: "Call again after retry_after seconds." },
  {
    error: "outcome_unknown",
    reason: "It may have happened: look before anything is tried again.",
  },
];
const pending: ExpectedFailure = {
  error: "approval_pending",
  reason: "A person decides: call again after retry_after seconds.",
};
const refused: ExpectedFailure = { error: "approval_refused", reason: "A person said no." };
const unavailable: ExpectedFailure = {
  error: "approval_unavailable",
  reason: "Nobody who may approve can be asked.",
};
const cancelled: ExpectedFailure = {
  error: "approval_cancelled",
  reason: "The person closed the form; the draft stays open.",
};

/** The failures of a gate's two tools, those of its rules first. */
export function gateFailures(
  own: GateFailures,
  outcomes: readonly Approval[],
  hasDesk: boolean,
  mayFitNothing: boolean,
): GateFailures {
  const asks = outcomes.includes("elicitation");
  const isPending = outcomes.includes("human") || (asks && hasDesk);
  const approval = [
    ...(isPending ? [pending] : []),
    ...(asks ? [cancelled] : []),
    ...(asks || isPending ? [refused, unavailable] : []),
  ];
  return {
    prepare: distinct([...own.prepare, ...(mayFitNothing ? [notApplicable] : []), tooManyDrafts]),
    confirm: distinct([...own.confirm, ...approval, ...always]),
  };
}

/** What a tool's rules add to each half: those for what its operations may answer. */
export function failuresByHalf(rules: readonly ErrorRule[], halves: GateHalves): GateFailures {
  const met = (operations: readonly UsedOperation[]) =>
    failuresOf(
      rules.filter(({ on }) => operations.some(({ operation }) => declaresStatus(operation, on))),
    );
  return { prepare: met(halves.prepare), confirm: met(halves.confirm) };
}

/** Each half with more of its own. */
export function joined(a: GateFailures, b: GateFailures): GateFailures {
  return {
    prepare: distinct([...a.prepare, ...b.prepare]),
    confirm: distinct([...a.confirm, ...b.confirm]),
  };
}

/** By first appearance. */
export function distinct(failures: readonly ExpectedFailure[]): readonly ExpectedFailure[] {
  const known = new Set<string>();
  return failures.filter(({ error, reason }) => {
    const key = `${error} ${reason}`;
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}
