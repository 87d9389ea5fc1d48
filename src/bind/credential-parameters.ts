import type { Api, Parameter } from "../openapi/api.js";
import type { CredentialEntry, ToolMap } from "../tool-map/tool-map.js";
import type { UsedOperation } from "./operation-table.js";
import { mayHaveCredentials } from "./servers.js";
import { supportedSecurity } from "./supported-security.js";

/**
 * The credential that goes where a parameter is, as where a description lists the header of an API
 * key among the parameters too; null where none does.
 */
export function credentialFor(
  { location, name }: Pick<Parameter, "location" | "name">,
  used: UsedOperation,
  { map, api }: { readonly map: ToolMap; readonly api: Api },
): CredentialEntry | null {
  if (!mayHaveCredentials(used, map, api)) {
    return null;
  }
  const { security } = supportedSecurity(used.operation.security, api);
  const given = map.upstream.auth;
  const isGiven = (scheme: string) => given.some((entry) => entry.scheme.value === scheme);
  const met = security.find((alternative) => alternative.every(({ scheme }) => isGiven(scheme)));
  const isThere = (scheme: string) => {
    const found = api.securitySchemes.get(scheme);
    return (
      found?.kind === "apiKey" &&
      found.location === location &&
      (found.name === name ||
        (location === "header" && found.name.toLowerCase() === name.toLowerCase()))
    );
  };
  const sent = met?.find(({ scheme }) => isThere(scheme));
  return given.find((entry) => entry.scheme.value === sent?.scheme) ?? null;
}
