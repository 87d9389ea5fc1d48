import type { Api } from "../openapi/api.js";
import type { Spanned } from "../source/source-file.js";
import type { ToolMap } from "../tool-map/tool-map.js";
import { envText } from "./env-text.js";
import type { UsedOperation } from "./operation-table.js";
import { serverOf } from "./servers.js";

interface Surroundings {
  readonly map: ToolMap;
  readonly api: Api;
}

/** A value under `upstream.with` that may not go to where an operation is. */
export interface WithheldValue {
  readonly name: Spanned<string>;
  readonly server: Spanned<string>;
}

/** The name under `upstream.with` that fills a parameter in every call of an operation, or null. */
export function suppliedBy(
  name: string,
  used: UsedOperation,
  { map, api }: Surroundings,
): Spanned<string> | null {
  const entry = map.upstream.with.find((one) => one.name.value === name);
  return entry === undefined || withheldValue(name, used, { map, api }) !== null
    ? null
    : entry.name;
}

/** What comes from the environment may be a secret, and goes where credentials may alone. */
export function withheldValue(
  name: string,
  used: UsedOperation,
  { map, api }: Surroundings,
): WithheldValue | null {
  const entry = map.upstream.with.find((one) => one.name.value === name);
  const server = serverOf(used, map, api);
  return entry !== undefined &&
    server.kind === "listed" &&
    !server.address.credentials &&
    envText(entry.value).some((part) => typeof part !== "string")
    ? { name: entry.name, server: server.address.url }
    : null;
}
