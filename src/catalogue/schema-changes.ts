import { asObject, asText, isList, type JsonObject, type JsonValue } from "../model/json.js";
import { canonical, equal, shown, textChange } from "./wording.js";

/**
 * What changed between two schemas of objects, one sentence for each property and keyword. `noun` is
 * what a property is called: "argument" of an input, "result" of an output.
 */
export function schemaChanges(
  noun: "argument" | "result",
  before: JsonObject,
  after: JsonObject,
): readonly string[] {
  return [
    ...propertyChanges(noun, "", before, after),
    ...keywordChanges(noun === "argument" ? "input schema" : "output schema", before, after),
  ];
}

function propertyChanges(
  noun: string,
  path: string,
  before: JsonObject,
  after: JsonObject,
): readonly string[] {
  const old = new Map(Object.entries(asObject(before.properties)));
  const now = new Map(Object.entries(asObject(after.properties)));
  const renamed = renamedProperties(old, now);
  const changes: string[] = [];
  for (const [name, schema] of now) {
    const what = `${noun} "${path}${name}"`;
    const origin = renamed.get(name) ?? name;
    const previous = old.get(origin);
    const required = isRequired(after, name);
    if (previous === undefined) {
      changes.push(`${what} is new${required ? " and required" : ""}`);
      continue;
    }
    if (origin !== name) {
      changes.push(`${noun} "${path}${origin}" is now called "${path}${name}"`);
    }
    if (isRequired(before, origin) !== required) {
      changes.push(`${what} is ${required ? "now" : "no longer"} required`);
    }
    changes.push(...valueChanges(noun, `${path}${name}`, asObject(previous), asObject(schema)));
  }
  const origins = new Set(renamed.values());
  for (const name of old.keys()) {
    if (!now.has(name) && !origins.has(name)) {
      changes.push(`${noun} "${path}${name}" is gone`);
    }
  }
  return changes;
}

/** New name → old name, where the schema stayed and says more than a type. */
function renamedProperties(
  old: ReadonlyMap<string, JsonValue>,
  now: ReadonlyMap<string, JsonValue>,
): ReadonlyMap<string, string> {
  const gone = [...old].filter(([name]) => !now.has(name));
  const renamed = new Map<string, string>();
  for (const [name, schema] of now) {
    if (old.has(name) || asText(asObject(schema).description) === "") {
      continue;
    }
    const index = gone.findIndex(([, previous]) => equal(previous, schema));
    const origin = index === -1 ? undefined : gone.splice(index, 1)[0];
    if (origin !== undefined) {
      renamed.set(name, origin[0]);
    }
  }
  return renamed;
}

function valueChanges(
  noun: string,
  path: string,
  before: JsonObject,
  after: JsonObject,
): readonly string[] {
  const bothHaveItems = before.items !== undefined && after.items !== undefined;
  return [
    ...keywordChanges(`${noun} "${path}"`, before, after),
    ...propertyChanges(noun, `${path}.`, before, after),
    ...(bothHaveItems
      ? valueChanges(noun, `${path}[]`, asObject(before.items), asObject(after.items))
      : []),
  ];
}

/** Keywords that are compared property by property, or by their own words. */
const compared = new Set(["properties", "required", "description", "enum", "items"]);

function keywordChanges(what: string, before: JsonObject, after: JsonObject): readonly string[] {
  const changes = [
    ...enumChanges(what, before.enum, after.enum),
    ...textChange(`description of ${what}`, asText(before.description), asText(after.description)),
  ];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[name], after[name]];
    const inside =
      compared.has(name) && !(name === "items" && (old === undefined) !== (now === undefined));
    if (!inside && !equal(old, now)) {
      changes.push(`${name} of ${what}: ${shown(old)} → ${shown(now)}`);
    }
  }
  return changes;
}

function enumChanges(
  what: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): readonly string[] {
  if (equal(before, after)) {
    return [];
  }
  if (before === undefined || after === undefined || !isList(before) || !isList(after)) {
    return [`values of ${what}: ${shown(before)} → ${shown(after)}`];
  }
  const added = after.filter(noneOf(before));
  const gone = before.filter(noneOf(after));
  return [
    ...(added.length > 0 ? [`${what} now also allows ${list(added)}`] : []),
    ...(gone.length > 0 ? [`${what} no longer allows ${list(gone)}`] : []),
    ...(added.length + gone.length === 0 ? [`values of ${what} are in another order`] : []),
  ];
}

function noneOf(values: readonly JsonValue[]): (value: JsonValue) => boolean {
  const known = new Set(values.map(canonical));
  return (value) => !known.has(canonical(value));
}

function list(values: readonly JsonValue[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

function isRequired(schema: JsonObject, name: string): boolean {
  const { required } = schema;
  return required !== undefined && isList(required) && required.includes(name);
}
