import { textOfAnswer } from "./answer-text.js";
import { send } from "./attempts.js";
import type { Proof } from "./credentials.js";
import { retryAfter } from "./errors.js";
import { FatalError } from "./fatal.js";
import { isHeaderText } from "./header-text.js";
import { Http, type HttpAnswer, NoAnswer } from "./http.js";
import { isObject } from "./json.js";
import type { Outgoing } from "./outgoing.js";
import type { Secrets } from "./secrets.js";

/** A client that fetches its own tokens, as this process knows it. */
export interface TokenClient {
  /** The security scheme. */
  readonly scheme: string;
  readonly tokenUrl: URL;
  readonly id: string;
  readonly secret: string;
  /** How it says who it is: in the Authorization header, or in the body. */
  readonly auth: "basic" | "body";
  readonly scopes: readonly string[];
}

/** What bounds a fetch. Milliseconds. */
export interface TokenBounds {
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retries: number;
}

interface Token {
  readonly value: string;
  /** By `performance.now()`. */
  readonly renewAt: number;
}

/** That there was no token, and until when none is asked for again. */
interface Refusal {
  readonly error: FatalError;
  /** By `performance.now()`. */
  readonly until: number;
}

/** The most that a token endpoint may answer. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** A token is renewed so long before its end, or a tenth of its life where that is shorter. */
const RENEW_BEFORE_SECONDS = 30;

/** Of a token that does not say it; the upstream then says when it is over. */
const USUAL_LIFETIME_SECONDS = 300;
const LONGEST_LIFETIME_SECONDS = 86_400;

/** After a refusal; twice as long after each further one. */
const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 60;
/** However long Retry-After says: somebody may have mended what was wrong. */
const LONGEST_ASKED_PAUSE_SECONDS = 300;

/**
 * Fetches tokens for a client, and keeps the last one until shortly before its end. Calls that need
 * one at the same time share a fetch; after a refusal the next ones share that, for a while. Source:
 * RFC 6749, section 4.4.
 */
export class TokenSource {
  readonly #client: TokenClient;
  readonly #bounds: TokenBounds;
  readonly #http = new Http(MAX_ANSWER_BYTES);
  #token: Token | null = null;
  #fetching: Promise<Token> | null = null;
  #refusal: Refusal | null = null;
  /** How many in a row. */
  #refusals = 0;

  constructor(client: TokenClient, bounds: TokenBounds) {
    this.#client = client;
    this.#bounds = bounds;
  }

  /** A token that still holds. Throws a FatalError where none is to be had: the same one until it is asked for again. */
  async token(userAgent: string, secrets: Secrets): Promise<string> {
    if (this.#token !== null && performance.now() < this.#token.renewAt) {
      return this.#token.value;
    }
    if (this.#refusal !== null && performance.now() < this.#refusal.until) {
      throw this.#refusal.error;
    }
    this.#fetching ??= this.#renew(userAgent, secrets).finally(() => {
      this.#fetching = null;
    });
    return (await this.#fetching).value;
  }

  /** Forgets a token that the upstream did not accept, unless there is another by now. */
  refuse(token: string): void {
    if (this.#token?.value === token) {
      this.#token = null;
    }
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  /** A call may still be under way with the token before, and its answer must not show that one either. */
  async #renew(userAgent: string, secrets: Secrets): Promise<Token> {
    const started = performance.now();
    const answer = await this.#fetch(userAgent);
    const token = readToken(answer, started);
    if (token instanceof FatalError) {
      this.#pause(token, answer);
      throw token;
    }
    this.#refusal = null;
    this.#refusals = 0;
    secrets.renew(this.#client.scheme, token.value);
    this.#token = token;
    return token;
  }

  /** An endpoint that is down is asked again at once, unless it says when it will be back. */
  #pause(error: FatalError, { status, headers }: HttpAnswer): void {
    const asked = retryAfter(headers["retry-after"], Date.now());
    if (status >= 500 && asked === null) {
      return;
    }
    const usual = Math.min(FIRST_PAUSE_SECONDS * 2 ** this.#refusals, LONGEST_PAUSE_SECONDS);
    const seconds = Math.min(Math.max(usual, asked ?? 0), LONGEST_ASKED_PAUSE_SECONDS);
    this.#refusals += 1;
    this.#refusal = { error, until: performance.now() + seconds * 1000 };
  }

  async #fetch(userAgent: string): Promise<HttpAnswer> {
    const { timeoutMs, deadlineMs, retries } = this.#bounds;
    const bounds = {
      timeoutMs,
      retries,
      repeatable: true,
      cancellable: true,
      deadline: Date.now() + deadlineMs,
      // Others may wait for the token too: no call's end is that of the fetch.
      signal: new AbortController().signal,
      follow: null,
    };
    const request = tokenRequest(this.#client, userAgent);
    return await send(this.#http, request, bounds, () => undefined).catch((error: unknown) => {
      throw error instanceof NoAnswer
        ? new FatalError("upstream_unavailable", {
            cause: error.cause,
            problem: `no token: ${error.reason}`,
            retry: true,
          })
        : error;
    });
  }
}

