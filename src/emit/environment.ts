import type { Credential, EnvText, Server } from "../model/server.js";
import { gatesOf, needsDesk } from "./gates.js";
import { plainLine } from "./markdown.js";

/** The process that hosts start, or the one that people approve at. */
export type Reader = "server" | "desk";

/** An environment variable that a process reads at start. */
export interface Variable {
  readonly name: string;
  /** What it holds, in words of ours. */
  readonly about: string;
  readonly secret: boolean;
  readonly readers: readonly Reader[];
}

/** The variables of a server, by first use: the address, the credentials, the rest, the desk's own. */
export function variablesOf(server: Server): readonly Variable[] {
  const found = new Variables();
  addUpstream(found, server, needsDesk(server) ? ["server", "desk"] : ["server"]);
  if (gatesOf(server).length > 0) {
    addApprovals(found, server);
  }
  return found.list();
}

/** Those that one process reads. */
export function variablesFor(reader: Reader, server: Server): readonly Variable[] {
  return variablesOf(server).filter(({ readers }) => readers.includes(reader));
}

class Variables {
  readonly #found = new Map<string, Variable>();

  add(text: EnvText, about: string, secret: boolean, readers: readonly Reader[]): void {
    for (const part of text) {
      if (typeof part === "object") {
        const { env: name } = part;
        const known = this.#found.get(name) ?? { name, about, secret, readers };
        const all = [...new Set([...known.readers, ...readers])];
        this.#found.set(name, { ...known, secret: known.secret || secret, readers: all });
      }
    }
  }

  list(): readonly Variable[] {
    return [...this.#found.values()];
  }
}

function addUpstream(found: Variables, { upstream }: Server, readers: readonly Reader[]): void {
  const add = (text: EnvText, about: string, secret: boolean) =>
    found.add(text, about, secret, readers);
  add(upstream.baseUrl, "The API's base URL, path included", false);
  for (const { url, baseUrl } of upstream.servers) {
    add(baseUrl, `The base URL of the API's operations at ${url}, path included`, false);
  }
  for (const credential of upstream.auth) {
    addCredential(credential, add);
  }
  for (const { name, value } of upstream.headers) {
    add(value, `The value of the header ${name}`, true);
  }
  for (const { name, value } of upstream.with) {
    add(value, `The value of ${name}, sent with every request that has it`, false);
  }
}

function addCredential(
  credential: Credential,
  add: (text: EnvText, about: string, secret: boolean) => void,
): void {
  const scheme = `of the security scheme ${credential.scheme}`;
  switch (credential.kind) {
    case "bearer":
      add(credential.token, `The bearer token ${scheme}`, true);
      break;
    case "basic":
      if (credential.password.length === 0) {
        add(credential.username, `The key ${scheme}, sent as the user name`, true);
        break;
      }
      add(credential.username, `The user name ${scheme}`, false);
      add(credential.password, `The password ${scheme}`, true);
      break;
    case "apiKey":
      add(credential.key, `The key ${scheme}`, true);
      break;
    case "client": {
      const { tokenUrl } = credential;
      const place = tokenUrl.every((part) => typeof part === "string") ? tokenUrl.join("") : "";
      const use = place === "" ? scheme : `${scheme}, sent to ${place}`;
      add(tokenUrl, `The URL at which tokens ${scheme} are fetched`, false);
      add(credential.id, `The client id ${scheme}`, false);
      add(credential.secret, `The client secret ${use}`, true);
      break;
    }
    default:
      credential satisfies never;
  }
}

function addApprovals(found: Variables, server: Server): void {
  const { approvals } = server;
  if (approvals === null) {
    return;
  }
  const { approvers, email, requester, slack, url } = approvals;
  found.add(
    requester ?? [],
    "The email address of the person for whom the assistant acts, who cannot approve what they asked for",
    false,
    ["server"],
  );
  if (!needsDesk(server)) {
    return;
  }
  for (const approver of approvers) {
    found.add(approver, "The email address of an approver", false, ["server", "desk"]);
  }
  found.add(
    url ?? [],
    "Where approvers reach the desk: https://, or http:// on this machine",
    false,
    ["desk"],
  );
  found.add(slack ?? [], "The Slack incoming webhook that tells of what waits", true, ["desk"]);
  found.add(
    email?.smtp ?? [],
    "The mail server, as smtps://user:password@host:465 or smtp://…",
    true,
    ["desk"],
  );
  found.add(email?.from ?? [], "The address that mails to approvers come from", false, ["desk"]);
}

/** The view of env.example.hbs. */
export function environmentView(server: Server) {
  const hasDesk = needsDesk(server);
  return {
    variables: variablesOf(server).map(({ name, about, readers }) => ({
      name: plainLine(name),
      about: plainLine(hasDesk ? `${about} (${readBy(readers)})` : about),
    })),
  };
}

function readBy(readers: readonly Reader[]): string {
  if (readers.length === 2) {
    return "read by the server and by the desk";
  }
  return readers[0] === "desk" ? "read by the desk alone" : "read by the server alone";
}
