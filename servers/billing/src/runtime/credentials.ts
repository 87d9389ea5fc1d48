import type { EnvReader, EnvText } from "./env.js";
import type { Operation } from "./operation.js";

/** What proves to the upstream who is asking; the key in `auth` is a security scheme's name. */
export type Credential =
  | { readonly kind: "bearer"; readonly token: EnvText }
  | { readonly kind: "basic"; readonly username: EnvText; readonly password: EnvText }
  | {
      readonly kind: "apiKey";
      readonly in: "header" | "query" | "cookie";
      readonly name: string;
      readonly key: EnvText;
    }
  | ClientCredentials;

/** The server fetches its own tokens. Source: RFC 6749, section 4.4. */
export interface ClientCredentials {
  readonly kind: "client";
  /** Absolute, or relative to the base URL. */
  readonly tokenUrl: EnvText;
  readonly clientId: EnvText;
  readonly clientSecret: EnvText;
  readonly clientAuth: "basic" | "body";
  readonly scopes: readonly string[];
}

export function bearer(token: EnvText): Credential {
  return { kind: "bearer", token };
}

export function basic(username: EnvText, password: EnvText): Credential {
  return { kind: "basic", username, password };
}

export function apiKey(
  place: { readonly in: "header" | "query" | "cookie"; readonly name: string },
  key: EnvText,
): Credential {
  return { kind: "apiKey", ...place, key };
}

export function clientCredentials({
  clientAuth = "basic",
  ...rest
}: Omit<ClientCredentials, "kind" | "clientAuth"> &
  Partial<Pick<ClientCredentials, "clientAuth">>): Credential {
  return { kind: "client", clientAuth, ...rest };
}

/** A credential as it is sent. */
export interface Proof {
  readonly in: "header" | "query" | "cookie";
  /** In lower case, if it is a header's. */
  readonly name: string;
  readonly value: string;
  /** What must not leave the process otherwise. */
  readonly secrets: readonly string[];
}

export function readCredential(
  credential: Exclude<Credential, ClientCredentials>,
  environment: EnvReader,
): Proof {
  switch (credential.kind) {
    case "bearer": {
      const token = environment.read(credential.token);
      const value = `Bearer ${token}`;
      return { in: "header", name: "authorization", value, secrets: [token] };
    }
    case "basic": {
      const username = environment.read(credential.username);
      const password = environment.read(credential.password);
      const pair = Buffer.from(`${username}:${password}`).toString("base64");
      const value = `Basic ${pair}`;
      // Without a password the user name is the key.
      const secret = password === "" ? username : password;
      return { in: "header", name: "authorization", value, secrets: [secret, pair] };
    }
    case "apiKey": {
      const key = environment.read(credential.key);
      const name = credential.in === "header" ? credential.name.toLowerCase() : credential.name;
      return { in: credential.in, name, value: key, secrets: [key] };
    }
  }
}

/**
 * The schemes that the operation asks for, and no others: the first of its alternatives of which
 * every scheme is configured. Null where none is.
 */
export function schemesFor(
  { security: alternatives = [] }: Operation,
  isConfigured: (scheme: string) => boolean,
): readonly string[] | null {
  if (alternatives.length === 0) {
    return [];
  }
  const met = alternatives.find((alternative) => Object.keys(alternative).every(isConfigured));
  return met === undefined ? null : Object.keys(met);
}

/** What proves them. Null where the operation asks for more than is configured. */
export function proofsFor(
  operation: Operation,
  proofs: ReadonlyMap<string, Proof>,
): readonly Proof[] | null {
  const schemes = schemesFor(operation, (scheme) => proofs.has(scheme));
  return schemes?.flatMap((scheme) => proofs.get(scheme) ?? []) ?? null;
}
