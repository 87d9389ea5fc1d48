import { type Failure, type FailureBody, failure } from "../outcome.js";
import type { Draft } from "./draft.js";

/** The most open drafts that one caller may have. */
export const MAX_OPEN = 5;

/** Unknown, another's, of another job, and lapsed alike: only the log tells which. */
export function draftNotFound(job: string): Failure {
  return failure({
    error: "draft_not_found",
    reason: `There is no such draft, or it has lapsed. Call prepare_${job} for a new one.`,
  });
}

export function draftOutdated(job: string, reason: string | null): Failure {
  return failure({
    error: "draft_outdated",
    reason: `What would happen now is not what was summarised. Nothing was changed. Call prepare_${job} again.`,
    ...(reason === null ? {} : { because: reason }),
  });
}

export function approvalPending({ expiresAt }: Draft, retryAfter: number): Failure {
  return failure({
    error: "approval_pending",
    reason: "A person has to approve it. Call again later with the same draft_id.",
    retry_after: retryAfter,
    expires_at: new Date(expiresAt).toISOString(),
  });
}

export function approvalRefused({ decision }: Draft): Failure {
  const reason = decision?.reason ?? null;
  return failure({
    error: "approval_refused",
    ...(reason === null ? {} : { reason }),
  });
}

export function approvalUnavailable(): Failure {
  return failure({
    error: "approval_unavailable",
    reason: "Nobody can be asked to approve it here. Nothing was changed.",
  });
}

export function approvalCancelled({ id }: Draft): Failure {
  return failure({
    error: "approval_cancelled",
    reason: "The person closed the question without an answer. Nothing was changed.",
    draft_id: id,
  });
}

export function confirmationRunning(retryAfter: number): Failure {
  return failure({
    error: "confirmation_running",
    reason: "The change is being made. Call again with the same draft_id to learn what came of it.",
    retry_after: retryAfter,
  });
}

export function tooManyDrafts(): Failure {
  return failure({
    error: "too_many_drafts",
    open: MAX_OPEN,
    reason: "Confirm one of the open drafts, or wait until one has lapsed.",
  });
}

const LOOK =
  "The change was sent, but no answer came back: it may have been made. Look before preparing it again.";

/** The change may have been made, and nothing will tell. */
export function outcomeUnknown({ id, summary }: Draft, requestId?: string): FailureBody {
  return {
    error: "outcome_unknown",
    reason: LOOK,
    draft_id: id,
    look_at: `Whether this has happened: ${summary}`,
    ...(requestId === undefined ? {} : { request_id: requestId }),
    retry: false,
  };
}

/** … but for the same request, which the API takes for the same change. */
export function unknownUntilRepeated(draft: Draft, job: string, retryAfter: number): Failure {
  return failure({
    ...outcomeUnknown(draft),
    reason: `The change was sent, but no answer came back. Call confirm_${job} again with the same draft_id: the request is repeated so that the change is made once.`,
    retry: true,
    retry_after: retryAfter,
  });
}
