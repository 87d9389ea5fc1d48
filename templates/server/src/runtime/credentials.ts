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
    };

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

/** A credential as it is sent. */
export interface Proof {
  readonly in: "header" | "query" | "cookie";
  /** In lower case, if it is a header's. */
  readonly name: string;
  readonly value: string;
  /** What must not leave the process otherwise. */
  readonly secrets: readonly string[];
}

export function readCredential(credential: Credential, environment: EnvReader): Proof {
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
      return { in: "header", name: "authorization", value, secrets: [password, pair] };
    }
    case "apiKey": {
      const key = environment.read(credential.key);
      const name = credential.in === "header" ? credential.name.toLowerCase() : credential.name;
      return { in: credential.in, name, value: key, secrets: [key] };
    }
  }
}

/**
 * What the operation asks for, and nothing more: the first of its alternatives of which every
 * scheme is configured. Null where none is.
 */
export function proofsFor(
  operation: Operation,
  proofs: ReadonlyMap<string, Proof>,
): readonly Proof[] | null {
  const alternatives = operation.security ?? [];
  if (alternatives.length === 0) {
    return [];
  }
  for (const alternative of alternatives) {
    const schemes = Object.keys(alternative);
    const found = schemes.flatMap((scheme) => proofs.get(scheme) ?? []);
    if (found.length === schemes.length) {
      return found;
    }
  }
  return null;
}
