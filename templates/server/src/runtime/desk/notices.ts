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

interface Errand {
  readonly link: PersonalLink;
  readonly hash: string;
}

/** Tells each approver of each draft that waits, once. */
export class Notices {
  readonly #audience: Audience;
  readonly #side: DeskSide;
  /** By draft and approver: made, and not yet told. */
  readonly #errands = new Map<string, Errand>();
  /** Drafts that failed, with when they are tried again. */
  readonly #retries = new Map<string, { readonly at: number; readonly wait: number }>();
  /** By draft and notifier: who need not be told again though somebody else could not be. */
  readonly #told = new Set<string>();
  /** By draft and approver: another desk's, or told before; looked at again later. */
  readonly #others = new Map<string, number>();
  readonly #unanswerable = new Set<string>();

  constructor(audience: Audience, side: DeskSide) {
    this.#audience = audience;
    this.#side = side;
  }

  /** One look at what waits. Rejects where the store does. */
  async round(now: number): Promise<void> {
    const waiting = await this.#side.waiting();
    for (const draft of waiting) {
      if ((this.#retries.get(draft.id)?.at ?? 0) <= now) {
        await this.#tell(draft, now);
      }
    }
    this.#forgetAllBut(new Set(waiting.map(({ id }) => id)));
  }

  async #tell(draft: Draft, now: number): Promise<void> {
    const approvers = mayApprove(draft, this.#audience.approvers);
    if (approvers.length === 0 && !this.#unanswerable.has(draft.id)) {
      this.#unanswerable.add(draft.id);
      this.#side.log("nobody may approve", { draft_id: draft.id });
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
    const failed = await this.#send(draft, errands);
    if (failed) {
      const wait = Math.min(MAX_RETRY_MS, (this.#retries.get(draft.id)?.wait ?? RETRY_MS / 2) * 2);
      this.#retries.set(draft.id, { at: now + wait, wait });
      return;
    }
    this.#retries.delete(draft.id);
    const store = await this.#side.store();
    for (const { link, hash } of errands) {
      await store.markTold(hash);
      this.#errands.delete(keyOf(draft, link.approver));
      this.#others.set(keyOf(draft, link.approver), Number.POSITIVE_INFINITY);
    }
  }

  /** Whether somebody could not be told. Where links go by mail, a channel is told of none. */
  async #send(draft: Draft, errands: readonly Errand[]): Promise<boolean> {
    const { notifiers } = this.#audience;
    const hasPersonal = notifiers.some(({ isPersonal }) => isPersonal);
    let failed = false;
    for (const notifier of notifiers) {
      const told = `${draft.id} ${notifier.name}`;
      if (this.#told.has(told)) {
        continue;
      }
      const links = notifier.isPersonal || !hasPersonal ? errands.map(({ link }) => link) : [];
      try {
        await notifier.tell(this.#noticeOf(draft, links));
        this.#told.add(told);
        const approvers = errands.map(({ link }) => link.approver);
        this.#side.log("approvers told", { draft_id: draft.id, by: notifier.name, approvers });
      } catch (error) {
        failed = true;
        const problem = error instanceof Error ? error.message : "unknown";
        this.#side.log("approvers not told", { draft_id: draft.id, by: notifier.name, problem });
      }
    }
    return failed;
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

/** All approvers but the one who asked. */
export function mayApprove(
  { requester }: Pick<Draft, "requester">,
  approvers: readonly string[],
): readonly string[] {
  const asked = requester?.trim().toLowerCase();
  return approvers.filter((approver) => approver.trim().toLowerCase() !== asked);
}

function keyOf({ id }: Draft, approver: string): string {
  return `${id} ${approver}`;
}
