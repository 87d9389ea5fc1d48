import type { Token } from "../records.js";
import type { Store } from "../store.js";
import type { Operation } from "./description.js";
import { Refusal } from "./refusal.js";

/** Whose token a request carries. Throws a 401 without one that is known. */
export function authenticate(header: string | undefined, store: Store): Token {
  const secret = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  const token = secret === undefined ? undefined : store.tokens.get(secret);
  if (!token) {
    const [code, message] =
      secret === undefined
        ? ["no_token", "The request carries no bearer token."]
        : ["unknown_token", "The token is unknown or was revoked."];
    throw new Refusal(401, code, message, { headers: { "WWW-Authenticate": "Bearer" } });
  }
  return token;
}

/** Throws a 403 unless the token has every scope of one of the operation's alternatives. */
export function authorize(operation: Operation, token: Token): void {
  const missing = operation.scopes.map((scopes) =>
    scopes.filter((scope) => !token.scopes.includes(scope)),
  );
  if (missing.every((scopes) => scopes.length > 0)) {
    const names = [...new Set(missing.flat())].join(", ");
    throw new Refusal(403, "missing_scope", `The token lacks the scope ${names}.`);
  }
}

/** The account that a request is about. Throws a 403 for one that is none of the token's. */
export function accountOf(asked: unknown, token: Token): string {
  if (typeof asked !== "string" || asked === token.account) {
    return token.account;
  }
  if (!token.also.includes(asked)) {
    throw new Refusal(403, "foreign_account", `The token may not act for the account ${asked}.`);
  }
  return asked;
}
