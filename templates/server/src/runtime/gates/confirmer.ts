import type { Call } from "../call.js";
import { FatalError } from "../fatal.js";
import type { GateHost } from "../gate-host.js";
import { failure } from "../outcome.js";
import {
  approvalCancelled,
  approvalPending,
  approvalRefused,
  approvalUnavailable,
  confirmationRunning,
  draftNotFound,
} from "./answers.js";
import type { ApiDrafts } from "./api-drafts.js";
import { askClient } from "./asking.js";
import { mayApprove, recordDecision } from "./deciding.js";
import type { Draft, StoredResult } from "./draft.js";
import type { AnyGate } from "./gate.js";
import type { Keeper } from "./keeper.js";
import { hasLapsed, lapse } from "./lapsing.js";
import { oneLine } from "./lines.js";
import type { Made, Maker } from "./maker.js";
import { masked } from "./masking.js";
import { type Pace, pause } from "./pace.js";

export interface ConfirmerParts {
  readonly host: GateHost;
  readonly keeper: Keeper;
  readonly apiDrafts: ApiDrafts;
  readonly maker: Maker;
  readonly pace: Pace;
  /** Aborted when the process begins to close. */
  readonly stopped: AbortSignal;
  /** For whom this process acts, as drafts say it. */
  readonly requester: string | null;
  /** Who may approve at a desk; null where there is none. */
  readonly approvers: readonly string[] | null;
}

/** A draft moves four times at the most: more is a store that tells one thing and does another. */
const MAX_MOVES = 8;

/** What came of one look at a draft. */
type Step =
  | { readonly kind: "answered"; readonly answer: object }
  /** It has to be looked at again. */
  | { readonly kind: "moved" }
  /** … since it may have moved in the time that has passed. */
  | { readonly kind: "waited" };

const moved: Step = { kind: "moved" };
const waited: Step = { kind: "waited" };

/** Carries out `confirm_<job>`. */
export class Confirmer {
  readonly #parts: ConfirmerParts;
  /** Ids of drafts about which a person is being asked. */
  readonly #asking = new Set<string>();

  constructor(parts: ConfirmerParts) {
    this.#parts = parts;
  }

  async confirm(gate: AnyGate, call: Call): Promise<object> {
    const { draft_id: id } = call.input as { readonly draft_id: string };
    const patience = Date.now() + this.#parts.pace.waitMs;
    for (let moves = 0; moves < MAX_MOVES; ) {
      const draft = await this.#parts.keeper.find(id);
      const problem = this.#problemOf(draft, gate, call.caller);
      if (draft === null || problem !== null) {
        await this.#turnAway(draft, id, problem, call);
        return draftNotFound(gate.name);
      }
      call.draftId = draft.id;
      const step = await this.#step(gate, draft, call, patience);
      if (step.kind === "answered") {
        return step.answer;
      }
      moves += step.kind === "moved" ? 1 : 0;
    }
    throw new FatalError("drafts_unavailable", { retry: true, problem: "the draft never settles" });
  }

