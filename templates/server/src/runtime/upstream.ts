import type { ObjectShape } from "./contract.js";
import {
  type ClientCredentials,
  type Credential,
  type Proof,
  readCredential,
} from "./credentials.js";
import { type EnvReader, type EnvText, fromEnvironment } from "./env.js";
import { isCookieText, isHeaderText } from "./header-text.js";
import type { Operations } from "./operation.js";
import { clientPair, type TokenClient, TokenSource } from "./tokens.js";

/** The API behind the tools. */
export interface UpstreamDefinition<Problem extends ObjectShape = ObjectShape> {
  readonly operations: Operations;
  /** The fields of error bodies that error rules read. */
  readonly problem: Problem;
  /** Whole, path included. */
  readonly baseUrl: EnvText;
  /** Where some of the operations are instead. No request leaves these origins. */
  readonly servers?: Readonly<Record<string, ServerDefinition>>;
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

/** A further address of the API. */
export interface ServerDefinition {
  /** Whole, path included. */
  readonly baseUrl: EnvText;
  /** Whether credentials, and values from the environment, are sent there; not unless it says so. */
  readonly credentials?: boolean;
}

/** Where requests go, and what each of them is sent with. */
export interface Address {
  readonly url: URL;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The values of `upstream.with` that may be sent there. */
  readonly supplied: Readonly<Record<string, string>>;
}

/** The upstream as this process reaches it: everything that the environment decides has been read. */
export interface Upstream {
  readonly definition: UpstreamDefinition;
  readonly base: Address;
  /** By what operations call them. */
  readonly servers: ReadonlyMap<string, Address>;
  /** The values of `upstream.with`. */
  readonly supplied: Readonly<Record<string, string>>;
  readonly proofs: ReadonlyMap<string, Proof>;
  /** Where the tokens of the other schemes come from. */
  readonly tokens: ReadonlyMap<string, TokenSource>;
  /** What must not leave the process. */
  readonly secrets: readonly string[];
}

/** What cannot be used is refused through the reader, so that all of it is reported at once. */
export function readUpstream(definition: UpstreamDefinition, environment: EnvReader): Upstream {
  const { auth: credentials = {}, headers: written = {}, servers = {} } = definition;
  const values = Object.entries(definition.with ?? {});
  const auth = Object.entries(credentials);
  const headers = Object.entries(written);
  const secretHeaders = headers.filter(([, text]) => fromEnvironment(text));
  const hasSecrets =
    auth.length > 0 || [...headers, ...values].some(([, text]) => fromEnvironment(text));
  const url = readBaseUrl("the upstream", definition.baseUrl, environment, hasSecrets);
  const proofs = readProofs(auth, environment);
  const clients = readClients(auth, url, environment);
  const all = readHeaders(headers, environment);
  const secretNames = secretHeaders.map(([name]) => name.toLowerCase());
  const plain = Object.entries(all).filter(([name]) => !secretNames.includes(name));
  const supplied = readAll(values, environment);
  const stated = values.filter(([, text]) => !fromEnvironment(text));
  const elsewhere = Object.entries(servers).map(([server, { baseUrl, credentials = false }]) => {
    const address: Address = {
      url: readBaseUrl(server, baseUrl, environment, credentials && hasSecrets),
      headers: credentials ? all : Object.fromEntries(plain),
      supplied: credentials ? supplied : readAll(stated, environment),
    };
    return [server, address] as const;
  });
  return {
    definition,
    base: { url, headers: all, supplied },
    servers: new Map(elsewhere),
    supplied,
    proofs,
    tokens: new Map(clients.map((one) => [one.scheme, new TokenSource(one, definition)])),
    secrets: [
      ...[...proofs.values()].flatMap((proof) => proof.secrets),
      ...clients.flatMap(({ id, secret }) => [secret, clientPair(id, secret)]),
      ...secretHeaders.map(([, text]) => environment.read(text)),
    ],
  };
}

function readAll(
  texts: readonly (readonly [string, EnvText])[],
  environment: EnvReader,
): Readonly<Record<string, string>> {
  return Object.fromEntries(texts.map(([name, text]) => [name, environment.read(text)]));
}

function readHeaders(
  headers: readonly (readonly [string, EnvText])[],
  environment: EnvReader,
): Readonly<Record<string, string>> {
  const read: Record<string, string> = {};
  for (const [name, text] of headers) {
    const value = environment.read(text);
    if (!isHeaderText(value)) {
      environment.refuse(
        `the value of the header ${name}${environment.namesIn(text)} has characters that a header cannot hold`,
      );
    }
    read[name.toLowerCase()] = value;
  }
  return read;
}

function readProofs(
  auth: readonly (readonly [string, Credential])[],
  environment: EnvReader,
): ReadonlyMap<string, Proof> {
  const proofs = new Map<string, Proof>();
  for (const [scheme, credential] of auth) {
    if (credential.kind === "client") {
      continue;
    }
    const proof = readCredential(credential, environment);
    const isSendable = { header: isHeaderText, cookie: isCookieText, query: () => true }[proof.in];
    if (!isSendable(proof.value)) {
      environment.refuse(
        `the credential for ${scheme}${namesInCredential(credential, environment)} has characters that a ${proof.in} cannot hold`,
      );
    }
    proofs.set(scheme, proof);
  }
  return proofs;
}

function namesInCredential(
  credential: Exclude<Credential, ClientCredentials>,
  environment: EnvReader,
): string {
  switch (credential.kind) {
    case "bearer":
      return environment.namesIn(credential.token);
    case "basic":
      return environment.namesIn({ parts: [credential.username, credential.password] });
    case "apiKey":
      return environment.namesIn(credential.key);
  }
}

function readClients(
  auth: readonly (readonly [string, Credential])[],
  baseUrl: URL,
  environment: EnvReader,
): readonly TokenClient[] {
  return auth.flatMap(([scheme, credential]) =>
    credential.kind === "client"
      ? [
          {
            scheme,
            tokenUrl: readTokenUrl(scheme, credential.tokenUrl, baseUrl, environment),
            id: environment.read(credential.clientId),
            secret: environment.read(credential.clientSecret),
            auth: credential.clientAuth,
            scopes: credential.scopes,
          },
        ]
      : [],
  );
}

function readTokenUrl(scheme: string, written: EnvText, baseUrl: URL, environment: EnvReader): URL {
  const text = environment.read(written);
  const base = `${baseUrl.href.replace(/\/+$/, "")}/`;
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  const isSafe =
    url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (url === null || !isSafe || url.username !== "" || url.password !== "") {
    if (environment.has(written)) {
      const from = environment.namesIn(written);
      environment.refuse(`the token URL of ${scheme}${from} is not an https URL`);
    }
    return NOWHERE;
  }
  url.hash = "";
  return url;
}

/** Stands in while a start that fails anyway collects what else is wrong. */
const NOWHERE = new URL("http://localhost/");

function readBaseUrl(
  of: string,
  written: EnvText,
  environment: EnvReader,
  hasCredentials: boolean,
): URL {
  if (!environment.has(written)) {
    environment.read(written);
    return NOWHERE;
  }
  const text = environment.read(written);
  const name = `the base URL of ${of}${environment.namesIn(written)}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    environment.refuse(`${name} is not an http or https URL`);
    return NOWHERE;
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    environment.refuse(`${name} has more than an origin and a path`);
  }
  if (hasCredentials && url.protocol === "http:" && !isLoopback(url.hostname)) {
    environment.refuse(`credentials are not sent over plain http: ${name} must be https`);
  }
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
