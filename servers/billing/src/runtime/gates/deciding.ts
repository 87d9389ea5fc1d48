import type { Audit } from "../audit.js";
import { FatalError } from "../fatal.js";
import type { ApiDrafts } from "./api-drafts.js";
import type { Draft } from "./draft.js";
import type { Keeper } from "./keeper.js";

/**
 * Writes down what a person decided, then moves the draft: a decision that the log does not show is
 * none. Null where the draft has moved since it was read.
 */
export async function recordDecision(
  { keeper, apiDrafts, audit }: { keeper: Keeper; apiDrafts: ApiDrafts; audit: Audit },
  draft: Draft,
  approve: boolean,
  by: string,
  reason: string | null,
): Promise<Draft | null> {
  audit.event("draft decided", { draft_id: draft.id, job: draft.job, by, approve, reason });
  if (!(await audit.written())) {
    throw new FatalError("audit_unavailable", { retry: true });
  }
  const decision = { by, at: Date.now(), reason };
  const state = approve ? "approved" : "refused";
  const moved = await keeper.move(draft, { state, decision }, by);
  if (moved === null) {
    audit.warn("draft not decided", { draft_id: draft.id, by, problem: "it has moved meanwhile" });
  } else if (!approve) {
    await apiDrafts.discard(moved);
  }
  return moved;
}

/** All approvers but the one who asked. */
export function mayApprove(
  { requester }: Pick<Draft, "requester">,
  approvers: readonly string[],
): readonly string[] {
  return approvers.filter((approver) => !isSamePerson(approver, requester));
}

/** Email addresses name the same person whatever their case. */
export function isSamePerson(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && plain(one) === plain(other);
}

/** Whether the text can be an email address: one line, one "@", and something on each of its sides. */
export function isAddress(text: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+$/.test(text);
}

function plain(address: string): string {
  return address.normalize("NFKC").trim().toLowerCase();
}
