import { isDeepStrictEqual } from "node:util";
import type { Collector } from "../diagnostics/collector.js";
import type { Operation as OperationModel } from "../model/operation.js";
import type { Credential, RequiredScopes } from "../model/server.js";
import type { Api, Operation, SecurityScheme } from "../openapi/api.js";
import type { Span, Spanned } from "../source/source-file.js";
import type { ClientSecret, CredentialEntry, ToolMap } from "../tool-map/tool-map.js";
import { insecureTokenUrl, missingTokenUrl } from "./call-problems.js";
import { envText } from "./env-text.js";
import {
  clashingCredentials,
  credentialMisfit,
  missingCredentials,
  unknownScheme,
} from "./operation-problems.js";
import type { UsedOperation } from "./operation-table.js";
import { byCodeUnit } from "./order.js";
import { unsupportedSecurity } from "./request-problems.js";
import { mayHaveCredentials } from "./servers.js";
import { supportedSecurity, waysOf } from "./supported-security.js";

/** The credentials of the map, each checked against the scheme of the spec that it names. */
export function bindCredentials(
  map: ToolMap,
  api: Api,
  collector: Collector,
): readonly Credential[] {
  const credentials = map.upstream.auth.flatMap((entry) => {
    const scheme = api.securitySchemes.get(entry.scheme.value);
    if (scheme === undefined) {
      collector.add(unknownScheme(entry.scheme, api.securitySchemes.keys()));
      return [];
    }
    const credential = credentialOf(entry, scheme);
    if (credential === null) {
      collector.add(credentialMisfit(entry.scheme, scheme, api.spanOf(scheme.pointer, "key")));
      return [];
    }
    if (credential.kind === "client") {
      checkTokenUrl(credential, entry.scheme, api.spanOf(scheme.pointer, "key"), collector);
    }
    return [credential];
  });
  return credentials.sort((a, b) => (a.scheme < b.scheme ? -1 : 1));
}

/** Null where the scheme wants another kind of credential. */
function credentialOf(
  { scheme: { value: name }, secret }: CredentialEntry,
  scheme: SecurityScheme,
): Credential | null {
  switch (secret.kind) {
    case "basic": {
      const [username, password] = [envText(secret.username), envText(secret.password)];
      return scheme.kind === "basic" ? { kind: "basic", scheme: name, username, password } : null;
    }
    case "client":
      return scheme.kind === "oauth2" || scheme.kind === "bearer"
        ? clientOf(name, secret, scheme)
        : null;
    case "token": {
      if (scheme.kind === "apiKey") {
        const { location, name: at } = scheme;
        return { kind: "apiKey", scheme: name, location, name: at, key: envText(secret.value) };
      }
      return scheme.kind === "bearer" || scheme.kind === "oauth2"
        ? { kind: "bearer", scheme: name, token: envText(secret.value) }
        : null;
    }
    default:
      return secret satisfies never;
  }
}

/** Its scopes are known when all operations are. */
function clientOf(
  name: string,
  { id, secret, auth, tokenUrl }: ClientSecret,
  scheme: SecurityScheme,
): Credential {
  const declared = scheme.kind === "oauth2" ? scheme.tokenUrl : null;
  return {
    kind: "client",
    scheme: name,
    tokenUrl: tokenUrl === null ? [declared ?? ""] : envText(tokenUrl),
    id: envText(id),
    secret: envText(secret),
    auth,
    scopes: [],
  };
}

/** Reports where tokens come from nowhere, or by a way on which others could read them. */
function checkTokenUrl(
  { tokenUrl: [first = "", ...others] }: Extract<Credential, { kind: "client" }>,
  scheme: Spanned<string>,
  declared: Span,
  collector: Collector,
): void {
  if (typeof first !== "string" || others.length > 0) {
    return;
  }
  if (first === "") {
    collector.add(missingTokenUrl(scheme, declared));
  } else if (/^http:\/\/(?!localhost[:/]|127\.|\[::1\])/i.test(first)) {
    collector.add(insecureTokenUrl(scheme, first, declared));
  }
}

/** Clients ask for the scopes that the used operations need, and no others. */
export function withScopes(
  credentials: readonly Credential[],
  scopes: readonly RequiredScopes[],
): readonly Credential[] {
  return credentials.map((credential) => {
    const needed = scopes.find(({ scheme }) => scheme === credential.scheme)?.scopes ?? [];
    return credential.kind === "client" ? { ...credential, scopes: needed } : credential;
  });
}

