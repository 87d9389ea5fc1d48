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
  /** In the order in which they came. */
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
  const server = createServer((incoming, outgoing) => {
    const { headers, method = "GET", url = "/" } = incoming;
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");
    const [path = "/"] = url.split("?");
    const note = { method, path, status: 0, isForm };
    noted.push(note);
    const address = { target, path: prefix + url };
    passOn(incoming, outgoing, address, (status) => {
      note.status = status;
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
  answered: (status: number) => void,
): void {
  const { method, rawHeaders } = incoming;
  // A connection each: one that is kept may be closed by the time that it is used again.
  const options = { path, method, headers: rawHeaders, setHost: false, agent: false };
  const sent = request(target, options);
  sent.on("response", (response) => {
    answered(response.statusCode ?? 0);
    const headers = redirected(response, { target, path }, incoming.headers.host);
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

/** The headers; where they redirect within the upstream, that is through the door: clients stay at one origin. */
function redirected(
  { rawHeaders, statusCode = 0 }: IncomingMessage,
  { target, path }: Address,
  door = "",
): string[] {
  const own = target.href.replace(/\/+$/, "");
  return rawHeaders.map((text, at) => {
    const isLocation = at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === "location";
    const from = target.origin + path;
    const to =
      isLocation && statusCode >= 300 && statusCode < 400 && URL.canParse(text, from)
        ? new URL(text, from).href
        : "";
    return to.startsWith(`${own}/`) ? `http://${door}${to.slice(own.length)}` : text;
  });
}
