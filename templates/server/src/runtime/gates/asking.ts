import type { Ask, Choice } from "../gate-host.js";
import type { Operations } from "../operation.js";
import type { Secrets } from "../secrets.js";
import type { Draft } from "./draft.js";
import { formLimits, sentBy, sentRows } from "./lines.js";

/** The longest that a timer of Node's can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const APPROVE = "approve";
const REFUSE = "refuse";

export type Answer = "approved" | "refused" | "dismissed" | "unavailable";

/** Asks the person at the client. The form has a field that must be filled in, and nothing is chosen beforehand. */
export async function askClient(
  ask: Ask,
  draft: Draft,
  operations: Operations,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<Answer> {
  const choice = await ask({
    message: messageOf(draft, operations, secrets),
    field: { name: "decision", title: "Decision", options: [APPROVE, REFUSE] },
    timeoutMs: Math.max(1, Math.min(draft.expiresAt - Date.now(), MAX_TIMER_MS)),
    signal,
  });
  return answerOf(choice);
}

function answerOf(choice: Choice): Answer {
  switch (choice.kind) {
    case "chosen":
      return choice.option === APPROVE
        ? "approved"
        : choice.option === REFUSE
          ? "refused"
          : "unavailable";
    case "declined":
      return "refused";
    case "dismissed":
      return "dismissed";
    case "failed":
      return "unavailable";
  }
}

function messageOf(draft: Draft, operations: Operations, secrets: Secrets): string {
  const lines = (rows: readonly (readonly [string, string])[]) =>
    rows.map(([label, text]) => `${label}: ${text}`);
  const request = lines(sentRows(draft, operations, secrets, formLimits));
  const what = sentBy(draft) ?? "What is sent:";
  const parts = [[draft.summary], lines(draft.show), request.length > 0 ? [what, ...request] : []];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n");
}
