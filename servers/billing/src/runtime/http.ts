import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import type { LookupFunction } from "node:net";
import type { Readable, Transform } from "node:stream";

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** Path and query, where they are to be sent otherwise than the URL has them. */
  readonly target?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  /** Milliseconds until an answer that has not come in whole is given up. */
  readonly timeoutMs: number;
  /** Aborts the request; null for a change, which must not be cancelled once it is sent. */
  readonly signal: AbortSignal | null;
  /** The IP address to connect to; absent: what the URL's host is looked up as. */
  readonly address?: IpAddress;
}

export interface IpAddress {
  readonly address: string;
  readonly family: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** Why no answer came, or none that can be read. */
export class NoAnswer extends Error {
  readonly reason: "network" | "timeout" | "cancelled" | "too-large" | "encoding";
  /** Whether the upstream may have received the request. */
  readonly sent: boolean;
  /** Of an answer that does not decide what became of an earlier attempt, or broke off; null where none came. */
  readonly status: number | null;

  constructor(
    reason: NoAnswer["reason"],
    sent: boolean,
    cause?: unknown,
    status: number | null = null,
  ) {
    super(reason, { cause });
    this.name = "NoAnswer";
    this.reason = reason;
    this.sent = sent;
    this.status = status;
  }
}

type Send = (options: RequestOptions) => ClientRequest;

interface Connections {
  /** Those for what may be sent again, … */
  readonly reading: Agent;
  /** … and for changes. */
  readonly changing: Agent;
  readonly send: Send;
}

/**
 * How long a connection that stands idle is kept. The upstream, or what is between, may end it just
 * when the next request is sent: nobody can then tell whether a change arrived.
 */
const IDLE_MS = { reading: 60_000, changing: 2_000 };

/** Node's own limit is half of what some gateways add. */
const MAX_HEADER_BYTES = 64 * 1024;

/**
 * Requests over connections that are kept. node:http is used directly: the first request over the
 * global `fetch` costs twice as much, since it loads its implementation then.
 */
export class Http {
  readonly #maxBytes: number;
  readonly #connections = new Map<string, Promise<Connections>>();

  /** `maxBytes` is the most that an answer may have, decoded. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Exchanges a request for an answer within this process. What node:http loads and compiles at its
   * first use is then there for the first real one.
   */
  async warmUp(protocol: string): Promise<void> {
    await this.#load(protocol);
    const { request } = await import("node:http");
    const { rehearsalConnection } = await import("./rehearsal.js");
    const send: Send = (options) => request({ ...options, createConnection: rehearsalConnection });
    const url = new URL("http://localhost/");
    const get = { method: "GET", url, headers: {}, body: null, timeoutMs: 1000, signal: null };
    await exchange(get, this.#maxBytes, false, send).catch(() => undefined);
  }

  async request(request: HttpRequest): Promise<HttpAnswer> {
    const { reading, changing, send } = await this.#load(request.url.protocol);
    const agent = request.signal === null ? changing : reading;
    if (request.signal?.aborted === true) {
      throw new NoAnswer("cancelled", false);
    }
    return await exchange(request, this.#maxBytes, agent, send);
  }

  async close(): Promise<void> {
    for (const { reading, changing } of await Promise.all(this.#connections.values())) {
      reading.destroy();
      changing.destroy();
    }
  }

  #load(protocol: string): Promise<Connections> {
    const loaded = this.#connections.get(protocol) ?? load(protocol);
    this.#connections.set(protocol, loaded);
    return loaded;
  }
}

/** The module of a protocol that is not used is not loaded. */
async function load(protocol: string): Promise<Connections> {
  const { Agent, request: send } =
    protocol === "https:" ? await import("node:https") : await import("node:http");
  const agent = (timeout: number) => new Agent({ keepAlive: true, maxSockets: 64, timeout });
  return { reading: agent(IDLE_MS.reading), changing: agent(IDLE_MS.changing), send };
}

/** One request and its whole answer. */
function exchange(
  { url, target, method, headers, body, timeoutMs, signal, address }: HttpRequest,
  maxBytes: number,
  agent: Agent | false,
  send: Send,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const path = target ?? url.pathname + url.search;
    const pinned = address === undefined ? {} : { lookup: lookupOf(address) };
    const host = { hostname: hostOf(url), port: url.port, ...pinned };
    const maxHeaderSize = MAX_HEADER_BYTES;
    const request = send({ agent, ...host, path, method, headers, maxHeaderSize });
    let response: IncomingMessage | null = null;
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
    };
    const answer = (of: IncomingMessage, bytes: Buffer): void => {
      settle();
      resolve({ status: statusOf(of), headers: flatten(of), bytes });
    };
    const fail = ({ reason, sent, cause }: NoAnswer): void => {
      if (response !== null && statusOf(response) >= 400 && reason !== "cancelled") {
        // The upstream has said no: what it said beside that is lost.
        answer(response, Buffer.alloc(0));
        request.destroy();
        return;
      }
      settle();
      reject(new NoAnswer(reason, sent, cause, response === null ? null : statusOf(response)));
      if (signal === null && sent && reason === "timeout") {
        abandon(request);
      } else {
        request.destroy();
      }
    };
    const cancel = (): void => fail(new NoAnswer("cancelled", isConnected(request)));
    const timer = setTimeout(() => fail(new NoAnswer("timeout", isConnected(request))), timeoutMs);
    signal?.addEventListener("abort", cancel);

    request.on("error", (error) => {
      // What follows a whole answer is no part of it: the body of a 204, or more than was announced.
      if (response?.complete !== true) {
        fail(new NoAnswer("network", mayBeSent(error), error));
      }
    });
    request.on("upgrade", (_response, socket) => {
      socket.destroy();
      fail(new NoAnswer("network", true, new Error("the upstream switches protocols")));
    });
    request.on("response", (begun) => {
      response = begun;
      // Listened to from the start: an error before the body is read would go unseen.
      begun.on("error", (error) => fail(new NoAnswer("network", true, error)));
      collect(begun, method, maxBytes).then((bytes) => answer(begun, bytes), fail);
    });
    request.end(body ?? undefined);
  });
}

