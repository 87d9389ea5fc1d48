import type { Expression } from "./expression.js";
import type { EnvText } from "./server.js";
import type { ObjectShape } from "./shape.js";
import type { CallStatement, ExpectedFailure, RequestValue, Statement } from "./tool.js";
import type { Member, Value } from "./value.js";

/**
 * A job in two tools, `prepare_<job>` and `confirm_<job>`: what was summarised is what happens, once,
 * and where it matters a person says yes first.
 */
export interface GateBody {
  readonly kind: "gate";
  /** Reads alone. They run in `prepare`, and again before the call is made. */
  readonly statements: readonly Statement[];
  /** A draft that the API itself keeps, made once, behind `statements`; in scope as `draft`. */
  readonly apiDraft: ApiDraft | null;
  /** One sentence for people and model: literal text and expressions. */
  readonly summary: Value;
  /** Rows under the summary, for people; in the order of the map. */
  readonly show: readonly Member[];
  /** What an approver types: the first amount of the summary, else its first value; null where it has none. */
  readonly typed: Expression | null;
  readonly approval: ApprovalChoice;
  readonly expiresMs: number;
  /** Tried in order: the first that fits is the one that is made. */
  readonly calls: readonly GateCall[];
  /** Names of steps, lets and `draft` that `output` and the calls' error rules use: kept in the draft. */
  readonly kept: readonly string[];
  /** In which `response` is the answer, and `input` and what is kept are in scope. */
  readonly output: Value;
  readonly failures: GateFailures;
}

/** What each of the two tools may answer with instead of a result, for its description; by first appearance. */
export interface GateFailures {
  readonly prepare: readonly ExpectedFailure[];
  readonly confirm: readonly ExpectedFailure[];
}

export interface ApiDraft {
  /** Its name is `draft`. */
  readonly call: CallStatement;
  /** Made when the draft is refused or lapses; null where the API forgets by itself. */
  readonly cancel: GateRequest | null;
}

export interface GateRequest {
  /** `Operation.identifier`. */
  readonly operation: string;
  readonly request: RequestValue;
}

/** The call of a gate: its request is stored, and sent when it is confirmed. Its answer is `response`. */
export interface GateCall {
  /** Null for one that always fits. */
  readonly when: Expression | null;
  readonly call: CallStatement;
  /** Where its request holds what a secret input says: JSON Pointers, `/body/code`. */
  readonly secretPlaces: readonly string[];
}

export type Approval = "none" | "elicitation" | "human";

/** Stated, or chosen by an expression whose every outcome is one of the three. */
export type ApprovalChoice =
  | { readonly kind: "literal"; readonly approval: Approval }
  | {
      readonly kind: "expression";
      readonly expression: Expression;
      /** What it can yield, the weakest first. */
      readonly outcomes: readonly Approval[];
    };

/** A gate whose halves the user writes: `prepare(input, { reads })` and `confirm(state, { calls })`. */
export interface GateHandlerBody {
  readonly kind: "gate-handler";
  /** File name below src/handlers, without the extension: kebab-case. */
  readonly file: string;
  /** Identifiers of the operations that `prepare` may call: reads. By code unit. */
  readonly reads: readonly string[];
  /** … that `confirm` may call. By code unit. */
  readonly calls: readonly string[];
  readonly approval: ApprovalChoice;
  readonly expiresMs: number;
  readonly output: ObjectShape | null;
  readonly failures: GateFailures;
}

/** Where drafts are kept, and who may say yes. */
export interface Approvals {
  /** Where people reach the desk. */
  readonly url: EnvText | null;
  readonly store: { readonly kind: "memory" } | { readonly kind: "file"; readonly path: string };
  /** Who the caller is on stdio; null where nobody says. Who asked cannot approve. */
  readonly requester: EnvText | null;
  /** Email addresses. */
  readonly approvers: readonly EnvText[];
  readonly slack: EnvText | null;
  readonly email: { readonly smtp: EnvText; readonly from: EnvText } | null;
}
