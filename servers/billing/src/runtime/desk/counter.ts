import type { IncomingMessage } from "node:http";
import { mayApprove } from "../gates/deciding.js";
import type { DeskSide, NotDecided } from "../gates/desk-side.js";
import type { ApprovalLink, Draft } from "../gates/draft.js";
import { pageLimits, sentRows } from "../gates/lines.js";
import type { Operations } from "../operation.js";
import { cleanText, shorten } from "../text.js";
import { FormTokens, isOwnPost, readForm } from "./form.js";
import { hashOf, isSecret } from "./links.js";
import type { Audience } from "./notices.js";
import { draftPage, listPage, messagePage } from "./pages.js";
import { type Reply, seeOther, show } from "./reply.js";
import { soon } from "./soon.js";
import { isTyped, MAX_MISSES, wantedOf } from "./typed.js";

const MAX_REASON = 300;
const MAX_LISTED = 50;

/** How long a page waits for the call of what was approved, before it says that it is on its way. */
const SETTLE_MS = 8_000;

/** How long a link opens the list of everything, once its own draft has been decided or has lapsed. */
const LISTED_MS = 60 * 60 * 1000;

const COOKIE = "desk";

const whyNot: Readonly<Record<NotDecided, string>> = {
  unknown: "There is nothing to decide any more.",
  lapsed: "It has lapsed.",
  "not-waiting": "It has been decided already.",
  requester: "You asked for it: somebody else has to decide.",
  unavailable: "It cannot be decided now. Try again.",
};

/** Who came by which link. */
interface Visit {
  readonly link: ApprovalLink;
  readonly draft: Draft;
}

/** Where an approver reads what is asked, and decides. */
export class Counter {
  readonly #audience: Audience;
  readonly #operations: Operations;
  readonly #side: DeskSide;
  readonly #tokens = new FormTokens();

  constructor(audience: Audience, operations: Operations, side: DeskSide) {
    this.#audience = audience;
    this.#operations = operations;
    this.#side = side;
  }

