import { randomBytes } from "node:crypto";
import type { Call } from "../call.js";
import { FatalError } from "../fatal.js";
import type { GateHost } from "../gate-host.js";
import { Failure, failure } from "../outcome.js";
import { draftOutdated, outcomeUnknown, unknownUntilRepeated } from "./answers.js";
import type { ApiDrafts } from "./api-drafts.js";
import { prepareContent } from "./content.js";
import type { Draft, DraftState, Runner } from "./draft.js";
import { type Ending, endingOf, isPassing } from "./ending.js";
import type { AnyGate } from "./gate.js";
import type { Change, Keeper } from "./keeper.js";
import { Lease } from "./lease.js";
import { type Pace, pause } from "./pace.js";
import { never, phaseOf } from "./phase.js";
import { ApprovedWrites, confirmWith, isRepeatable } from "./sending.js";

/** What came of a try; null where the draft has moved meanwhile, and has to be looked at again. */
export type Made = object | null;

/** APIs forget the keys of requests after a day or so. */
const REPEATED_FOR_MS = 12 * 60 * 60 * 1000;

/** Waits before the result of a call is put into a store that failed. */
const STORE_AGAIN_MS = [100, 400, 1_600];

/** Makes the calls of drafts to which nobody needs to say yes any more. */
export class Maker {
  readonly #host: GateHost;
  readonly #keeper: Keeper;
  readonly #apiDrafts: ApiDrafts;
  readonly #pace: Pace;
  readonly #id = randomBytes(8).toString("hex");
  /** Ids of drafts. */
  readonly #making = new Set<string>();
  #stopped = false;

  constructor(host: GateHost, keeper: Keeper, apiDrafts: ApiDrafts, pace: Pace) {
    this.#host = host;
    this.#keeper = keeper;
    this.#apiDrafts = apiDrafts;
    this.#pace = pace;
  }

  /** Begins nothing any more. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Looks whether the draft still holds, and makes its call. Throws a FatalError where nothing was
   * sent and the next try may succeed.
   */
  async make(gate: AnyGate, draft: Draft, call: Call, by: string): Promise<Made> {
    this.#making.add(draft.id);
    try {
      return await this.#make(gate, draft, call, by);
    } finally {
      this.#making.delete(draft.id);
    }
  }

  /** Whether this process has begun with the draft: another try could only read what it reads. */
  isMaking(id: string): boolean {
    return this.#making.has(id);
  }

  async #make(gate: AnyGate, draft: Draft, call: Call, by: string): Promise<Made> {
    const outdated = await this.#recheck(gate, draft, call);
    if (outdated !== null) {
      return outdated.isFinal ? await this.#refute(draft, outdated.answer) : outdated.answer;
    }
    if (!(await call.audit.written())) {
      throw new FatalError("audit_unavailable", { retry: true });
    }
    if (call.cancelled.aborted || this.#stopped) {
      return failure({ error: "cancelled" });
    }
    if (draft.expiresAt <= Date.now()) {
      return null;
    }
    const runner = this.#runner(Date.now());
    const running = await this.#keeper.move(draft, { state: "running", runner }, by);
    return running === null ? null : await this.#run(gate, running, runner, call, draft.state);
  }

  /** A draft whose process was cut off: repeats its request where that is harmless. */
  async recover(gate: AnyGate, draft: Draft, call: Call): Promise<Made> {
    const since = draft.runner?.since ?? 0;
    if (!isRepeatable(gate, draft, call) || Date.now() - since > REPEATED_FOR_MS) {
      const result = { kind: "failure", body: outcomeUnknown(draft) } as const;
      await this.#keeper.move(draft, { state: "unknown", runner: null, result }, "server");
      return null;
    }
    if (this.#stopped || !(await call.audit.written())) {
      throw new FatalError("audit_unavailable", { retry: true });
    }
    const runner = this.#runner(since);
    const running = await this.#keeper.move(draft, { runner }, "server");
    return running === null ? null : await this.#run(gate, running, runner, call, "running");
  }

  /** Null where what would happen now is what was summarised. */
  async #recheck(gate: AnyGate, draft: Draft, call: Call) {
    const requests = call.requests.length;
    const once = async () => {
      if (draft.apiDraft === null) {
        throw new Error("The API's own draft was not made before.");
      }
      return draft.apiDraft.answer as never;
    };
    const content = await prepareContent(gate, call, draft.input, once);
    if (!(content instanceof Failure)) {
      return content.hash === draft.hash
        ? null
        : { isFinal: true, answer: draftOutdated(gate.name, null) };
    }
    const mayPass = call.requests.slice(requests).some(({ status }) => isPassing(status));
    const isFinal = !mayPass && !call.cancelled.aborted;
    const { error, reason } = content.body;
    const because = typeof reason === "string" ? reason : error;
    return { isFinal, answer: isFinal ? draftOutdated(gate.name, because) : content };
  }

  async #refute(draft: Draft, answer: Failure): Promise<Made> {
    const result = { kind: "failure", body: answer.body } as const;
    const moved = await this.#keeper.move(draft, { state: "failed", result }, "server");
    if (moved === null) {
      return null;
    }
    await this.#apiDrafts.discard(moved);
    return answer;
  }

  #runner(since: number): Runner {
    return { id: this.#id, leaseUntil: Date.now() + this.#pace.leaseMs, since };
  }

  async #run(
    gate: AnyGate,
    draft: Draft,
    runner: Runner,
    call: Call,
    before: DraftState,
  ): Promise<object> {
    const lease = new Lease(this.#keeper, draft, runner, this.#pace.leaseMs);
    const writes = new ApprovedWrites(draft, () => lease.holds);
    const { notes } = call;
    const phase = phaseOf(call, { input: draft.input, cancelled: never(), notes, writes });
    const ending = await endingOf(this.#host, draft, phase, () => confirmWith(gate, draft, phase));
    writes.end();
    const last = await lease.end();
    const over = { ...runner, leaseUntil: Date.now() };
    if (ending.kind === "unsent") {
      // What was sent before this process took the draft over is as unknown as it was.
      await this.#store(last, { state: before, runner: before === "running" ? over : null });
      if ("error" in ending.told) {
        throw ending.told.error;
      }
      return ending.told.failure;
    }
    if (ending.state === "unknown" && isRepeatable(gate, draft, call)) {
      await this.#store(last, { runner: over });
      return unknownUntilRepeated(draft, gate.name, Math.ceil(this.#pace.retryAfterMs / 1000));
    }
    await this.#conclude(last, ending);
    return ending.answer;
  }

  async #conclude(draft: Draft, { state, result }: Ending & { kind: "ended" }): Promise<void> {
    const change = { state, result, runner: null, cancel: null };
    if ((await this.#store(draft, change)) !== null) {
      return;
    }
    // Another process took this one for dead, and could not know what came of it.
    const found = await this.#keeper.find(draft.id).catch(() => null);
    if (found?.state === "unknown" && state !== "unknown") {
      await this.#store(found, change);
    }
  }

  /** Null, and an error in the log, where that was not possible: what is known is not lost on the caller. */
  async #store(draft: Draft, change: Change): Promise<Draft | null> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#keeper.move(draft, change, "server");
      } catch (error) {
        const wait = STORE_AGAIN_MS[tries];
        if (wait === undefined) {
          const fields = { draft_id: draft.id, ...change, result: undefined };
          this.#host.audit.error("draft not kept", fields, error);
          return null;
        }
        await pause(wait);
      }
    }
  }
}
