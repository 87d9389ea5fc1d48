import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigurationError } from "../env.js";
import type { Desk } from "../gate-host.js";
import type { DeskSide } from "../gates/desk-side.js";
import type { Operations } from "../operation.js";
import type { Address } from "./address.js";
import { Counter } from "./counter.js";
import { type Audience, Notices } from "./notices.js";
import { messagePage } from "./pages.js";
import { type Reply, send, show } from "./reply.js";
import { soon } from "./soon.js";

/** How often the store is looked at for drafts that wait. */
const ROUND_MS = 300;

/** How long a shutdown waits for the round that is under way, and for notifiers to let go. */
const LAST_ROUND_MS = 2_000;

/** Slow senders are cut off. */
const RECEIVE_MS = 10_000;
const MAX_CONNECTIONS = 200;

export interface DeskParts {
  readonly audience: Audience;
  readonly operations: Operations;
  readonly side: DeskSide;
  readonly listen: Address;
}

/** Listens, and tells approvers of what waits, until it is closed. */
export async function openDesk({ audience, operations, side, listen }: DeskParts): Promise<Desk> {
  await side.store();
  const counter = new Counter(audience, operations, side);
  const server = createServer({ requestTimeout: RECEIVE_MS }, (request, response) => {
    void answer(request, response, counter, audience, side);
  });
  server.maxConnections = MAX_CONNECTIONS;
  const url = await startListening(server, listen);
  const notices = new Notices(audience, side);
  let round: Promise<void> | null = null;
  // A mail server may take its time: a round waits for the one before, and none waits behind it.
  const timer = setInterval(() => {
    round ??= look(notices, side).finally(() => {
      round = null;
    });
  }, ROUND_MS);
  return {
    url,
    close: async () => {
      clearInterval(timer);
      notices.stop();
      server.close();
      server.closeIdleConnections();
      await soon(round ?? Promise.resolve(), LAST_ROUND_MS);
      const closing = audience.notifiers.map((notifier) => notifier.close());
      await soon(Promise.allSettled(closing), LAST_ROUND_MS);
    },
  };
}

async function look(notices: Notices, side: DeskSide): Promise<void> {
  try {
    await notices.round(Date.now());
  } catch (error) {
    side.log("what waits cannot be read", { problem: String(error) }, "error");
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  counter: Counter,
  { title, url }: Audience,
  side: DeskSide,
): Promise<void> {
  send(request, response, await replyTo(request, counter, title, url, side));
}

async function replyTo(
  request: IncomingMessage,
  counter: Counter,
  title: string,
  url: string,
  side: DeskSide,
): Promise<Reply> {
  try {
    return await route(request, counter, title, url);
  } catch (error) {
    side.log("the desk failed", { problem: String(error) }, "error");
    return show(
      503,
      messagePage(title, "Not now", "The desk cannot decide anything now. Try again."),
    );
  }
}

async function route(
  request: IncomingMessage,
  counter: Counter,
  title: string,
  url: string,
): Promise<Reply> {
  const { pathname: prefix, host } = new URL(url);
  const path = pathOf(request, prefix === "/" ? "" : prefix);
  if (path === "/healthz") {
    return show(200, "ok\n", "text/plain");
  }
  // A page of another name for this address could read what a link shows.
  if (request.headers.host !== host) {
    return show(421, messagePage(title, "Not here", "The desk has another address."));
  }
  const [, secret = "", all] = /^\/d\/([^/]+)(\/all)?$/.exec(path) ?? [];
  const isReading = request.method === "GET" || request.method === "HEAD";
  if (secret !== "" && all === undefined && request.method === "POST") {
    return await counter.decide(request, secret);
  }
  if (!isReading) {
    return show(405, messagePage(title, "Not possible", "This cannot be done here."));
  }
  if (path === "/") {
    return show(
      200,
      messagePage(title, "Approvals", "Approvers come by the link that they were sent."),
    );
  }
  if (secret === "") {
    return show(404, messagePage(title, "Not found", "There is no such page."));
  }
  return all === undefined ? await counter.page(request, secret) : await counter.list(secret);
}

/** The path below the desk's own, also where a proxy has taken that away. */
function pathOf({ url = "/" }: IncomingMessage, prefix: string): string {
  const [path = "/"] = url.split("?", 1);
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

async function startListening(server: Server, { host, port }: Address): Promise<string> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([`the desk cannot listen: ${reason}`]);
  }
  const { address, family, port: actual } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${actual}`;
}
