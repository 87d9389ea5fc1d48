import type { Draft, DraftState } from "../gates/draft.js";
import { oneLine, type Row, sentBy } from "../gates/lines.js";
import { type Html, html } from "./html.js";
import { time } from "./shown.js";
import { styleElement } from "./style.js";
import { wantedOf } from "./typed.js";

/** What a page shows of one draft, for one approver. */
export interface DraftView {
  /** The server's title. */
  readonly title: string;
  readonly draft: Draft;
  /** What is sent and where, or what the owner's own code is given. */
  readonly rows: readonly Row[];
  readonly approver: string;
  /** Where the draft's pages lie, without a trailing slash. */
  readonly path: string;
  /** Whether the visitor may see what else waits. */
  readonly hasList: boolean;
  /** Null once there is nothing to decide. */
  readonly form: DecisionForm | null;
}

export interface DecisionForm {
  readonly token: string;
  /** What was wrong with the form that was sent last. */
  readonly problem: string | null;
}

const stateWords: Readonly<Record<DraftState, string>> = {
  prepared: "Not asked for yet",
  waiting: "Waiting for a decision",
  approved: "Approved, not made yet",
  refused: "Refused",
  running: "Approved, being made",
  done: "Approved and made",
  failed: "Approved, and it failed",
  unknown: "Approved; whether it was made is unknown",
  expired: "Lapsed",
};

/** What will happen, who asks for it, and, while it waits, the form that decides. */
export function draftPage(view: DraftView): string {
  const { draft, form } = view;
  const content = [
    html`<p class="summary">${oneLine(draft.summary)}</p>`,
    html`<p><span class="state">${stateWords[draft.state]}</span></p>`,
    ...decisionOf(draft),
    table(draft.show.map(([label, text]) => [label.replaceAll("_", " "), text])),
    html`<h2>What is sent</h2>`,
    ...sent(view),
    html`<h2>Who and when</h2>`,
    table([
      ["Asked for by", oneLine(draft.requester ?? draft.caller)],
      ["Asked for at", time(draft.createdAt)],
      ["Lapses at", time(draft.expiresAt)],
      ["You are", view.approver],
    ]),
    ...(form === null ? [] : [decision(view, form)]),
    ...(view.hasList
      ? [html`<p><a href="${view.path}/all">Everything that waits, and what was decided</a></p>`]
      : []),
  ];
  const isMoving = draft.state === "approved" || draft.state === "running";
  return page(view.title, stateWords[draft.state], content, isMoving);
}

function sent({ draft, rows }: DraftView): readonly Html[] {
  const by = sentBy(draft);
  return [...(by === null ? [] : [html`<p>${by}</p>`]), table(rows)];
}

function decisionOf({ decision, result }: Draft): readonly Html[] {
  const by =
    decision === null
      ? []
      : [html`<p>Decided by ${oneLine(decision.by)} at ${time(decision.at)}.</p>`];
  const reason =
    decision === null || decision.reason === null
      ? []
      : [html`<p>Reason: ${oneLine(decision.reason)}</p>`];
  const failed =
    result?.kind === "failure" ? [html`<p>It failed: ${oneLine(result.body.error)}.</p>`] : [];
  return [...by, ...reason, ...failed];
}

function decision({ draft, path }: DraftView, { token, problem }: DecisionForm): Html {
  const wanted = wantedOf(draft);
  return html`<form method="post" action="${path}">
<h2>Your decision</h2>
${problem === null ? [] : [html`<p class="problem" id="problem" role="alert">${problem}</p>`]}
<input type="hidden" name="csrf" value="${token}">
<input type="hidden" name="hash" value="${draft.hash}">
<label for="typed">Type <strong>${wanted}</strong> to approve: it shows that you read it</label>
<input id="typed" name="typed" required autocomplete="off" autocapitalize="off" spellcheck="false"${problem === null ? [] : [html` aria-describedby="problem"`]}>
<label for="reason">Reason (the one who asked is told it if you refuse)</label>
<input id="reason" name="reason" maxlength="300" autocomplete="off">
<div class="choice">
<button name="decision" value="approve">Approve</button>
<button name="decision" value="refuse" formnovalidate>Refuse</button>
</div>
</form>`;
}

/** What waits, and what was decided. A draft is decided on its own page, by the link that was sent for it. */
export function listPage(
  title: string,
  path: string,
  waiting: readonly Draft[],
  decided: readonly Draft[],
): string {
  return page(title, "Approvals", [
    html`<h2>Waiting</h2>`,
    list(waiting, "Nothing waits."),
    html`<p>Each is decided on its own page: its link was sent to the approvers.</p>`,
    html`<h2>Decided</h2>`,
    list(decided, "Nothing has been decided yet."),
    html`<p><a href="${path}">Back</a></p>`,
  ]);
}

function list(drafts: readonly Draft[], none: string): Html {
  return drafts.length === 0
    ? html`<p>${none}</p>`
    : html`<ul>${drafts.map((draft) => html`<li>${entry(draft)}</li>`)}</ul>`;
}

function entry(draft: Draft): Html {
  const { summary, state, requester, caller, decision, expiresAt } = draft;
  const what = html`${oneLine(summary)}<br><span class="state">${stateWords[state]}</span>`;
  const who = oneLine(requester ?? caller);
  return decision === null
    ? html`${what} asked for by ${who}, lapses at ${time(expiresAt)}`
    : html`${what} by ${oneLine(decision.by)} at ${time(decision.at)}, asked for by ${who}`;
}

/** A page that only says something. */
export function messagePage(title: string, heading: string, text: string): string {
  return page(title, heading, [html`<h2>${heading}</h2>`, html`<p>${text}</p>`]);
}

/** `refresh`: the page asks again in a moment. */
function page(title: string, heading: string, content: readonly Html[], refresh = false): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${heading} · ${title}</title>
${refresh ? html`<meta http-equiv="refresh" content="3">` : html``}
${styleElement}
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.markup;
}

function table(rows: readonly Row[]): Html {
  return rows.length === 0 ? html`` : html`<table>${rows.map(row)}</table>`;
}

function row([label, text]: Row): Html {
  return html`<tr><th scope="row">${label}</th><td>${text}</td></tr>
`;
}
