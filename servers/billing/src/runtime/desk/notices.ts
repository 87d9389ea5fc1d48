import { mayApprove } from "../gates/deciding.js";
import type { DeskSide } from "../gates/desk-side.js";
import type { Draft } from "../gates/draft.js";
import { oneLine } from "../gates/lines.js";
import { hashOf, newSecret } from "./links.js";
import type { Notice, Notifier, PersonalLink } from "./notice.js";
import { time } from "./shown.js";

/** After this long a link of which nobody was told, as a desk that died left it, is replaced. */
const STALE_MS = 60_000;

/** How long a notice that failed waits before it is sent again: doubled each time, up to the second. */
const RETRY_MS = 2_000;
const MAX_RETRY_MS = 300_000;

/** Most people who are told of one draft. */
export interface Audience {
  readonly title: string;
  /** Without a trailing slash. */
  readonly url: string;
  readonly approvers: readonly string[];
  readonly notifiers: readonly Notifier[];
}

/** An approver's link, and whoever carries it. */
interface Errand {
  readonly link: PersonalLink;
  readonly hash: string;
}

/** What one notifier is to tell of one draft. */
interface Message {
  readonly notifier: Notifier;
  /** Whose links it carries; nobody's where those go another way. */
  readonly errands: readonly Errand[];
  /** In `#told`, once it has been told. */
  readonly keys: readonly string[];
}

/**
 * Tells each approver of each draft that waits, once. Each message stands alone: one that cannot be
 * delivered is tried again as long as this process runs, and nobody else is told again for its sake.
 * Whoever has been told by one way counts as told for a process that comes later.
 */
export class Notices {
  readonly #audience: Audience;
  readonly #side: DeskSide;
  /** By draft and approver: made, and not yet carried by every notifier. */
  readonly #errands = new Map<string, Errand>();
  /** Drafts of which somebody could not be told, with when they are tried again. */
  readonly #retries = new Map<string, { readonly at: number; readonly wait: number }>();
  /** By draft and notifier, and by link: what need not be told again. */
  readonly #told = new Set<string>();
  /** Hashes of links that have been told, which the store does not say yet. */
  readonly #unmarked = new Set<string>();
  /** By draft and approver: another desk's, or told before; looked at again later. */
  readonly #others = new Map<string, number>();
  readonly #unanswerable = new Set<string>();
  #stopped = false;

  constructor(audience: Audience, side: DeskSide) {
    this.#audience = audience;
    this.#side = side;
  }

  /** Begins nothing any more. */
  stop(): void {
    this.#stopped = true;
  }

  /** One look at what waits. Rejects where the store does. */
  async round(now: number): Promise<void> {
    await this.#mark();
    const waiting = await this.#side.waiting();
    for (const draft of waiting) {
      if (!this.#stopped && (this.#retries.get(draft.id)?.at ?? 0) <= now) {
        await this.#tell(draft, now);
      }
    }
    this.#forgetAllBut(new Set(waiting.map(({ id }) => id)));
  }

  async #tell(draft: Draft, now: number): Promise<void> {
    const approvers = mayApprove(draft, this.#audience.approvers);
    if (approvers.length === 0 && !this.#unanswerable.has(draft.id)) {
      this.#unanswerable.add(draft.id);
      this.#side.log("nobody may approve", { draft_id: draft.id }, "warn");
    }
    const errands: Errand[] = [];
    for (const approver of approvers) {
      const errand = await this.#errandFor(draft, approver, now);
      if (errand !== null) {
        errands.push(errand);
      }
    }
    if (errands.length > 0) {
      await this.#run(draft, errands, now);
    }
  }

  /** The approver's link, new or not yet told; null for one who has been told. */
  async #errandFor(draft: Draft, approver: string, now: number): Promise<Errand | null> {
    const key = keyOf(draft, approver);
    const made = this.#errands.get(key);
    if (made !== undefined || now < (this.#others.get(key) ?? 0)) {
      return made ?? null;
    }
    const store = await this.#side.store();
    const secret = newSecret();
    const hash = hashOf(secret);
    const link = { hash, draftId: draft.id, approver, createdAt: now, told: false, misses: 0 };
    if (!(await store.putLink(link, now - STALE_MS))) {
      this.#others.set(key, now + STALE_MS);
      return null;
    }
    const errand = { link: { approver, url: `${this.#audience.url}/d/${secret}` }, hash };
    this.#errands.set(key, errand);
    return errand;
  }

