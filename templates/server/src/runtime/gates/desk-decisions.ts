import type { GateHost } from "../gate-host.js";
import type { Secrets } from "../secrets.js";
import type { ApiDrafts } from "./api-drafts.js";
import { isSamePerson, recordDecision } from "./deciding.js";
import type { Decided, DeskSide, NotDecided, Verdict } from "./desk-side.js";
import type { Draft, DraftState } from "./draft.js";
import type { GateTool } from "./gate.js";
import type { Keeper } from "./keeper.js";
import { hasLapsed, lapse } from "./lapsing.js";
import { oneLine } from "./lines.js";
import type { Maker } from "./maker.js";
import { masked } from "./masking.js";
import { inOwnCall } from "./own-call.js";
import { type Pace, pause } from "./pace.js";
import type { DraftStore } from "./store.js";

const MAX_WAITING = 1_000;
const MAX_REASON = 500;

/** How long it is looked what became of a call that another process makes. */
const WATCHED_MS = 60_000;

const decidedStates: readonly DraftState[] = [
  "approved",
  "refused",
  "running",
  "done",
  "failed",
  "unknown",
  "expired",
];

export interface DeskParts {
  readonly host: GateHost;
  readonly keeper: Keeper;
  readonly apiDrafts: ApiDrafts;
  readonly maker: Maker;
  readonly pace: Pace;
  /** The confirming halves, by job. */
  readonly tools: ReadonlyMap<string, GateTool>;
  readonly stopped: AbortSignal;
}

/** What people decide at the desk. */
export class DeskDecisions implements DeskSide {
  readonly #parts: DeskParts;
  readonly #making = new Set<Promise<Draft>>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  get secrets(): Secrets {
    return this.#parts.host.secrets;
  }

  store(): Promise<DraftStore> {
    return this.#parts.keeper.store();
  }

  async waiting(): Promise<readonly Draft[]> {
    const now = Date.now();
    const waiting = await this.#parts.keeper.list(["waiting"], MAX_WAITING);
    return waiting.filter((draft) => !hasLapsed(draft, now)).reverse();
  }

  async decided(limit: number): Promise<readonly Draft[]> {
    const drafts = await this.#parts.keeper.list(decidedStates, MAX_WAITING);
    const isAsked = ({ approval, decision }: Draft) => approval === "human" || decision !== null;
    return drafts.filter(isAsked).slice(0, limit);
  }

  shown(draft: Draft): Draft {
    return masked(draft, this.#parts.tools.get(draft.job)?.gate.secret);
  }

  log(message: string, fields: Readonly<Record<string, unknown>>, level?: "warn" | "error"): void {
    this.#parts.host.audit[level ?? "event"](message, fields);
  }

  logged(): Promise<boolean> {
    return this.#parts.host.audit.written();
  }

  async decide(verdict: Verdict): Promise<Decided> {
    try {
      return await this.#decide(verdict);
    } catch (error) {
      this.#parts.host.audit.error("draft not decided", { draft_id: verdict.draftId }, error);
      return { kind: "not-decided", why: "unavailable", draft: null };
    }
  }

  /** Resolves once no approved draft is on its way. */
  async settled(): Promise<void> {
    await Promise.all(this.#making);
  }

  async #decide({ draftId, by, approve, reason: given }: Verdict): Promise<Decided> {
    const { keeper, apiDrafts, host, tools, stopped } = this.#parts;
    const draft = await keeper.find(draftId);
    const tool = draft === null ? undefined : tools.get(draft.job);
    if (draft === null || tool === undefined) {
      return this.#turnAway(draftId, by, "unknown", null);
    }
    if (hasLapsed(draft, Date.now())) {
      if (draft.state !== "expired") {
        await lapse(keeper, apiDrafts, draft);
      }
      return this.#turnAway(draftId, by, "lapsed", draft);
    }
    if (draft.state !== "waiting") {
      return this.#turnAway(draftId, by, "not-waiting", draft);
    }
    if (approve && isSamePerson(by, draft.requester)) {
      return this.#turnAway(draftId, by, "requester", draft);
    }
    if (stopped.aborted) {
      return this.#turnAway(draftId, by, "unavailable", draft);
    }
    const reason = given === null ? "" : oneLine(given, MAX_REASON);
    const parts = { keeper, apiDrafts, audit: host.audit };
    const moved = await recordDecision(parts, draft, approve, by, reason === "" ? null : reason);
    if (moved === null) {
      return this.#turnAway(draftId, by, "not-waiting", await keeper.find(draftId));
    }
    return approve
      ? { kind: "approved", draft: moved, settled: this.#make(tool, moved, by) }
      : { kind: "refused", draft: moved };
  }

  #turnAway(draftId: string, by: string, why: NotDecided, draft: Draft | null): Decided {
    const fields = { draft_id: oneLine(draftId, 64), by, problem: why, state: draft?.state };
    this.#parts.host.audit.warn("decision refused", fields);
    return { kind: "not-decided", why, draft };
  }

  #make(tool: GateTool, approved: Draft, by: string): Promise<Draft> {
    const { host, maker } = this.#parts;
    const making = inOwnCall(host, tool, approved, (call) =>
      maker.make(tool.gate, approved, call, by),
    ).then(() => this.#watch(approved));
    this.#making.add(making);
    void making.finally(() => this.#making.delete(making));
    return making;
  }

  /** The requester's own process may have been faster: then it makes the call. */
  async #watch(approved: Draft): Promise<Draft> {
    const { keeper, pace, stopped } = this.#parts;
    const until = Date.now() + WATCHED_MS;
    for (;;) {
      const found = (await keeper.find(approved.id).catch(() => null)) ?? approved;
      const isHeld = (found.runner?.leaseUntil ?? 0) > Date.now();
      if (found.state !== "running" || !isHeld || Date.now() > until || stopped.aborted) {
        return found;
      }
      await pause(pace.lookMs, stopped);
    }
  }
}
