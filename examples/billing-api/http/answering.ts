import type { IncomingHttpHeaders } from "node:http";
import type { Token } from "../records.js";
import { routes } from "../routes.js";
import type { Store } from "../store.js";
import { accountOf, authenticate, authorize } from "./auth.js";
import type { Answer } from "./call.js";
import { documented, type Rendered } from "./check-answer.js";
import type { Operation } from "./description.js";
import type { IdempotencyKeys } from "./idempotency.js";
import { toJson } from "./json.js";
import { Refusal, refusalBody } from "./refusal.js";
import { readRequest } from "./request.js";
import type { Schemas } from "./schemas.js";

export interface State {
  readonly store: Store;
  readonly keys: IdempotencyKeys;
}

export interface Incoming {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly requestId: string;
}

/** Authenticates, authorises, validates and runs; a refusal comes out in its documented form. */
export function answerTo(incoming: Incoming, state: State, schemas: Schemas): Rendered {
  try {
    return rendered(run(incoming, state, schemas));
  } catch (error) {
    if (error instanceof Refusal) {
      return renderedRefusal(error, incoming.operation, incoming.requestId);
    }
    throw error;
  }
}

function run(incoming: Incoming, { store, keys }: State, schemas: Schemas): Answer {
  const { operation, url } = incoming;
  const token = authenticate(incoming.headers.authorization, store);
  authorize(operation, token);
  const request = readRequest(operation, { ...incoming, query: url.searchParams }, schemas);
  const account = accountOf(request.query.account, token);
  const route = routes[operation.id];
  if (!route) {
    throw new Error(`${operation.id} is in the description and not implemented`);
  }
  token.last_used_at = store.now();
  const work = (): Answer => route({ store, token, account, ...request });
  return once(incoming, token, keys, work);
}

/** With an idempotency key, where the operation takes one, the work is done at most once. */
function once(
  { operation, url, headers, body }: Incoming,
  token: Token,
  keys: IdempotencyKeys,
  work: () => Answer,
): Answer {
  const key = headers["idempotency-key"];
  const takesKey = operation.parameters.some(({ name }) => name === "Idempotency-Key");
  if (typeof key !== "string" || !takesKey) {
    return work();
  }
  return keys.once(token, key, `${operation.method} ${url.pathname}${url.search}\n${body}`, work);
}

function rendered(answer: Answer): Rendered {
  const { status, headers = {}, file } = answer;
  if (file) {
    return { status, headers, mediaType: file.mediaType, body: file.bytes };
  }
  if (answer.json === undefined) {
    return { status, headers, mediaType: null, body: "" };
  }
  return { status, headers, mediaType: "application/json", body: toJson(answer.json) };
}

/** A refusal in the first media type that the operation documents for its status. */
export function renderedRefusal(
  refusal: Refusal,
  operation: Operation | null,
  requestId: string,
): Rendered {
  const response = operation && documented(operation, refusal.status);
  const mediaType = [...(response?.contents.keys() ?? [])][0] ?? "application/problem+json";
  return {
    status: refusal.status,
    headers: refusal.headers,
    mediaType,
    body: toJson(refusalBody(refusal, mediaType, requestId)),
  };
}
