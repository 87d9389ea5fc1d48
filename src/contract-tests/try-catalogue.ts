import { asObject, asText, isList, type JsonObject, type JsonValue } from "../model/json.js";
import { type Setting, Stage } from "./stage.js";
import { type Verdict, verdict } from "./verdict.js";

/** Holds what the server advertises to what the map makes of it: `catalogue` is that text. */
export async function tryCatalogue(
  setting: Setting,
  catalogue: string,
): Promise<readonly Verdict[]> {
  const stage = await Stage.start(setting);
  try {
    const wanted = toolsIn(JSON.parse(catalogue));
    const given = toolsIn(JSON.parse(stage.advertised));
    const names = [...new Set([...wanted.keys(), ...given.keys()])];
    return names.map((name) =>
      verdict(
        name,
        "is advertised as the map says",
        differenceOf(wanted.get(name), given.get(name)),
      ),
    );
  } finally {
    await stage.close();
  }
}

function toolsIn(catalogue: JsonValue): ReadonlyMap<string, JsonObject> {
  const tools = isList(catalogue) ? catalogue : (asObject(catalogue).tools ?? []);
  return new Map(
    (isList(tools) ? tools : []).map(asObject).map((tool) => [asText(tool.name), tool] as const),
  );
}

/** Clients of the SDK read past a member of this name. */
function asRead(part: JsonValue | undefined): string | undefined {
  return JSON.stringify(part, (name, member: unknown) =>
    name === "__proto__" ? undefined : member,
  );
}

function differenceOf(wanted: JsonObject | undefined, given: JsonObject | undefined) {
  if (wanted === undefined || given === undefined) {
    return given === undefined ? "the server has no such tool" : "the map has no such tool";
  }
  const parts = [...new Set([...Object.keys(wanted), ...Object.keys(given)])].filter(
    (part) => asRead(wanted[part]) !== asRead(given[part]),
  );
  return parts.length === 0 ? null : `its ${parts.join(" and its ")} differs: see tools.json`;
}
