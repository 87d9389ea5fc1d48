import { isLargeInteger } from "../limit/limit.js";
import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import { takesDecimalText } from "./schema-keywords.js";

/** Where decimal text is written as an integer, in the words of `BodyForm` of runtime/operation.ts. */
export interface IntegerPlaces {
  readonly int64: readonly string[];
  readonly int64In: Readonly<Record<string, readonly string[]>>;
}

const ref = "#/$defs/";

/** Of a body's schema, whose `$defs` hold what contains itself. */
export function integerPlaces(schema: Schema): IntegerPlaces {
  const definitions = new Map(
    Object.entries(schema.$defs ?? {}).map(([name, one]) => [name, placesIn(one, "")]),
  );
  const named = reaching(definitions);
  const kept = (places: readonly string[]): readonly string[] => [
    ...new Set(places.filter((place) => named(goesOnAt(place)))),
  ];
  const int64 = kept(placesIn(schema, ""));
  const used = new Set<string>();
  const pending = [...int64];
  for (const place of pending) {
    const name = goesOnAt(place);
    if (name !== null && !used.has(name)) {
      used.add(name);
      pending.push(...kept(definitions.get(name) ?? []));
    }
  }
  const entries = [...used]
    .sort()
    .map((name) => [name, kept(definitions.get(name) ?? [])] as const);
  return { int64, int64In: Object.fromEntries(entries) };
}

/** Whether integers stand in what a name stands for, however deep; null is no name, an integer itself. */
function reaching(
  definitions: ReadonlyMap<string, readonly string[]>,
): (name: string | null) => boolean {
  const known = new Set<string | null>([null]);
  for (let size = 0; size !== known.size; ) {
    size = known.size;
    for (const [name, places] of definitions) {
      if (places.some((place) => known.has(goesOnAt(place)))) {
        known.add(name);
      }
    }
  }
  return (name) => known.has(name);
}

/** `parent#Node` → `Node`; null where the place is an integer itself. */
function goesOnAt(place: string): string | null {
  const [, name = null] = /^(?:\\.|[^\\#])*#(.*)$/s.exec(place) ?? [];
  return name;
}

function placesIn(schema: SchemaOrBoolean, at: string): readonly string[] {
  if (typeof schema === "boolean") {
    return [];
  }
  const own = schema.type?.includes("integer") && isTextForInteger(schema) ? [at] : [];
  const name = schema.$ref?.startsWith(ref) ? schema.$ref.slice(ref.length) : null;
  const members = Object.entries(schema.properties ?? {}).flatMap(([member, one]) =>
    placesIn(one, at === "" ? escaped(member) : `${at}.${escaped(member)}`),
  );
  const elements = placesIn(schema.items ?? true, `${at}[]`);
  const inPlace = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [
    ...own,
    ...(name === null ? [] : [`${at}#${name}`]),
    ...members,
    ...elements,
    ...otherMembers(schema, at),
    ...inPlace.flatMap((one) => placesIn(one, at)),
  ];
}

/** Those that no name or pattern describes. */
function otherMembers(schema: Schema, at: string): readonly string[] {
  const { properties = {}, patternProperties, additionalProperties = true } = schema;
  if (patternProperties !== undefined) {
    return [];
  }
  return placesIn(additionalProperties, `${at}{${Object.keys(properties).map(escaped).join(",")}}`);
}

function escaped(name: string): string {
  return name.replaceAll(/[\\.,#[\]{}]/g, String.raw`\$&`);
}

function isTextForInteger(schema: Schema): boolean {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  return takesDecimalText(schema) || values?.some(isLargeInteger) === true;
}