  async #run(draft: Draft, errands: readonly Errand[], now: number): Promise<void> {
    const messages = this.#messagesFor(draft, errands);
    const delivered = await Promise.all(messages.map((message) => this.#deliver(draft, message)));
    if (delivered.includes(false)) {
      const wait = Math.min(MAX_RETRY_MS, (this.#retries.get(draft.id)?.wait ?? RETRY_MS / 2) * 2);
      this.#retries.set(draft.id, { at: now + wait, wait });
      return;
    }
    this.#retries.delete(draft.id);
    for (const { link } of errands) {
      this.#errands.delete(keyOf(draft, link.approver));
      this.#others.set(keyOf(draft, link.approver), Number.POSITIVE_INFINITY);
    }
  }

  /** What is left to be told. Where links go by mail, a channel is told of none. */
  #messagesFor(draft: Draft, errands: readonly Errand[]): readonly Message[] {
    const { notifiers } = this.#audience;
    const hasPersonal = notifiers.some(({ isPersonal }) => isPersonal);
    return notifiers.flatMap((notifier, index): readonly Message[] => {
      const place = `${draft.id} ${index}`;
      if (!notifier.isPersonal && hasPersonal) {
        return this.#told.has(place) ? [] : [{ notifier, errands: [], keys: [place] }];
      }
      const keyFor = ({ hash }: Errand) => `${place} ${hash}`;
      const left = errands.filter((errand) => !this.#told.has(keyFor(errand)));
      const groups = notifier.isPersonal ? left.map((errand) => [errand]) : [left];
      return groups
        .filter(({ length }) => length > 0)
        .map((group) => ({ notifier, errands: group, keys: group.map(keyFor) }));
    });
  }

  /** Whether they were told. Never rejects. */
  async #deliver(draft: Draft, { notifier, errands, keys }: Message): Promise<boolean> {
    const links = errands.map(({ link }) => link);
    const approvers = links.map(({ approver }) => approver);
    const fields = { draft_id: draft.id, by: notifier.name, approvers };
    try {
      await notifier.tell(this.#noticeOf(draft, links));
    } catch (error) {
      const problem = error instanceof Error ? error.message : "unknown";
      this.#side.log("approvers not told", { ...fields, problem }, "warn");
      return false;
    }
    this.#side.log("approvers told", fields);
    for (const key of keys) {
      this.#told.add(key);
    }
    for (const { hash } of errands) {
      this.#unmarked.add(hash);
    }
    // At once, or a restart would put another link in the place of one that was sent. Where the
    // store fails, the next round begins with it.
    await this.#mark().catch(() => undefined);
    return true;
  }

  async #mark(): Promise<void> {
    for (const hash of this.#unmarked) {
      const store = await this.#side.store();
      await store.markTold(hash);
      this.#unmarked.delete(hash);
    }
  }

  #noticeOf(draft: Draft, links: readonly PersonalLink[]): Notice {
    const { summary, show, requester, caller, expiresAt } = draft;
    return {
      title: this.#audience.title,
      summary: oneLine(summary),
      show: show.map(([label, text]) => [oneLine(label.replaceAll("_", " ")), oneLine(text)]),
      requester: oneLine(requester ?? caller),
      lapses: time(expiresAt),
      desk: this.#audience.url,
      links,
    };
  }

  /** What waits no more needs no memory. */
  #forgetAllBut(waiting: ReadonlySet<string>): void {
    for (const map of [
      this.#errands,
      this.#others,
      this.#retries,
      this.#told,
      this.#unanswerable,
    ]) {
      for (const key of map.keys()) {
        if (!waiting.has(key.split(" ", 1)[0] ?? "")) {
          map.delete(key);
        }
      }
    }
  }
}

function keyOf({ id }: Draft, approver: string): string {
  return `${id} ${approver}`;
}
