import type { Approval } from "../model/gate.js";
import type { Server } from "../model/server.js";
import { variablesFor } from "./environment.js";
import { gatesOf, needsDesk, outcomesOf, storeKind } from "./gates.js";
import { codeSpan, codeSpans, joined, type Markdown, prose } from "./markdown.js";
import { envWords } from "./readme-changes.js";

/** The section "Approvals". */
export interface ApprovalsView {
  readonly hasGates: boolean;
  readonly approvals: readonly Markdown[];
  readonly hasDesk: boolean;
  readonly deskAt: Markdown;
  readonly approvers: Markdown;
  /** How approvers hear of a draft; a whole sentence. */
  readonly told: Markdown;
  readonly deskVariables: readonly { readonly code: Markdown; readonly about: Markdown }[];
  readonly draftsLie: Markdown;
}

const words: Readonly<Record<Approval, string>> = {
  none: "asks nobody: the model confirms what it has prepared. That is a speed bump, not a control.",
  elicitation: "asks the user, in a form that the client shows.",
  human: "asks an approver at the desk.",
};

export function approvalsView(server: Server): ApprovalsView {
  const gates = gatesOf(server);
  const { approvals } = server;
  const outcomes = new Set(gates.flatMap(({ body }) => outcomesOf(body.approval)));
  const hasDesk = needsDesk(server);
  return {
    hasGates: gates.length > 0,
    approvals: (["none", "elicitation", "human"] as const)
      .filter((approval) => outcomes.has(approval))
      .map((approval) => joined(codeSpan(approval), prose(wordsFor(approval, server)))),
    hasDesk,
    deskAt: codeSpan(envWords(approvals?.url ?? [])),
    approvers: codeSpans((approvals?.approvers ?? []).map(envWords)),
    told: told(server),
    deskVariables: hasDesk
      ? variablesFor("desk", server).map(({ name, about }) => ({
          code: codeSpan(name),
          about: prose(about),
        }))
      : [],
    draftsLie: draftsLie(server),
  };
}

function wordsFor(approval: Approval, server: Server): string {
  const hasDesk = needsDesk(server);
  if (approval === "human") {
    const asked =
      server.approvals?.requester == null
        ? "The map names no requester: nobody can tell whether an approver asked for it."
        : "Who asked for the change cannot approve it.";
    return `${words.human} ${asked}`;
  }
  if (approval === "none") {
    return words.none;
  }
  const otherwise = hasDesk
    ? "Where the client cannot, an approver at the desk is asked."
    : "Where the client cannot, nothing is done.";
  return `${words.elicitation} ${otherwise}`;
}

function told({ approvals }: Server): Markdown {
  const ways = [
    ...(approvals?.email == null ? [] : ["by mail"]),
    ...(approvals?.slack == null ? [] : ["in Slack"]),
  ];
  return ways.length === 0
    ? joined(
        prose("Nobody tells them: the map has no"),
        codeSpan("approvals.notify"),
        prose("without which they get no link."),
      )
    : approvals?.email == null
      ? prose(
          "A link for each is posted in Slack: whoever reads the channel can approve, so let nobody else in.",
        )
      : prose(
          `Each is told ${ways.join(" and ")}, with a personal link, and types what its page shows.`,
        );
}

function draftsLie(server: Server): Markdown {
  const { approvals } = server;
  if (storeKind(server) === "memory" || approvals?.store.kind !== "file") {
    return prose("Drafts lie in the memory of the server, and are gone when it ends.");
  }
  const { path } = approvals.store;
  return joined(
    prose("Drafts lie in"),
    codeSpan(path),
    prose(
      "(a relative path starts at this folder), which the account that runs the server can read, and no other. They hold arguments, secret ones too, with summaries and answers, until 30 days after they lapse; credentials of the server are not among them. Keep the file out of version control.",
    ),
  );
}