  async #step(gate: AnyGate, draft: Draft, call: Call, patience: number): Promise<Step> {
    const { maker } = this.#parts;
    switch (draft.state) {
      case "prepared":
        return await this.#approve(gate, draft, call, patience);
      case "waiting":
        return await this.#waitOr(this.#pending(draft), call, patience);
      case "approved":
        return await this.#make(gate, draft, call, patience);
      case "running":
        if ((draft.runner?.leaseUntil ?? 0) <= Date.now()) {
          return stepTo(await maker.recover(gate, draft, call));
        }
        return await this.#waitOr(confirmationRunning(this.#retryAfter), call, patience);
      case "done":
      case "failed":
      case "unknown":
        return answered(storedAnswer(draft.result));
      case "refused":
        return answered(approvalRefused(draft));
      case "expired":
        return answered(draftNotFound(gate.name));
    }
  }

  async #approve(gate: AnyGate, draft: Draft, call: Call, patience: number): Promise<Step> {
    switch (draft.approval) {
      case "none":
        return await this.#make(gate, draft, call, patience);
      case "elicitation":
        return await this.#ask(gate, draft, call, patience);
      case "human":
        return await this.#queue(draft);
    }
  }

  async #make(gate: AnyGate, draft: Draft, call: Call, patience: number): Promise<Step> {
    const { maker } = this.#parts;
    if (maker.isMaking(draft.id)) {
      return await this.#waitOr(confirmationRunning(this.#retryAfter), call, patience);
    }
    return stepTo(await maker.make(gate, draft, call, call.caller));
  }

  async #ask(gate: AnyGate, draft: Draft, call: Call, patience: number): Promise<Step> {
    if (call.ask === null) {
      return await this.#queue(draft);
    }
    if (this.#asking.has(draft.id)) {
      return await this.#waitOr(this.#pending(draft), call, patience);
    }
    const { host, stopped } = this.#parts;
    const signal = AbortSignal.any([call.cancelled, stopped]);
    this.#asking.add(draft.id);
    try {
      const { operations } = host.server.upstream;
      const shown = masked(draft, gate.secret);
      const answer = await askClient(call.ask, shown, operations, host.secrets, signal);
      const fields = { request_id: call.requestId, draft_id: draft.id, answer };
      host.audit.event("client asked", fields);
      if (answer === "unavailable") {
        return await this.#queue(draft);
      }
      if (answer === "dismissed" || signal.aborted) {
        return answered(approvalCancelled(draft));
      }
      const parts = { ...this.#parts, audit: host.audit };
      await recordDecision(parts, draft, answer === "approved", "client", null);
      return moved;
    } finally {
      this.#asking.delete(draft.id);
    }
  }

  /** Nobody but a person may go on from here; never a model. */
  async #queue(draft: Draft): Promise<Step> {
    const { keeper, approvers } = this.#parts;
    if (!keeper.shared || mayApprove(draft, approvers ?? []).length === 0) {
      return answered(approvalUnavailable());
    }
    await keeper.move(draft, { state: "waiting" }, draft.caller);
    return moved;
  }

  /** Waits before another look; the answer where there has been enough of that. */
  async #waitOr(answer: object, call: Call, patience: number): Promise<Step> {
    const { pace, stopped } = this.#parts;
    if (Date.now() >= patience || call.cancelled.aborted || stopped.aborted) {
      return answered(answer);
    }
    await pause(pace.lookMs, call.cancelled, stopped);
    return waited;
  }

  get #retryAfter(): number {
    return Math.ceil(this.#parts.pace.retryAfterMs / 1000);
  }

  #pending(draft: Draft): object {
    return approvalPending(draft, this.#retryAfter);
  }

  #problemOf(draft: Draft | null, gate: AnyGate, caller: string): string | null {
    if (draft === null) {
      return "there is none of this id";
    }
    if (draft.caller !== caller) {
      return "it is another caller's";
    }
    if (draft.requester !== this.#parts.requester) {
      return "somebody else asked for it";
    }
    if (draft.job !== gate.name) {
      return "it is of another job";
    }
    return hasLapsed(draft, Date.now()) ? "it has lapsed" : null;
  }

  /** The answer is the same in every case; the log has the reason. */
  async #turnAway(
    draft: Draft | null,
    given: string,
    problem: string | null,
    { requestId, caller }: Call,
  ): Promise<void> {
    const { host, keeper, apiDrafts } = this.#parts;
    const fields = { request_id: requestId, caller, draft_id: oneLine(given, 64), problem };
    host.audit.warn("draft not found", fields);
    if (draft !== null && draft.state !== "expired" && hasLapsed(draft, Date.now())) {
      await lapse(keeper, apiDrafts, draft);
    }
  }
}

function answered(answer: object): Step {
  return { kind: "answered", answer };
}

function stepTo(made: Made): Step {
  return made === null ? moved : answered(made);
}

function storedAnswer(result: StoredResult | null): object {
  if (result === null) {
    throw new Error("A draft that has ended has no result.");
  }
  return result.kind === "success" ? result.output : failure(result.body);
}
