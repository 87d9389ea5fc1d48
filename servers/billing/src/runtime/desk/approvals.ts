import { ConfigurationError, EnvReader, type EnvText } from "../env.js";
import type { ApprovalsDefinition, Desk, DeskOptions } from "../gate-host.js";
import { isAddress } from "../gates/deciding.js";
import { deskSide } from "../gates/drafts.js";
import type { RunningServer } from "../running.js";
import { isLoopback, parseAddress } from "./address.js";
import { openDesk } from "./desk.js";
import type { Notifier, NotifierDefinition } from "./notice.js";

/** The desk as the map declares it. */
export interface DeskDefinition {
  /** Where people reach it. */
  readonly url: EnvText;
  /** Email addresses. */
  readonly approvers: readonly EnvText[];
  readonly notify: readonly NotifierDefinition[];
}

/** A page on which people approve or refuse what waits; a process of its own, beside the tools'. */
export function approvals(definition: DeskDefinition): ApprovalsDefinition {
  return {
    approvers: definition.approvers,
    problems: (environment) => readDesk(definition, new EnvReader(environment)).problems,
    serve: (running, options) => serve(definition, running, options),
  };
}

async function serve(
  definition: DeskDefinition,
  running: RunningServer,
  { address, environment }: DeskOptions,
): Promise<Desk> {
  const listen = parseAddress(address ?? "");
  const { url, approvers, notifiers, problems } = readDesk(definition, new EnvReader(environment));
  if (problems.length > 0 || url === null) {
    throw new ConfigurationError(problems);
  }
  const side = deskSide(running);
  hide(notifiers, side.secrets);
  const { title, name } = running.definition;
  const { operations } = running.definition.upstream;
  const audience = { title: title ?? name, url, approvers, notifiers };
  return await openDesk({ audience, operations, side, listen });
}

function readDesk(definition: DeskDefinition, reader: EnvReader) {
  const url = readUrl(definition.url, reader);
  const approvers = definition.approvers.map((approver) => readApprover(approver, reader));
  const notifiers = definition.notify.map((notifier) => notifier.open(reader));
  return { url, approvers, notifiers, problems: reader.problems() };
}

function readApprover(text: EnvText, reader: EnvReader): string {
  const approver = reader.read(text).trim();
  if (approver !== "" && !isAddress(approver)) {
    reader.refuse(`an approver${reader.namesIn(text)} is not an email address`);
  }
  return approver;
}

/** Without a trailing slash. Links with secrets do not travel in the clear, but within this machine. */
function readUrl(text: EnvText, reader: EnvReader): string | null {
  const given = reader.read(text);
  const url = URL.canParse(given) ? new URL(given) : null;
  if (given === "") {
    return null;
  }
  if (
    url === null ||
    !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)))
  ) {
    reader.refuse("the desk's address is not https:// (http:// does for this machine alone)");
    return null;
  }
  if (url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    reader.refuse("the desk's address has more than a host and a path");
    return null;
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function hide(
  notifiers: readonly Notifier[],
  secrets: { renew(owner: string, secret: string): void },
) {
  for (const notifier of notifiers) {
    for (const [index, secret] of notifier.secrets.entries()) {
      secrets.renew(`${notifier.name} ${index}`, secret);
    }
  }
}
