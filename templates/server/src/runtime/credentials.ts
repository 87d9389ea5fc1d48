import type { EnvText } from "./env.js";

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
