import type { Call } from "../call.js";
import { request } from "../exchange.js";
import { FatalError } from "../fatal.js";
import type { GateHost } from "../gate-host.js";
import type { OperationRequest } from "../operation.js";
import { Ended } from "../outcome.js";
import { draftOutdated } from "./answers.js";
import type { Draft, PreparedCall } from "./draft.js";
import { isPassing } from "./ending.js";
import type { GateTool } from "./gate.js";
import type { Keeper } from "./keeper.js";
import { masked } from "./masking.js";
import { never, phaseOf } from "./phase.js";

/** How long another process leaves a draft alone that this one throws away, or failed to. */
const AGAIN_AFTER_MS = 60_000;

/** The drafts that APIs keep, which end with ours. */
export class ApiDrafts {
  readonly #host: GateHost;
  readonly #keeper: Keeper;
  readonly #tools: ReadonlyMap<string, GateTool>;
  /** Those that the store did not take either, by id. */
  readonly #left = new Map<string, Draft>();

  /** `tools` are the confirming halves, by job. */
  constructor(host: GateHost, keeper: Keeper, tools: ReadonlyMap<string, GateTool>) {
    this.#host = host;
    this.#keeper = keeper;
    this.#tools = tools;
  }

  /**
   * Throws the API's own draft away with one that was refused, has lapsed, or no longer holds. What
   * fails is tried again by the next sweep. Never rejects.
   */
  async discard(draft: Draft): Promise<void> {
    try {
      const { cancel, runner } = draft;
      if (cancel === null || (runner !== null && runner.leaseUntil > Date.now())) {
        return;
      }
      const claim = { runner: claimOf(Date.now()) };
      const claimed = await this.#keeper.move(draft, claim, "server");
      if (claimed !== null && (await this.#throwAway(draft, cancel))) {
        await this.#keeper.move(claimed, { cancel: null, runner: null }, "server");
      }
    } catch (error) {
      this.#host.audit.error("api draft not thrown away", { draft_id: draft.id }, error);
    }
  }

  /**
   * Throws away what the API keeps for a draft of ours that could not be kept. What fails is put
   * into the store as a draft that failed, for the next sweeps. Never rejects.
   */
  async discardUnkept(draft: Draft): Promise<void> {
    const { id, cancel } = draft;
    if (cancel === null || (await this.#throwAway(draft, cancel))) {
      return;
    }
    const now = Date.now();
    const left: Draft = {
      ...draft,
      state: "failed",
      // It stands for nothing that anybody approves, nor for a draft like it that is open.
      hash: id,
      approval: "none",
      runner: claimOf(now),
      result: { kind: "failure", body: draftOutdated(draft.job, null).body },
    };
    if (!(await this.#keep(left))) {
      this.#left.set(id, left);
      const { job, caller } = draft;
      const secret = this.#tools.get(job)?.gate.secret;
      // Enough for a person to throw it away, should this process end before the store is back.
      const { call } = masked({ ...draft, call: cancel }, secret);
      this.#host.audit.error("api draft left behind", { draft_id: id, job, caller, cancel: call });
    }
  }

  /** Puts into the store what it did not take before. Never rejects. */
  async keepLeft(): Promise<void> {
    for (const [id, draft] of this.#left) {
      if (await this.#keep(draft)) {
        this.#left.delete(id);
      }
    }
  }

  async #keep(left: Draft): Promise<boolean> {
    try {
      // A store may have kept what it failed to say that it has: then that one ends like others.
      const isKept = (await this.#keeper.find(left.id)) !== null;
      return (
        isKept || (await this.#keeper.add(left, Number.POSITIVE_INFINITY, null)).kind === "added"
      );
    } catch {
      return false;
    }
  }

  /**
   * True where that needs no second try: it was done, or the API said no, as to one that it no
   * longer has. Never rejects.
   */
  async #throwAway(draft: Left, { operation, request }: PreparedCall): Promise<boolean> {
    const tool = this.#tools.get(draft.job);
    if (tool === undefined) {
      return false;
    }
    const { audit } = this.#host;
    const call = this.#host.begin(tool, draft.caller);
    const entry = { request_id: call.requestId, draft_id: draft.id, job: draft.job, operation };
    audit.event("api draft is thrown away", entry);
    try {
      await send(call, draft, operation, request);
    } catch (error) {
      const isAnswered = error instanceof Ended || (error instanceof FatalError && error.changed);
      if (!isAnswered) {
        this.#host.fail(call, error);
        return false;
      }
    }
    // Whatever a rule makes of it: an API that cannot answer now has not said no.
    const isDone = !isPassing(call.requests.at(-1)?.status ?? 0);
    const what = isDone ? "api draft was thrown away" : "api draft not thrown away";
    audit.event(what, { ...entry, upstream: call.requests });
    return isDone;
  }
}

const claimOf = (now: number) => ({ id: "discard", leaseUntil: now + AGAIN_AFTER_MS, since: now });

/** Of a draft, what is left to throw away. */
type Left = Pick<Draft, "id" | "job" | "caller" | "input">;

async function send(call: Call, draft: Left, name: string, given: OperationRequest) {
  const writes = { check: () => undefined, key: () => null };
  const phase = phaseOf(call, { input: draft.input, cancelled: never(), notes: [], writes });
  const operation = call.upstream.definition.operations[name];
  if (operation === undefined) {
    throw new Error(`There is no operation ${name}.`);
  }
  await request(phase, name, operation, given, {});
}
