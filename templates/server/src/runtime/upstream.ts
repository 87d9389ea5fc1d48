import type { ObjectShape } from "./contract.js";
import { type Credential, type Proof, readCredential } from "./credentials.js";
import { type EnvReader, type EnvText, fromEnvironment } from "./env.js";
import { isHeaderText } from "./header-text.js";
import type { Operations } from "./operation.js";

/** The API behind the tools. */
export interface UpstreamDefinition<Problem extends ObjectShape = ObjectShape> {
  readonly operations: Operations;
  /** The fields of error bodies that error rules read. */
  readonly problem: Problem;
  /** Whole, path included. No request leaves its origin. */
  readonly baseUrl: EnvText;
  /** By security scheme. */
  readonly auth?: Readonly<Record<string, Credential>>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, EnvText>>;
  /** Supplied to every operation that has a parameter for it. */
  readonly with?: Readonly<Record<string, EnvText>>;
  /** One request. */
  readonly timeoutMs: number;
  /** One tool call, retries included. */
  readonly deadlineMs: number;
  /** How often a request may be repeated. */
  readonly retries: number;
  /** The header that makes a repeated write harmless. */
  readonly idempotencyHeader?: string;
  /** What a missing or mistyped field is: null and a log line, or an error. */
  readonly contract: "warn" | "strict";
}

/** The upstream as this process reaches it: everything that the environment decides has been read. */
export interface Upstream {
  readonly definition: UpstreamDefinition;
  readonly baseUrl: URL;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The values of `upstream.with`. */
  readonly supplied: Readonly<Record<string, string>>;
  readonly proofs: ReadonlyMap<string, Proof>;
  /** What must not leave the process. */
  readonly secrets: readonly string[];
}

/** What cannot be used is refused through the reader, so that all of it is reported at once. */
export function readUpstream(definition: UpstreamDefinition, environment: EnvReader): Upstream {
  const headers = Object.entries(definition.headers ?? {});
  const secretHeaders = headers.filter(([, text]) => fromEnvironment(text));
  const proofs = readProofs(definition.auth ?? {}, environment);
  return {
    definition,
    baseUrl: readBaseUrl(definition, environment, proofs.size > 0),
    headers: Object.fromEntries(
      headers.map(([name, text]) => [name.toLowerCase(), environment.read(text)]),
    ),
    supplied: Object.fromEntries(
      Object.entries(definition.with ?? {}).map(([name, text]) => [name, environment.read(text)]),
    ),
    proofs,
    secrets: [
      ...[...proofs.values()].flatMap((proof) => proof.secrets),
      ...secretHeaders.map(([, text]) => environment.read(text)),
    ],
  };
}

function readProofs(
  auth: Readonly<Record<string, Credential>>,
  environment: EnvReader,
): ReadonlyMap<string, Proof> {
  const proofs = new Map<string, Proof>();
  for (const [scheme, credential] of Object.entries(auth)) {
    const proof = readCredential(credential, environment);
    if (proof.in === "header" && !isHeaderText(proof.value)) {
      environment.refuse(`the credential for ${scheme} has characters that a header cannot hold`);
    }
    proofs.set(scheme, proof);
  }
  return proofs;
}

/** Stands in while a start that fails anyway collects what else is wrong. */
const NOWHERE = new URL("http://localhost/");

function readBaseUrl(
  definition: UpstreamDefinition,
  environment: EnvReader,
  hasCredentials: boolean,
): URL {
  if (!environment.has(definition.baseUrl)) {
    environment.read(definition.baseUrl);
    return NOWHERE;
  }
  const text = environment.read(definition.baseUrl);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    environment.refuse("the base URL of the upstream is not an http or https URL");
    return NOWHERE;
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    environment.refuse("the base URL of the upstream has more than an origin and a path");
  }
  if (hasCredentials && url.protocol === "http:" && !isLoopback(url.hostname)) {
    environment.refuse("credentials are not sent over plain http: the base URL must be https");
  }
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