const statusOf = ({ statusCode = 0 }: IncomingMessage): number => statusCode;

/** An IPv6 address stands in brackets in a URL, and without them everywhere else. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

/** Stands in for looking a name up. */
function lookupOf({ address, family }: IpAddress): LookupFunction {
  return (_hostname, options, done) => {
    if (options.all === true) {
      done(null, [{ address, family }]);
    } else {
      done(null, address, family);
    }
  };
}

/** How long a change that nobody waits for any more may take to arrive. */
const ABANDONED_MS = 60_000;

/** Closing the connection could cancel the change half-way: it is left alone for a while. */
function abandon(request: ClientRequest): void {
  request.on("response", (response) => response.resume());
  const timer = setTimeout(() => request.destroy(), ABANDONED_MS);
  timer.unref();
  request.once("close", () => clearTimeout(timer));
}

/** Until there is a connection, nothing has been sent. */
function isConnected(request: ClientRequest): boolean {
  return request.socket?.connecting === false;
}

/** Errors of looking up a name, connecting, or agreeing on TLS come before the request is sent. */
function mayBeSent(error: Error & { readonly code?: string; readonly syscall?: string }): boolean {
  const { code = "", syscall = "" } = error;
  return !(syscall === "connect" || syscall === "getaddrinfo" || BEFORE_SENDING.test(code));
}

const BEFORE_SENDING =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_TLS_.*|CERT_.*|.*_CERT_.*|.*SELF_SIGNED.*|UNABLE_TO_.*)$/;

async function collect(
  response: IncomingMessage,
  method: string,
  maxBytes: number,
): Promise<Buffer> {
  // Their headers are of the body that another request would be answered with.
  if (method === "HEAD" || [204, 304].includes(statusOf(response))) {
    return await readAll(response, maxBytes);
  }
  if (Number(response.headers["content-length"] ?? 0) > maxBytes) {
    throw new NoAnswer("too-large", true);
  }
  const [coding, ...others] = codingsOf(response);
  if (coding === undefined) {
    return await readAll(response, maxBytes);
  }
  if (others.length > 0) {
    throw new NoAnswer("encoding", true);
  }
  return await decoded(response, coding, maxBytes);
}

/** What servers name that have not encoded anything. */
const NO_CODINGS: readonly string[] = ["", "identity", "none", "utf-8", "aws-chunked"];

function codingsOf({ headers }: IncomingMessage): readonly string[] {
  const named = headers["content-encoding"]?.toLowerCase().split(",") ?? [];
  return named.map((coding) => coding.trim()).filter((coding) => !NO_CODINGS.includes(coding));
}

function readAll(body: Readable, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) {
        body.destroy();
        reject(new NoAnswer("too-large", true));
      }
    });
    body.on("end", () => resolve(Buffer.concat(chunks, size)));
    body.on("error", (error) => reject(new NoAnswer("network", true, error)));
  });
}

/** The body without its content coding, so that the cap counts decoded bytes. Nothing decodes to nothing. */
async function decoded(
  response: IncomingMessage,
  coding: string,
  maxBytes: number,
): Promise<Buffer> {
  const decoder = decoderFor(coding, await import("node:zlib"));
  let isEmpty = true;
  response.once("data", () => {
    isEmpty = false;
  });
  response.on("error", (error) => decoder.destroy(error));
  try {
    return await readAll(response.pipe(decoder), maxBytes);
  } catch (error) {
    if (isEmpty && response.complete) {
      return Buffer.alloc(0);
    }
    throw error;
  }
}

function decoderFor(coding: string, zlib: typeof import("node:zlib")): Transform {
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return zlib.createGunzip();
    case "deflate":
      return zlib.createInflate();
    case "br":
      return zlib.createBrotliDecompress();
    default:
      throw new NoAnswer("encoding", true);
  }
}

function flatten(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) {
      headers[name] = Array.isArray(value) ? value.join(", ") : value;
    }
  }
  return headers;
}