/** A token as it is sent. */
export function bearerProof(token: string): Proof {
  return { in: "header", name: "authorization", value: `Bearer ${token}`, secrets: [token] };
}

function tokenRequest(
  { tokenUrl, id, secret, auth, scopes }: TokenClient,
  userAgent: string,
): Outgoing {
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  if (scopes.length > 0) {
    form.set("scope", scopes.join(" "));
  }
  if (auth === "body") {
    form.set("client_id", id);
    form.set("client_secret", secret);
  }
  const body = Buffer.from(form.toString());
  return {
    method: "POST",
    url: tokenUrl,
    target: tokenUrl.pathname + tokenUrl.search,
    headers: {
      accept: "application/json",
      "accept-encoding": "gzip, br",
      "user-agent": userAgent,
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
      ...(auth === "basic" ? { authorization: `Basic ${clientPair(id, secret)}` } : {}),
    },
    body,
  };
}

/** Source: RFC 6749, section 2.3.1: both are encoded as in a form before they are joined. */
export function clientPair(id: string, secret: string): string {
  return Buffer.from(`${formEncoded(id)}:${formEncoded(secret)}`).toString("base64");
}

function formEncoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

/** Source: RFC 6749, sections 5.1 and 5.2. Nothing of the answer but its status is logged. */
function readToken({ status, bytes }: HttpAnswer, started: number): Token | FatalError {
  if (status === 400 || status === 401 || status === 403) {
    return new FatalError("credentials_rejected", { problem: "no token", status });
  }
  const body = status === 200 || status === 201 ? parse(bytes) : null;
  const { access_token: value, token_type: type, expires_in: lifetime } = body ?? {};
  const isBearer = typeof type !== "string" || type.toLowerCase() === "bearer";
  if (typeof value !== "string" || value === "" || !isHeaderText(value) || !isBearer) {
    const isBusy = status === 429 || status >= 500;
    const problem = body === null ? "no token" : "no bearer token in the answer";
    return new FatalError("upstream_unavailable", { problem, status, retry: isBusy });
  }
  const seconds = lifetimeOf(lifetime);
  const early = Math.min(RENEW_BEFORE_SECONDS, seconds / 10);
  return { value, renewAt: started + (seconds - early) * 1000 };
}

function lifetimeOf(given: unknown): number {
  const seconds = typeof given === "number" || typeof given === "string" ? Number(given) : 0;
  return seconds > 0 ? Math.min(seconds, LONGEST_LIFETIME_SECONDS) : USUAL_LIFETIME_SECONDS;
}

function parse(bytes: Buffer): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(textOfAnswer(bytes));
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}
