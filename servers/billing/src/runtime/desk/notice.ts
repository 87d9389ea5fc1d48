import type { EnvReader } from "../env.js";

/** What approvers are told of a draft that waits. All of it is one line each, and cleaned. */
export interface Notice {
  /** The server's title. */
  readonly title: string;
  readonly summary: string;
  readonly show: readonly (readonly [label: string, text: string])[];
  /** Who asked. */
  readonly requester: string;
  /** As people read it. */
  readonly lapses: string;
  /** The desk's own address, good for nothing but a word on where links come from. */
  readonly desk: string;
  readonly links: readonly PersonalLink[];
}

/** An approver's way to the draft's page. It is that person's alone. */
export interface PersonalLink {
  readonly approver: string;
  readonly url: string;
}

/** A way to tell people, as the map declares it. */
export interface NotifierDefinition {
  /** Whether each approver gets the own link and no other. */
  readonly isPersonal: boolean;
  open(environment: EnvReader): Notifier;
}

export interface Notifier {
  /** For the log. */
  readonly name: string;
  readonly isPersonal: boolean;
  /** Secrets that must not leave the process otherwise. */
  readonly secrets: readonly string[];
  /** Rejects where nobody was told; it is tried again later. */
  tell(notice: Notice): Promise<void>;
  close(): Promise<void>;
}
