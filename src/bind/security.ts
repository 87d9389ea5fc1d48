import type { Collector } from "../diagnostics/collector.js";
import type { Credential, RequiredScopes } from "../model/server.js";
import type { Api, Operation, SecurityScheme } from "../openapi/api.js";
import type { CredentialEntry, ToolMap } from "../tool-map/tool-map.js";
import { envText } from "./env-text.js";
import type { UsedOperation } from "./operation-table.js";
import { credentialMisfit, missingCredentials, unknownScheme } from "./problems.js";

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
    return [credential];
  });
  return credentials.sort((a, b) => (a.scheme < b.scheme ? -1 : 1));
}

function credentialOf(entry: CredentialEntry, scheme: SecurityScheme): Credential | null {
  const { secret } = entry;
  const name = entry.scheme.value;
  if (scheme.kind === "basic") {
    return secret.kind === "basic"
      ? {
          kind: "basic",
          scheme: name,
          username: envText(secret.username),
          password: envText(secret.password),
        }
      : null;
  }
  if (secret.kind !== "token" || scheme.kind === "other") {
    return null;
  }
  return scheme.kind === "apiKey"
    ? {
        kind: "apiKey",
        scheme: name,
        location: scheme.location,
        name: scheme.name,
        key: envText(secret.value),
      }
    : { kind: "bearer", scheme: name, token: envText(secret.value) };
}

/**
 * Reports operations whose requirements the map's credentials do not meet, and gathers the scopes
 * that the others need: those of the first alternative that is met (OpenAPI 3.1.1, section 4.8.30).
 */
export function bindScopes(
  used: readonly UsedOperation[],
  map: ToolMap,
  api: Api,
  collector: Collector,
): readonly RequiredScopes[] {
  const given = new Set(map.upstream.auth.map((entry) => entry.scheme.value));
  const scopes = new Map<string, Set<string>>();
  const unmet = new Map<string, Operation[]>();
  for (const { operation } of used) {
    const met = operation.security.find((alternative) =>
      alternative.every(({ scheme }) => given.has(scheme)),
    );
    if (met === undefined && operation.security.length > 0) {
      const ways = waysOf(operation);
      unmet.set(ways, [...(unmet.get(ways) ?? []), operation]);
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
    const places = operations.map(({ head: { pointer } }) =>
      api.spanOf({ ...pointer, path: `${pointer.path}/security` }, "key"),
    );
    collector.add(missingCredentials(ways, operations, map.upstream.span, places));
  }
  return [...scopes]
    .map(([scheme, names]) => ({ scheme, scopes: [...names].sort(byCodeUnit) }))
    .sort((a, b) => byCodeUnit(a.scheme, b.scheme));
}

/** The alternatives of an operation in words: `token, or login and key`. */
function waysOf({ security }: Operation): string {
  return security.map((way) => way.map(({ scheme }) => scheme).join(" and ")).join(", or ");
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
