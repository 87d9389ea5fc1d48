import type { Collector } from "../diagnostics/collector.js";
import type { JsonValue } from "../model/json.js";
import type { Schema } from "../model/schema.js";
import type { Input } from "../model/tool.js";
import type { Api, SchemaNode } from "../openapi/api.js";
import type { InputEntry } from "../tool-map/tool-map.js";
import { accepts } from "./accepts.js";
import { withoutReadOnly } from "./body-schema.js";
import {
  clampWithoutBounds,
  conflictingPlaces,
  defaultNotAllowed,
  hostRefusesName,
  impossibleInput,
  inheritedName,
  optionalForRequired,
  typeUnknown,
  unboundedInMap,
  unboundedInSpec,
} from "./input-problems.js";
import { modelText } from "./model-text.js";
import { type Declared, narrow } from "./narrow.js";
import { reportOldWords } from "./old-words.js";
import { type Place, schemaOfPlace } from "./places.js";
import { acceptsNothing } from "./schema-type.js";
import { sensitiveMembers } from "./sensitive.js";
import { eachSubschema } from "./subschemas.js";
import { unboundedPatterns, withoutUnbounded } from "./unbounded-patterns.js";
import { writtenKeyword } from "./written-schema.js";

/** An input of a tool, with the places of the requests that it fills. */
export interface BoundInput {
  readonly entry: InputEntry;
  readonly input: Input;
}

/** Longest description that is taken over from a spec, in UTF-16 units. */
const longestInherited = 300;

/**
 * Gives an input its schema: that of the places where it stands as a whole value, narrowed by the
 * input's own keywords. An input without such a place (null) states its type.
 */
export function bindInput(
  entry: InputEntry,
  found: readonly Place[] | null,
  api: Api,
  collector: Collector,
): BoundInput {
  const places = found ?? [];
  const name = entry.name.value;
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name)) {
    collector.add(hostRefusesName(entry.name, directPlace(entry, places)));
  }
  if (name in Object.prototype) {
    collector.add(inheritedName(entry.name));
  }
  if (found === null && !statesType(entry)) {
    collector.add(typeUnknown(entry.name));
  }
  const declared = declaredBy(entry, places, api, collector);
  const [first] = places;
  if (first !== undefined && acceptsNothing(declared.schema)) {
    collector.add(impossibleInput(entry.name, first.name, declared.spanOf("allOf")));
  }
  const narrowed = narrow(declared, entry.keywords, collector);
  const preset = entry.keywords.find((keyword) => keyword.name.value === "default");
  if (preset !== undefined && !accepts(narrowed, preset.value.value)) {
    collector.add(defaultNotAllowed(preset.value, narrowed, declared.spanOf("enum")));
  }
  const clamp = entry.clamp?.value === true;
  if (clamp && narrowed.minimum === undefined && narrowed.maximum === undefined) {
    collector.add(clampWithoutBounds(entry.clamp ?? entry.name));
  }
  const forced = places.find((place) => place.required);
  if (forced !== undefined && entry.required?.value === false && preset === undefined) {
    collector.add(optionalForRequired(entry.required, forced.name));
  }
  const sent = withoutReadOnly(narrowed);
  reportUnbounded(entry, sent, declared, collector);
  const words = inheritedWords(sent, entry, first);
  reportOldWords(entry, words ?? "", declared, collector);
  const schema = describe(withoutUnbounded(sent), words, entry, first, preset?.value.value);
  const nodes = places.flatMap((place) => place.schemas);
  return {
    entry,
    input: {
      name,
      schema,
      required: preset === undefined && (forced !== undefined || entry.required?.value === true),
      default: preset?.value.value,
      clamp,
      secret: entry.secret?.value === true || isSecret(declared.schema, nodes),
      secretMembers: sensitiveMembers(nodes),
      neededWith: [],
    },
  };
}

/** Where the input of a single call goes, which `to` may say; null for one that steps pass on. */
function directPlace({ name, to }: InputEntry, [place]: readonly Place[]): string | null {
  const isDirect = to !== null || place?.name.split(".").at(-1) === name.value;
  return isDirect ? (place?.name ?? null) : null;
}