/**
 * Reports operations whose requirements the map's credentials do not meet, and gathers the scopes
 * that the others need: those of the first alternative that is met (OpenAPI 3.1.1, section 4.8.30).
 * Where no credentials go, none are needed.
 */
export function bindScopes(
  used: readonly UsedOperation[],
  credentials: readonly Credential[],
  map: ToolMap,
  api: Api,
  collector: Collector,
): readonly RequiredScopes[] {
  const given = new Set(map.upstream.auth.map((entry) => entry.scheme.value));
  const scopes = new Map<string, Set<string>>();
  const unmet = new Map<string, Operation[]>();
  for (const { operation } of used.filter((one) => mayHaveCredentials(one, map, api))) {
    const { security, left } = supportedSecurity(operation.security, api);
    const complete = security.filter((alternative) =>
      alternative.every(({ scheme }) => given.has(scheme)),
    );
    const met = complete.find((alternative) => clashIn(alternative, credentials) === null);
    const clash = met === undefined ? clashIn(complete[0] ?? [], credentials) : null;
    if (clash !== null) {
      const written = map.upstream.auth.filter(({ scheme }) =>
        clash.schemes.includes(scheme.value),
      );
      const place = placeOfSecurity(operation, api);
      collector.add(clashingCredentials(operation, clash, written, place));
    } else if (met === undefined && security.length > 0) {
      const ways = waysOf(security);
      unmet.set(ways, [...(unmet.get(ways) ?? []), operation]);
    }
    if (left.length > 0) {
      collector.add(unsupportedSecurity(operation, left, placeOfSecurity(operation, api)));
    }
    for (const requirement of met ?? []) {
      const known = scopes.get(requirement.scheme) ?? new Set();
      scopes.set(requirement.scheme, known);
      for (const scope of requirement.scopes) {
        known.add(scope);
      }
    }
  }
  const hasUnknown = [...given].some((scheme) => !api.securitySchemes.has(scheme));
  for (const [ways, operations] of hasUnknown ? [] : unmet) {
    const places = operations.map((operation) => placeOfSecurity(operation, api));
    collector.add(missingCredentials(ways, operations, map.upstream.span, places));
  }
  return [...scopes]
    .map(([scheme, names]) => ({ scheme, scopes: [...names].sort(byCodeUnit) }))
    .sort((a, b) => byCodeUnit(a.scheme, b.scheme));
}

function placeOfSecurity({ head: { pointer } }: Operation, api: Api): Span {
  return api.spanOf({ ...pointer, path: `${pointer.path}/security` }, "key");
}

/** Two schemes of which a request can carry one alone. */
export interface Clash {
  readonly schemes: readonly [string, string];
  /** "the header Authorization" */
  readonly place: string;
}

type Alternative = readonly { readonly scheme: string }[];

/** The first two schemes of an alternative whose different credentials go to one place. */
function clashIn(alternative: Alternative, credentials: readonly Credential[]): Clash | null {
  const taken = new Map<string, Credential>();
  for (const { scheme } of alternative) {
    const credential = credentials.find((one) => one.scheme === scheme);
    if (credential !== undefined) {
      const place = slotOf(credential);
      const other = taken.get(place.toLowerCase());
      if (other !== undefined && !isSameSecret(other, credential)) {
        return { schemes: [other.scheme, scheme], place };
      }
      taken.set(place.toLowerCase(), credential);
    }
  }
  return null;
}

function slotOf(credential: Credential): string {
  return credential.kind === "apiKey"
    ? `the ${credential.location === "query" ? "query parameter" : credential.location} ${credential.name}`
    : "the header Authorization";
}

function isSameSecret(
  { scheme: _, ...left }: Credential,
  { scheme: __, ...right }: Credential,
): boolean {
  return isDeepStrictEqual(left, right);
}

/** An operation without what no request can meet of its requirements. */
export function withSendable(
  operation: OperationModel,
  credentials: readonly Credential[],
  api: Api,
): OperationModel {
  const security = supportedSecurity(operation.security, api).security.filter(
    (alternative) => clashIn(alternative, credentials) === null,
  );
  return { ...operation, security };
}
