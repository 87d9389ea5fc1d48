import { type WrittenBody, writeBody } from "./body.js";
import { checkBody } from "./body-check.js";
import { type Proof, proofsFor } from "./credentials.js";
import { FatalError } from "./fatal.js";
import type { Operation, OperationRequest, Parameters } from "./operation.js";
import { type Values, writeCookies, writeHeaders, writePath, writeQuery } from "./parameters.js";
import { encode } from "./percent.js";
import type { Upstream } from "./upstream.js";

/** A request as it goes on the wire. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  /** Path and query as they were written: a URL escapes the apostrophe in a query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** What a request carries that neither the tool nor the operation says. */
export interface Marks {
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly userAgent: string;
}

export function buildRequest(
  upstream: Upstream,
  operation: Operation,
  request: OperationRequest,
  marks: Marks,
): Outgoing {
  const proofs = proofsFor(operation, upstream.proofs);
  if (proofs === null) {
    throw new FatalError("credentials_rejected", { problem: "no credential for the operation" });
  }
  const { baseUrl: own, parameters = {} } = operation;
  const address = upstream.servers.get(own ?? "") ?? upstream.base;
  const values = (location: keyof typeof parameters): Values =>
    withSupplied(request[location] ?? {}, parameters[location] ?? {}, address.supplied);

  const path = writePath(operation.path, parameters.path ?? {}, values("path"));
  const query = join("&", [
    writeQuery(parameters.query ?? {}, values("query")),
    ...proofsIn("query", proofs).map(({ name, value }) => `${encode(name)}=${encode(value)}`),
  ]);
  const cookie = join("; ", [
    writeCookies(parameters.cookie ?? {}, values("cookie")),
    ...proofsIn("cookie", proofs).map(({ name, value }) => `${name}=${value}`),
  ]);
  const body = bodyOf(operation, request.body);
  const headers: Record<string, string> = {
    accept: ACCEPT[operation.answer.kind] ?? "application/json",
    "accept-encoding": "gzip, br",
    "user-agent": marks.userAgent,
    ...address.headers,
    "x-request-id": marks.requestId,
    ...writeHeaders(parameters.header ?? {}, values("header")),
    ...(cookie === "" ? {} : { cookie }),
    ...keyHeader(upstream, marks.idempotencyKey),
    ...bodyHeaders(body),
    ...headersOf(proofs),
  };
  const url = resolve(address.url, address === upstream.base ? own : undefined, path);
  const search = join("&", [url.search.slice(1), query]);
  const target = url.pathname + (search === "" ? "" : `?${search}`);
  url.search = search;
  return { method: operation.method, url, target, headers, body: body?.bytes ?? null };
}

function bodyOf({ body: form }: Operation, body: unknown): WrittenBody | null {
  if (form === undefined || body === undefined) {
    return null;
  }
  checkBody(form, body);
  return writeBody(form, body);
}

const ACCEPT: Readonly<Record<string, string>> = {
  file: "*/*",
  text: "text/*, */*;q=0.5",
  empty: "*/*",
};

/**
 * The URL under the base URL. Whatever the parts hold, it is of the same origin and below the same
 * path, or the request is refused.
 */
function resolve(base: URL, own: string | undefined, path: string): URL {
  const root = own === undefined ? base : new URL(own, base);
  const prefix = root.pathname.replace(/\/+$/, "");
  const url = new URL(root.origin + prefix + path);
  if (url.origin !== base.origin || !`${url.pathname}/`.startsWith(`${prefix}/`)) {
    throw new FatalError("internal_error", { problem: "the request would leave the base URL" });
  }
  return url;
}

function withSupplied(
  values: Values,
  forms: Parameters,
  supplied: Readonly<Record<string, string>>,
): Values {
  const added: Record<string, unknown> = {};
  for (const [name, form] of Object.entries(forms)) {
    if (form.supplied !== undefined && values[name] === undefined) {
      added[name] = supplied[form.supplied];
    }
  }
  return { ...values, ...added };
}

function proofsIn(place: Proof["in"], proofs: readonly Proof[]): readonly Proof[] {
  return proofs.filter((proof) => proof.in === place);
}

function headersOf(proofs: readonly Proof[]): Record<string, string> {
  return Object.fromEntries(proofsIn("header", proofs).map(({ name, value }) => [name, value]));
}

function keyHeader(upstream: Upstream, key: string | null): Record<string, string> {
  const { idempotencyHeader } = upstream.definition;
  return key === null || idempotencyHeader === undefined
    ? {}
    : { [idempotencyHeader.toLowerCase()]: key };
}

function bodyHeaders(body: { mediaType: string; bytes: Buffer } | null): Record<string, string> {
  return body === null
    ? {}
    : { "content-type": body.mediaType, "content-length": String(body.bytes.length) };
}

function join(separator: string, parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(separator);
}
