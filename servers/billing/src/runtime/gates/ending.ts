import type { Call } from "../call.js";
import { FatalError } from "../fatal.js";
import type { GateHost } from "../gate-host.js";
import { Failure, type FailureBody, failure } from "../outcome.js";
import { finishFailure, finishResult } from "../result.js";
import { run, withinDeadline } from "../run.js";
import { outcomeUnknown } from "./answers.js";
import type { Draft, StoredResult } from "./draft.js";

/** How the call of a draft ended. */
export type Ending =
  | {
      readonly kind: "ended";
      readonly state: "done" | "failed" | "unknown";
      /** For whoever waits for it. */
      readonly answer: object;
      /** For everybody who asks later. */
      readonly result: StoredResult;
    }
  /** Nothing was changed, and the next try may succeed. */
  | { readonly kind: "unsent"; readonly told: { failure: Failure } | { error: unknown } };

const TOO_MANY_REQUESTS = 429;

/** Whether the same request may be answered otherwise later: none came (0), too many were sent, or the API is ill. */
export function isPassing(status: number): boolean {
  return status === 0 || status === TOO_MANY_REQUESTS || status >= 500;
}

/** Runs a gate's `confirm`; `phase` tells what it sent. */
export async function endingOf(
  host: GateHost,
  draft: Draft,
  phase: Call,
  work: () => Promise<object>,
): Promise<Ending> {
  try {
    const output = await withinDeadline(phase, run(phase, work));
    return output instanceof Failure ? failed(phase, output) : succeeded(phase, output);
  } catch (error) {
    return stopped(host, draft, phase, error);
  }
}

function succeeded({ secrets, notes }: Call, output: object): Ending {
  const finished = finishResult(output, secrets, notes);
  if (finished.kind === "success") {
    const stored = JSON.parse(finished.text);
    const result: StoredResult = { kind: "success", output: stored };
    return { kind: "ended", state: "done", answer: output, result };
  }
  return told("done", { ...finished.body, change_made: true }, secrets);
}

/** The API said no, or the owner's code did. */
function failed({ changed, requests, secrets }: Call, answer: Failure): Ending {
  if (!changed && requests.at(-1)?.status === TOO_MANY_REQUESTS) {
    return { kind: "unsent", told: { failure: answer } };
  }
  return told(changed ? "done" : "failed", answer.body, secrets);
}

function stopped(host: GateHost, draft: Draft, phase: Call, error: unknown): Ending {
  const { requestId, changed, changing, secrets } = phase;
  const code = error instanceof FatalError ? error.code : null;
  if (changed || (error instanceof FatalError && error.changed)) {
    return told("done", host.fail(phase, error), secrets);
  }
  if (code === "outcome_unknown" || (code === null && changing)) {
    host.fail(phase, error);
    return told("unknown", outcomeUnknown(draft, requestId), secrets);
  }
  return { kind: "unsent", told: { error } };
}

function told(
  state: "done" | "failed" | "unknown",
  given: FailureBody,
  secrets: Call["secrets"],
): Ending {
  const finished = finishFailure(given, secrets);
  const body = finished.kind === "failure" ? finished.body : given;
  return { kind: "ended", state, answer: failure(body), result: { kind: "failure", body } };
}