/** A pattern of the map's own is the author's to mend; one of the spec's is left to the API. */
function reportUnbounded(
  entry: InputEntry,
  schema: Schema,
  declared: Declared,
  collector: Collector,
): void {
  for (const pattern of unboundedPatterns(schema)) {
    const own = entry.keywords.find(({ name, value }) =>
      unboundedPatterns(writtenKeyword(name.value, value.value)).includes(pattern),
    );
    collector.add(
      own === undefined
        ? unboundedInSpec(entry.name, pattern, declared.spanOf("pattern"))
        : unboundedInMap(own.value, pattern),
    );
  }
}

function declaredBy(
  entry: InputEntry,
  places: readonly Place[],
  api: Api,
  collector: Collector,
): Declared {
  const [first, ...others] = places;
  if (first === undefined) {
    return { schema: {}, spanOf: () => null };
  }
  const declared: Declared = {
    schema: withShortWords(schemaOfPlace(first)),
    spanOf: (keyword) => spanInPlace(first, keyword, api),
  };
  for (const other of others) {
    const schema = schemaOfPlace(other);
    if (!isCompatible(declared.schema, schema)) {
      collector.add(conflictingPlaces(entry.name, first.name, other.name));
    }
  }
  return declared;
}

/** The schema with the descriptions of its parts as a model reads them. */
function withShortWords(schema: Schema): Schema {
  const { description } = schema;
  const short = eachSubschema(schema, (one) =>
    typeof one === "boolean" ? one : withShortWords(one),
  );
  return description === undefined
    ? short
    : { ...short, description: modelText(description, longestInherited) };
}

/** What the spec says of a value, and how its bytes are given. */
function inEncoding({ contentEncoding }: Schema, inherited: string): string {
  const said = modelText(inherited, longestInherited);
  return contentEncoding === "base64" && !/base64/i.test(said)
    ? `${said} As base64.`.trimStart()
    : said;
}

/** Whether an input says itself what it is. */
export function statesType({ keywords }: InputEntry): boolean {
  return keywords.some(({ name }) => ["type", "enum", "const"].includes(name.value));
}

/** Where the schema of a place says something, or else where the schema is. */
function spanInPlace(place: Place, keyword: string, api: Api) {
  const [node] = place.schemas;
  return node === undefined
    ? null
    : api.spanOf({ ...node.pointer, path: `${node.pointer.path}/${keyword}` });
}

/** Whether what the first schema allows can go where the second stands, by type and values. */
function isCompatible(from: Schema, to: Schema): boolean {
  const types = to.type;
  const typesFit =
    from.type === undefined ||
    types === undefined ||
    from.type.every(
      (type) => types.includes(type) || (type === "integer" && types.includes("number")),
    );
  if (!typesFit || to.enum === undefined) {
    return typesFit;
  }
  const { enum: values, ...others } = to;
  const allowed = new Set(values.map((value) => JSON.stringify(value)));
  return (from.enum ?? []).every(
    (value) => allowed.has(JSON.stringify(value)) && accepts(others, value),
  );
}

/** What the spec says of an input, as the model reads it; null where the map has words of its own. */
function inheritedWords(
  schema: Schema,
  entry: InputEntry,
  place: Place | undefined,
): string | null {
  if (typeof descriptionOf(entry) === "string") {
    return null;
  }
  const [node] = place?.schemas ?? [];
  return inEncoding(schema, place?.description || node?.description || schema.description || "");
}

function descriptionOf({ keywords }: InputEntry): JsonValue | undefined {
  return keywords.find((keyword) => keyword.name.value === "description")?.value.value;
}

function describe(
  schema: Schema,
  inherited: string | null,
  entry: InputEntry,
  place: Place | undefined,
  preset: JsonValue | undefined,
): Schema {
  const said = inherited ?? String(descriptionOf(entry));
  const variants = place?.onlyIn ?? [];
  const description =
    variants.length === 0 ? said : `${said} Only for ${variants.join(" and ")}.`.trimStart();
  const { description: _dropped, ...rest } = schema;
  return {
    ...rest,
    ...(description === "" ? {} : { description }),
    ...(preset === undefined ? {} : { default: preset }),
  };
}

function isSecret(schema: Schema, nodes: readonly SchemaNode[]): boolean {
  return schema.format === "password" || nodes.some(({ sensitive }) => sensitive);
}