  /** Reading never decides anything: mail scanners and previews open links, too. */
  async page(request: IncomingMessage, secret: string): Promise<Reply> {
    const visit = await this.#visit(secret);
    if (visit === null) {
      return this.#noSuchLink(secret);
    }
    const session = sessionOf(request) ?? this.#tokens.newSession();
    const page = this.#draftPage(visit, secret, session, null);
    return show(200, page, "text/html", { "set-cookie": this.#cookie(session) });
  }

  async list(secret: string): Promise<Reply> {
    const visit = await this.#visit(secret);
    if (visit === null || !opensList(visit.draft)) {
      return this.#noSuchLink(secret);
    }
    const [waiting, decided] = await Promise.all([
      this.#side.waiting(),
      this.#side.decided(MAX_LISTED),
    ]);
    const { title } = this.#audience;
    return show(200, listPage(title, this.#path(secret), waiting.slice(0, MAX_LISTED), decided));
  }

  async decide(request: IncomingMessage, secret: string): Promise<Reply> {
    const visit = await this.#visit(secret);
    if (visit === null) {
      return this.#noSuchLink(secret);
    }
    const session = sessionOf(request) ?? "";
    if (!isOwnPost(request, new URL(this.#audience.url).origin)) {
      return this.#turnAway(403, "another-origin", "The form came from another page.", visit);
    }
    const form = await readForm(request);
    if (form === null) {
      return this.#turnAway(400, "no-form", "The form cannot be read.", visit);
    }
    if (!this.#tokens.isValid(form.get("csrf") ?? "", session, secret)) {
      return this.#turnAway(403, "csrf", "The page was out of date. Open your link again.", visit);
    }
    return await this.#decideAs(visit, form, secret, session);
  }

  async #decideAs(
    visit: Visit,
    form: URLSearchParams,
    secret: string,
    session: string,
  ): Promise<Reply> {
    const { draft, link } = visit;
    const decision = form.get("decision");
    if (decision !== "approve" && decision !== "refuse") {
      return this.#turnAway(400, "no-decision", "The form says neither yes nor no.", visit);
    }
    if (form.get("hash") !== draft.hash) {
      return this.#turnAway(409, "another-draft", "The form was of something else.", visit);
    }
    if (draft.state !== "waiting") {
      const why = draft.state === "expired" ? "lapsed" : "not-waiting";
      return this.#turnAway(409, draft.state, whyNot[why], visit);
    }
    if (link.misses >= MAX_MISSES) {
      return this.#turnAway(403, "locked", "This link is locked: too much else was typed.", visit);
    }
    // A refusal makes nothing, so that nothing has to have been read for it.
    if (decision === "approve" && !isTyped(form.get("typed") ?? "", wantedOf(draft))) {
      const store = await this.#side.store();
      await store.countMiss(link.hash);
      this.#log("not-typed", visit);
      const problem = `That was not what is shown. Type ${wantedOf(draft)}.`;
      return show(422, this.#draftPage(visit, secret, session, problem));
    }
    return await this.#carryOut(visit, decision === "approve", reasonOf(form), secret);
  }

  async #carryOut(
    visit: Visit,
    approve: boolean,
    reason: string | null,
    secret: string,
  ): Promise<Reply> {
    const { draft, link } = visit;
    const verdict = { draftId: draft.id, by: link.approver, approve, reason };
    const decided = await this.#side.decide(verdict);
    if (decided.kind === "not-decided") {
      const status = decided.why === "unavailable" ? 503 : 409;
      return this.#turnAway(status, decided.why, whyNot[decided.why], visit);
    }
    if (decided.kind === "approved") {
      await soon(decided.settled, SETTLE_MS);
    }
    return seeOther(this.#path(secret));
  }

  /** Null for a link that there is none of, or whose owner may not decide (any more). */
  async #visit(secret: string): Promise<Visit | null> {
    if (!isSecret(secret)) {
      return null;
    }
    const store = await this.#side.store();
    const link = await store.findLink(hashOf(secret));
    const draft = link === null ? null : await store.find(link.draftId);
    if (link === null || draft === null) {
      return null;
    }
    return mayApprove(draft, this.#audience.approvers).includes(link.approver)
      ? { link, draft }
      : null;
  }

  #draftPage(
    { draft, link }: Visit,
    secret: string,
    session: string,
    problem: string | null,
  ): string {
    const hasLapsed = draft.state === "waiting" && draft.expiresAt <= Date.now();
    const mayDecide = draft.state === "waiting" && !hasLapsed && link.misses < MAX_MISSES;
    const shown = this.#side.shown(hasLapsed ? { ...draft, state: "expired" } : draft);
    return draftPage({
      title: this.#audience.title,
      draft: shown,
      rows: sentRows(shown, this.#operations, this.#side.secrets, pageLimits),
      approver: link.approver,
      path: this.#path(secret),
      hasList: opensList(draft),
      form: mayDecide ? { token: this.#tokens.tokenFor(session, secret), problem } : null,
    });
  }

  /** Says why nothing was decided, to the visitor and to the log. */
  #turnAway(status: number, code: string, text: string, visit: Visit): Reply {
    this.#log(code, visit);
    return show(status, messagePage(this.#audience.title, "Nothing was decided", text));
  }

  #log(problem: string, visit?: Visit): void {
    const who =
      visit === undefined ? {} : { draft_id: visit.draft.id, approver: visit.link.approver };
    this.#side.log("decision turned away", { ...who, problem }, "warn");
  }

  #noSuchLink(secret: string): Reply {
    if (isSecret(secret)) {
      this.#log("unknown-link");
    }
    const text = "This link is not known, or no longer. Each link is for one approval.";
    return show(404, messagePage(this.#audience.title, "Not found", text));
  }

  #path(secret: string): string {
    return `${new URL(this.#audience.url).pathname.replace(/\/$/, "")}/d/${secret}`;
  }

  #cookie(session: string): string {
    const secure = this.#audience.url.startsWith("https:") ? "; Secure" : "";
    return `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Strict${secure}`;
  }
}

/** An old link, such as one in an archive of mail, tells of its own draft alone. */
function opensList({ decision, expiresAt }: Draft): boolean {
  return Date.now() < (decision?.at ?? expiresAt) + LISTED_MS;
}

function sessionOf({ headers }: IncomingMessage): string | null {
  const found = /(?:^|;\s*)desk=([A-Za-z0-9_-]{43})(?:;|$)/.exec(headers.cookie ?? "");
  return found?.[1] ?? null;
}

function reasonOf(form: URLSearchParams): string | null {
  const text = cleanText(form.get("reason") ?? "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return text === "" ? null : shorten(text, MAX_REASON);
}
