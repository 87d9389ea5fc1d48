import type { Audit } from "../audit.js";
import { FatalError } from "../fatal.js";
import type { Readiness } from "../running.js";
import type { Draft, DraftState } from "./draft.js";
import type { Added, DraftStore, StoreDefinition } from "./store.js";

/** What a move changes beside the version. */
export type Change = Partial<
  Pick<Draft, "state" | "decision" | "runner" | "result" | "cancel" | "call">
>;

/** The store, whose failures end a call before anything is sent, and whose moves are all logged. */
export class Keeper {
  readonly #definition: StoreDefinition;
  readonly #audit: Audit;
  #opening: Promise<DraftStore> | null = null;
  #failing = false;

  constructor(definition: StoreDefinition, audit: Audit) {
    this.#definition = definition;
    this.#audit = audit;
  }

  /** Whether other processes see the drafts, and they outlive this one. */
  get shared(): boolean {
    return this.#definition.shared;
  }

  readiness(): Readiness {
    return this.#failing ? { ready: false, reason: "drafts_unavailable" } : { ready: true };
  }

  /** Opened when it is first needed; where that fails, the next use tries again. */
  store(): Promise<DraftStore> {
    this.#opening ??= this.#definition.open().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  /** Throws a FatalError where the store fails. */
  async use<T>(work: (store: DraftStore) => Promise<T>): Promise<T> {
    try {
      const answer = await work(await this.store());
      this.#failing = false;
      return answer;
    } catch (cause) {
      this.#failing = true;
      throw new FatalError("drafts_unavailable", { retry: true, cause });
    }
  }

  find(id: string): Promise<Draft | null> {
    return this.use((store) => store.find(id));
  }

  /** `requestId` is of the call that prepared it; null where the server keeps it for itself. */
  async add(draft: Draft, maxOpen: number, requestId: string | null): Promise<Added> {
    const added = await this.use((store) => store.add(draft, maxOpen));
    if (added.kind === "added") {
      const { hash, approval } = draft;
      const by =
        requestId === null ? { by: "server" } : { by: draft.caller, request_id: requestId };
      this.#log(draft, { from: null, ...by, hash, approval });
    }
    return added;
  }

  /** The draft after the move; null where it has moved since it was read. */
  async move(draft: Draft, change: Change, by: string): Promise<Draft | null> {
    const to: Draft = { ...draft, ...change, version: draft.version + 1 };
    const moved = await this.use((store) => store.move(draft, to));
    if (moved && to.state !== draft.state) {
      this.#log(to, { from: draft.state, by });
    }
    return moved ? to : null;
  }

  list(states: readonly DraftState[], limit: number): Promise<readonly Draft[]> {
    return this.use((store) => store.list(states, limit));
  }

  listToCancel(limit: number): Promise<readonly Draft[]> {
    return this.use((store) => store.listToCancel(limit));
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = Promise.reject(new Error("The store is closed."));
    this.#opening.catch(() => undefined);
    const store = await opening?.catch(() => null);
    await store?.close();
  }

  #log({ id, job, state }: Draft, fields: object): void {
    this.#audit.event("draft moved", { draft_id: id, job, to: state, ...fields });
  }
}
