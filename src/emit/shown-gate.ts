import type { Approval } from "../model/gate.js";
import type { Schema } from "../model/schema.js";
import type { Input } from "../model/tool.js";
import { type Gate, outcomesOf } from "./gates.js";
import { canBeCut } from "./output-cuts.js";
import { irreversible, type ShownTool } from "./shown-tool.js";

/** The names of a job's two tools. */
export function halvesOf(job: string): { readonly prepare: string; readonly confirm: string } {
  return { prepare: `prepare_${job}`, confirm: `confirm_${job}` };
}

/** `prepare_<job>` and `confirm_<job>`, as a model learns of them. */
export function shownGate(gate: Gate, hasDesk: boolean): readonly [ShownTool, ShownTool] {
  return [shownPrepare(gate, hasDesk), shownConfirm(gate, hasDesk)];
}

function shownPrepare(gate: Gate, hasDesk: boolean): ShownTool {
  const { annotations, body, description, inputs, name, title } = gate;
  const keepsDraft = body.kind === "gate" && body.apiDraft !== null;
  const { prepare, confirm } = halvesOf(name);
  const only = keepsDraft ? "Prepares only, as a draft that the API keeps" : "Prepares only";
  return {
    name: prepare,
    title: title === null ? null : `${title} (prepare)`,
    description,
    warning: sentences(
      `${only}: nothing else happens until ${confirm} is called with the draft_id.`,
      gate.effect === "destructive" && "Once confirmed it is irreversible.",
      approvalWarning(outcomesOf(body.approval), hasDesk),
    ),
    failures: body.failures.prepare,
    inputs,
    outputSchema: preparedSchema,
    canBeCut: false,
    annotations: {
      readOnlyHint: !keepsDraft,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: annotations.openWorldHint,
    },
  };
}

function shownConfirm(gate: Gate, hasDesk: boolean): ShownTool {
  const { annotations, body, description, name, outputSchema, title } = gate;
  const { prepare, confirm } = halvesOf(name);
  const outcomes = outcomesOf(body.approval);
  const maySayWait = outcomes.includes("human") || (hasDesk && outcomes.includes("elicitation"));
  return {
    name: confirm,
    title: title === null ? null : `${title} (confirm)`,
    description,
    warning: sentences(
      `Carries out what ${prepare} has summarised, once; called again, it gives the same answer.`,
      gate.effect === "destructive" && `Irreversible: ${irreversible}.`,
      approvalWarning(outcomes, hasDesk),
      maySayWait && "approval_pending means to call it again after retry_after seconds.",
    ),
    // What approval_pending means is said above.
    failures: body.failures.confirm.map((failure) =>
      failure.error === "approval_pending" ? { ...failure, reason: "" } : failure,
    ),
    inputs: [draftId(prepare)],
    outputSchema,
    canBeCut: canBeCut(gate),
    annotations,
  };
}

function sentences(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false && part !== "").join(" ");
}

/** Who says yes; the outcomes are those that the map allows, the weakest first. */
function approvalWarning(outcomes: readonly Approval[], hasDesk: boolean): string {
  const asksUser = outcomes.includes("elicitation");
  const asksOthers = outcomes.includes("human");
  const who =
    asksUser && (asksOthers || hasDesk)
      ? "The user, or a person who did not ask for it,"
      : asksUser
        ? "The user"
        : "A person who did not ask for it";
  if (!asksUser && !asksOthers) {
    return "";
  }
  const verb = outcomes.includes("none") ? "may have to approve it" : "has to approve it";
  return `${who} ${verb}.`;
}

const text: Schema = { type: ["string"] };

/** What every `prepare` answers with. */
const preparedSchema: Schema = {
  type: ["object"],
  properties: {
    draft_id: { ...text, description: "For the confirmation." },
    summary: { ...text, description: "What will happen. Tell the user before you confirm." },
    approval: {
      ...text,
      enum: ["none", "elicitation", "human"],
      description:
        "Who has to say yes: nobody else, the user in a form, or a person who did not ask.",
    },
    expires_at: { ...text, format: "date-time" },
  },
  required: ["draft_id", "summary", "approval", "expires_at"],
};

function draftId(prepare: string): Input {
  return {
    name: "draft_id",
    schema: { ...text, description: `From ${prepare}.` },
    required: true,
    default: undefined,
    clamp: false,
    secret: false,
    secretMembers: [],
    neededWith: [],
  };
}
