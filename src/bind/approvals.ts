import type { Collector } from "../diagnostics/collector.js";
import type { Approval, Approvals } from "../model/gate.js";
import type { Span } from "../source/source-file.js";
import type { ApprovalsEntry, ToolEntry, ToolMap } from "../tool-map/tool-map.js";
import { envText } from "./env-text.js";
import { outcomesOfChoice } from "./gate-approval.js";
import {
  type AskingGate,
  approvalsMissing,
  deskWithMemory,
  deskWithoutAddress,
  deskWithoutApprovers,
  deskWithoutNotices,
  linksInChannel,
  unknownRequester,
  unusedApprovals,
} from "./gate-problems.js";
import type { BoundTool } from "./tool.js";

const hour = 3_600_000;
const usualFile = ".data/drafts.db";

/** Whether a gate with these outcomes may put its drafts before people at the desk. */
export function mayReachDesk(
  outcomes: readonly Approval[],
  approvals: ApprovalsEntry | null,
): boolean {
  return outcomes.includes("human") || (outcomes.includes("elicitation") && hasDesk(approvals));
}

/** How long a draft stays open where the map does not say: people at a desk need a day. */
export function lifetimeOf(
  outcomes: readonly Approval[],
  approvals: ApprovalsEntry | null,
): number {
  return mayReachDesk(outcomes, approvals) ? 24 * hour : hour;
}

/** Whether the map describes a desk, be it in part. */
function hasDesk(approvals: ApprovalsEntry | null): boolean {
  return (
    approvals !== null &&
    (approvals.url !== null ||
      approvals.approvers.length > 0 ||
      approvals.slack !== null ||
      approvals.email !== null)
  );
}

/** Where drafts are kept and who may approve; null where the map does not say, or nothing is confirmed. */
export function bindApprovals(
  map: ToolMap,
  bound: readonly BoundTool[],
  collector: Collector,
): Approvals | null {
  const { approvals } = map;
  const gates = bound.flatMap((tool) => gateOf(tool, map) ?? []);
  const asking = gates.filter(({ outcomes }) => mayReachDesk(outcomes, approvals));
  const [first] = asking;
  if (approvals === null) {
    if (first !== undefined) {
      collector.add(approvalsMissing(first));
    }
    return null;
  }
  if (first !== undefined) {
    checkDesk(approvals, first, collector);
  } else if (bound.length === map.tools.length && (gates.length === 0 || hasDesk(approvals))) {
    collector.add(unusedApprovals(approvals.span));
  }
  return gates.length === 0 ? null : modelOf(approvals, first !== undefined);
}

function modelOf(approvals: ApprovalsEntry, isAsked: boolean): Approvals {
  const { url, store, requester, approvers, slack, email } = approvals;
  const usual: Approvals["store"] = isAsked
    ? { kind: "file", path: usualFile }
    : { kind: "memory" };
  return {
    url: url && envText(url),
    store: store?.value ?? usual,
    requester: requester && envText(requester),
    approvers: approvers.map(envText),
    slack: slack && envText(slack),
    email: email && { smtp: envText(email.smtp), from: envText(email.from) },
  };
}

function gateOf(
  { tool }: BoundTool,
  map: ToolMap,
): (AskingGate & { readonly outcomes: readonly Approval[] }) | null {
  const entry = map.tools.find(({ name }) => name.value === tool.name);
  const approval = entry === undefined ? null : approvalSpan(entry);
  return entry === undefined || approval === null || !("approval" in tool.body)
    ? null
    : { name: entry.name, approval, outcomes: outcomesOfChoice(tool.body.approval) };
}

function approvalSpan({ job }: ToolEntry): Span | null {
  return job.kind === "gate" || job.kind === "gate-handler" ? job.approval.span : null;
}

/** What people need who approve: an address, a store that another process sees, and to be named. */
function checkDesk(approvals: ApprovalsEntry, gate: AskingGate, collector: Collector): void {
  const { span, url, store, approvers, requester } = approvals;
  if (url === null) {
    collector.add(deskWithoutAddress(span, gate));
  }
  if (store?.value.kind === "memory") {
    collector.add(deskWithMemory(store.span, gate));
  }
  if (approvers.length === 0) {
    collector.add(deskWithoutApprovers(span, gate));
  }
  if (requester === null) {
    collector.add(unknownRequester(span, gate));
  }
  if (approvals.slack === null && approvals.email === null) {
    collector.add(deskWithoutNotices(span, gate));
  }
  if (approvals.slack !== null && approvals.email === null) {
    collector.add(linksInChannel(span, gate));
  }
}
