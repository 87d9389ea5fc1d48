import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RunningUpstream } from "./upstream.js";

/** A request as it came to an upstream. */
export interface NotedRequest {
  /** Upper case. */
  readonly method: string;
  /** Without the query, and without the path that the upstream's own address has. */
  readonly path: string;
  /** 0 where no answer came. */
  readonly status: number;
  /** Whether its body is a form: requests for tokens are, which are none of the API's operations. */
  readonly isForm: boolean;
}

/** An upstream behind a door of ours, at which every request is noted. */
export interface Relay extends RunningUpstream {
  /** In the order in which they came; a read that follows a redirect is part of what it follows. */
  requests(): readonly NotedRequest[];
}

/** Opens the door to an upstream at plain http, and leaves it as it is when it closes; null for any other. */
export async function relayTo(upstream: string): Promise<Relay | null> {
  const target = URL.canParse(upstream) ? new URL(upstream) : null;
  if (target?.protocol !== "http:") {
    return null;
  }
  const prefix = target.pathname.replace(/\/+$/, "");
  const noted: { -readonly [Key in keyof NotedRequest]: NotedRequest[Key] }[] = [];
  /** By where the upstream has redirected to, path and query: the request that was. */
  const redirected = new Map<string, (typeof noted)[number]>();
  const server = createServer((incoming, outgoing) => {
    const { headers, method = "GET", url = "/" } = incoming;
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");
    const [path = "/"] = url.split("?");
    // Only a read: a change is noted whoever has led to it.
    const followed = ["GET", "HEAD"].includes(method) ? redirected.get(url) : undefined;
    redirected.delete(url);
    const note = followed ?? { method, path, status: 0, isForm };
    if (followed === undefined) {
      noted.push(note);
    }
    const address = { target, path: prefix + url };
    passOn(incoming, outgoing, address, (status, to) => {
      note.status = status;
      if (to !== null) {
        redirected.set(to, note);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => noted.map((note) => ({ ...note })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Address {
  readonly target: URL;
  readonly path: string;
}

/** Byte for byte, both ways, redirects aside; where one side breaks off, so does the other. */
function passOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { target, path }: Address,
  answered: (status: number, redirectedTo: string | null) => void,
): void {
  const { method, rawHeaders } = incoming;
  // A connection each: one that is kept may be closed by the time that it is used again.
  const options = { path, method, headers: rawHeaders, setHost: false, agent: false };
  const sent = request(target, options);
  sent.on("response", (response) => {
    const to = redirectIn(response, { target, path });
    answered(response.statusCode ?? 0, to);
    const door = `http://${incoming.headers.host ?? ""}`;
    const headers =
      to === null ? response.rawHeaders : withLocation(response.rawHeaders, door + to);
    outgoing.writeHead(response.statusCode ?? 502, response.statusMessage, headers);
    response.on("error", () => outgoing.destroy());
    response.on("aborted", () => outgoing.destroy());
    response.pipe(outgoing);
  });
  sent.on("error", () => outgoing.destroy());
  outgoing.on("close", () => sent.destroy());
  incoming.on("error", () => sent.destroy());
  incoming.pipe(sent);
}

/** Where an answer redirects within the upstream: the path below its address, and the query. */
function redirectIn(
  { headers, statusCode = 0 }: IncomingMessage,
  { target, path }: Address,
): string | null {
  const { location = "" } = headers;
  const own = target.href.replace(/\/+$/, "");
  const from = target.origin + path;
  const isRedirect = statusCode >= 300 && statusCode < 400 && location !== "";
  const to = isRedirect && URL.canParse(location, from) ? new URL(location, from).href : "";
  return to.startsWith(`${own}/`) ? to.slice(own.length) : null;
}

/** Through the door: clients stay at one origin. */
function withLocation(rawHeaders: readonly string[], location: string): string[] {
  return rawHeaders.map((text, at) =>
    at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === "location" ? location : text,
  );
}
