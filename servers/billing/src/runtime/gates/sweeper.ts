import type { GateHost } from "../gate-host.js";
import type { ApiDrafts } from "./api-drafts.js";
import type { Draft } from "./draft.js";
import type { GateTool } from "./gate.js";
import type { Keeper } from "./keeper.js";
import { hasLapsed, lapse, lapsingStates } from "./lapsing.js";
import type { Maker } from "./maker.js";
import { inOwnCall } from "./own-call.js";
import type { Pace } from "./pace.js";

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long drafts that ended are told of: as long as people may ask, where they outlive the process. */
const KEPT_MS = 30 * DAY_MS;
const KEPT_IN_MEMORY_MS = 60 * 60 * 1000;

const MAX_DRAFTS = 10_000;

/** Between tries at a call that cannot be sent: longer with each, up to the last. */
const FIRST_AGAIN_MS = 30_000;
const LAST_AGAIN_MS = 10 * 60_000;

export interface SweeperParts {
  readonly host: GateHost;
  readonly keeper: Keeper;
  readonly apiDrafts: ApiDrafts;
  readonly maker: Maker;
  readonly pace: Pace;
  /** The confirming halves, by job. */
  readonly tools: ReadonlyMap<string, GateTool>;
}

/** Ends what has lapsed, and goes on with what a process that died has left. */
export class Sweeper {
  readonly #parts: SweeperParts;
  readonly #timer: NodeJS.Timeout;
  /** When a draft's call may be tried again, and how long the wait was. */
  readonly #again = new Map<string, { readonly at: number; readonly wait: number }>();
  #sweeping: Promise<void> | null = null;
  #stopped = false;
  #failing = false;

  constructor(parts: SweeperParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.sweep(), parts.pace.sweepMs);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  /** Never rejects. One that is under way is waited for instead. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
    return this.#sweeping;
  }

  async settled(): Promise<void> {
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    try {
      await this.#endLapsed();
      await this.#throwAway();
      await this.#takeUp();
      const kept = this.#parts.keeper.shared ? KEPT_MS : KEPT_IN_MEMORY_MS;
      await this.#parts.keeper.use((store) => store.forget(Date.now() - kept));
      this.#failing = false;
    } catch (error) {
      if (!this.#failing && !this.#stopped) {
        this.#parts.host.audit.error("drafts not looked through", {}, error);
      }
      this.#failing = true;
    }
  }

  async #endLapsed(): Promise<void> {
    const { keeper, apiDrafts } = this.#parts;
    for (const draft of await keeper.list(lapsingStates, MAX_DRAFTS)) {
      if (!this.#stopped && hasLapsed(draft, Date.now())) {
        await lapse(keeper, apiDrafts, draft);
      }
    }
  }

  async #throwAway(): Promise<void> {
    const { keeper, apiDrafts } = this.#parts;
    await apiDrafts.keepLeft();
    for (const draft of await keeper.listToCancel(MAX_DRAFTS)) {
      if (!this.#stopped) {
        await apiDrafts.discard(draft);
      }
    }
  }

  async #takeUp(): Promise<void> {
    const begun = await this.#parts.keeper.list(["approved", "running"], MAX_DRAFTS);
    this.#forgetAllBut(new Set(begun.map(({ id }) => id)));
    const left = begun.filter((draft) => this.#isLeft(draft));
    for (const draft of left.reverse()) {
      const tool = this.#parts.tools.get(draft.job);
      if (tool !== undefined && !this.#stopped && this.#isDue(draft.id)) {
        await this.#goOn(tool, draft);
      }
    }
  }

  /** Whether the process that should make the call has had the time for it. */
  #isLeft({ state, decision, runner }: Draft): boolean {
    const { leaseMs } = this.#parts.pace;
    const until = state === "running" ? runner?.leaseUntil : (decision?.at ?? 0) + leaseMs;
    return (until ?? 0) <= Date.now();
  }

  #isDue(id: string): boolean {
    const now = Date.now();
    const { at, wait } = this.#again.get(id) ?? { at: 0, wait: FIRST_AGAIN_MS / 2 };
    if (at > now) {
      return false;
    }
    const next = Math.min(2 * wait, LAST_AGAIN_MS);
    this.#again.set(id, { at: now + next, wait: next });
    return true;
  }

  /** A draft that has moved on, or lapsed, is not tried again, whoever moved it. */
  #forgetAllBut(begun: ReadonlySet<string>): void {
    for (const id of this.#again.keys()) {
      if (!begun.has(id)) {
        this.#again.delete(id);
      }
    }
  }

  async #goOn(tool: GateTool, draft: Draft): Promise<void> {
    const { host, maker } = this.#parts;
    await inOwnCall(host, tool, draft, (call) =>
      draft.state === "running"
        ? maker.recover(tool.gate, draft, call)
        : maker.make(tool.gate, draft, call, "server"),
    );
  }
}
