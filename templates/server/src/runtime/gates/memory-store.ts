import {
  type ApprovalLink,
  type Asker,
  type Draft,
  type DraftState,
  discardingStates,
  openStates,
} from "./draft.js";
import type { Added, DraftStore, StoreDefinition } from "./store.js";

/** Drafts that end with the process. */
export function memoryStore(): StoreDefinition {
  return { shared: false, open: async () => new MemoryStore() };
}

class MemoryStore implements DraftStore {
  /** In the order in which they were made. */
  readonly #drafts = new Map<string, Draft>();
  readonly #links = new Map<string, ApprovalLink>();

  async add(draft: Draft, maxOpen: number): Promise<Added> {
    const open = this.#openOf(draft, draft.createdAt);
    const same = open.find(({ hash }) => hash === draft.hash);
    if (same !== undefined) {
      return { kind: "same", draft: same };
    }
    if (open.length >= maxOpen) {
      return { kind: "full" };
    }
    if (this.#drafts.has(draft.id)) {
      throw new Error("There is a draft of this id.");
    }
    this.#drafts.set(draft.id, draft);
    return { kind: "added" };
  }

  async find(id: string): Promise<Draft | null> {
    return this.#drafts.get(id) ?? null;
  }

  async findOpen(asker: Asker, inputHash: string, now: number): Promise<Draft | null> {
    return this.#openOf(asker, now).find((draft) => draft.inputHash === inputHash) ?? null;
  }

  async countOpen(asker: Asker, now: number): Promise<number> {
    return this.#openOf(asker, now).length;
  }

  async move(from: Draft, to: Draft): Promise<boolean> {
    if (this.#drafts.get(from.id)?.version !== from.version) {
      return false;
    }
    this.#drafts.set(from.id, to);
    return true;
  }

  async list(states: readonly DraftState[], limit: number): Promise<readonly Draft[]> {
    return [...this.#drafts.values()]
      .reverse()
      .filter(({ state }) => states.includes(state))
      .sort((a, b) => b.createdAt - a.createdAt)
      .slice(0, limit);
  }

  async listToCancel(limit: number): Promise<readonly Draft[]> {
    return [...this.#drafts.values()]
      .filter(({ state, cancel }) => discardingStates.has(state) && cancel !== null)
      .slice(0, limit);
  }

  async putLink(link: ApprovalLink, stale: number): Promise<boolean> {
    for (const other of this.#links.values()) {
      if (other.draftId === link.draftId && other.approver === link.approver) {
        if (other.told || other.createdAt >= stale) {
          return false;
        }
        this.#links.delete(other.hash);
      }
    }
    this.#links.set(link.hash, link);
    return true;
  }

  async markTold(hash: string): Promise<void> {
    const link = this.#links.get(hash);
    if (link !== undefined) {
      this.#links.set(hash, { ...link, told: true });
    }
  }

  async findLink(hash: string): Promise<ApprovalLink | null> {
    return this.#links.get(hash) ?? null;
  }

  async countMiss(hash: string): Promise<number> {
    const link = this.#links.get(hash);
    if (link === undefined) {
      return 0;
    }
    const misses = link.misses + 1;
    this.#links.set(hash, { ...link, misses });
    return misses;
  }

  async forget(time: number): Promise<void> {
    for (const { id, state, expiresAt } of this.#drafts.values()) {
      if (!openStates.has(state) && expiresAt < time) {
        this.#drafts.delete(id);
      }
    }
    for (const { hash, draftId } of this.#links.values()) {
      if (!this.#drafts.has(draftId)) {
        this.#links.delete(hash);
      }
    }
  }

  async close(): Promise<void> {
    this.#drafts.clear();
    this.#links.clear();
  }

  #openOf({ caller, requester }: Asker, now: number): readonly Draft[] {
    return [...this.#drafts.values()].filter(
      (draft) =>
        draft.caller === caller &&
        draft.requester === requester &&
        openStates.has(draft.state) &&
        draft.expiresAt > now,
    );
  }
}
