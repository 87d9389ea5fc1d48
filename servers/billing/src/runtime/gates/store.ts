import type { ApprovalLink, Asker, Draft, DraftState } from "./draft.js";

/** A store before it is opened. */
export interface StoreDefinition {
  /** Whether drafts outlive the process, and other processes see them. */
  readonly shared: boolean;
  /** Rejects where the store cannot be opened. */
  open(): Promise<DraftStore>;
}

/** Where drafts are kept. Several processes may share one; every change is a compare-and-set. */
export interface DraftStore {
  /**
   * Adds a draft, unless an open one of the same asker and hash is there, or `maxOpen` open ones of
   * the asker. One that has lapsed by `draft.createdAt` is not open.
   */
  add(draft: Draft, maxOpen: number): Promise<Added>;
  find(id: string): Promise<Draft | null>;
  /** The open draft of these arguments that has not lapsed at `now`, if there is one. */
  findOpen(asker: Asker, inputHash: string, now: number): Promise<Draft | null>;
  /** How many open drafts of the asker have not lapsed at `now`. */
  countOpen(asker: Asker, now: number): Promise<number>;
  /**
   * Puts `to` in the place of `from`; false, and nothing changed, where the draft has moved since
   * `from` was read. `to.version` is one more than `from.version`.
   */
  move(from: Draft, to: Draft): Promise<boolean>;
  /** Newest first. */
  list(states: readonly DraftState[], limit: number): Promise<readonly Draft[]>;
  /** Drafts in one of `discardingStates` whose `cancel` is still to be sent. */
  listToCancel(limit: number): Promise<readonly Draft[]>;
  /**
   * Adds an approver's link to a draft, in place of one that was made before `stale` and of which
   * nobody was told. False where there is another.
   */
  putLink(link: ApprovalLink, stale: number): Promise<boolean>;
  /** Records that the approver has been told. */
  markTold(hash: string): Promise<void>;
  findLink(hash: string): Promise<ApprovalLink | null>;
  /** Counts a miss; how many there are now. */
  countMiss(hash: string): Promise<number>;
  /** Forgets drafts that ended, and lapsed, before `time`, with their links. */
  forget(time: number): Promise<void>;
  close(): Promise<void>;
}

export type Added =
  | { readonly kind: "added" }
  /** The same draft was open already. */
  | { readonly kind: "same"; readonly draft: Draft }
  /** The asker has as many open drafts as one may have. */
  | { readonly kind: "full" };
