import type { Secrets } from "../secrets.js";
import type { Draft } from "./draft.js";
import type { DraftStore } from "./store.js";

/** What the desk sees of drafts; `deskSide(running)` of `drafts.ts`. */
export interface DeskSide {
  /** Opened. Its methods reject where it fails; the desk decides nothing then. */
  store(): Promise<DraftStore>;
  /** Drafts that a person has to decide, the oldest first. Lapsed ones are none. */
  waiting(): Promise<readonly Draft[]>;
  /** Drafts that a person was asked about, and that wait no more; newest first. */
  decided(limit: number): Promise<readonly Draft[]>;
  /** The draft as people may see it: without the values of secret inputs in what is sent. */
  shown(draft: Draft): Draft;
  /**
   * Approves a draft, which makes its call, or refuses it. Never rejects. Who may decide, and that
   * it is they, is the desk's to know; that nobody approves what they asked for is held here too.
   */
  decide(verdict: Verdict): Promise<Decided>;
  /** Writes a line to the audit log: what was refused at the desk, who came, who was told; `info` unless said. */
  log(message: string, fields: Readonly<Record<string, unknown>>, level?: "warn" | "error"): void;
  /** Whether every line so far has been written. */
  logged(): Promise<boolean>;
  /** The desk's own secrets join those that never leave the process otherwise. */
  readonly secrets: Secrets;
}

export interface Verdict {
  readonly draftId: string;
  /** An approver's email address. */
  readonly by: string;
  readonly approve: boolean;
  readonly reason: string | null;
}

export type Decided =
  | {
      readonly kind: "approved";
      /** As it was approved. */
      readonly draft: Draft;
      /** The draft once its call has ended; `approved` again where it could not be sent yet. Never rejects. */
      readonly settled: Promise<Draft>;
    }
  | { readonly kind: "refused"; readonly draft: Draft }
  /** Nothing was decided. */
  | { readonly kind: "not-decided"; readonly why: NotDecided; readonly draft: Draft | null };

export type NotDecided =
  /** There is no draft of this id. */
  | "unknown"
  | "lapsed"
  /** It does not wait for a person, or no longer: `draft` says what it is now. */
  | "not-waiting"
  /** Who asked cannot approve. */
  | "requester"
  /** The store or the log failed, or the process is closing: it can be tried again. */
  | "unavailable";
