import type { JsonObject, JsonValue } from "../model/json.js";
import type { Schema } from "../model/schema.js";
import { type Definitions, nameOfReference } from "./schema-alternatives.js";
import {
  annotationKeywords,
  digitsOf,
  keywordsWhere,
  takesDecimalText,
  typeOfKeyword,
} from "./schema-keywords.js";
import { mapSubschemas, subschemasOf } from "./schema-merge.js";

/** Keywords that look at each other: the runtime needs them together. */
const companions: readonly (readonly string[])[] = [
  ["properties", "patternProperties", "additionalProperties"],
  ["prefixItems", "items"],
  ["contains", "minContains", "maxContains"],
  ["if", "then", "else"],
];

/** What is no constraint, or none that is checked. */
const silent = new Set([
  ...annotationKeywords,
  ...["$defs", "format", "contentEncoding", "contentMediaType"],
]);

/** What a schema says beyond the keywords that are handled already, as the runtime takes it; null for nothing. */
export function residualOf(
  schema: Schema,
  isHandled: (keyword: string) => boolean,
  definitions: Definitions,
): JsonObject | null {
  const left = Object.keys(schema).filter((keyword) => !silent.has(keyword) && !isHandled(keyword));
  if (left.length === 0) {
    return null;
  }
  if (left.some((keyword) => keyword.startsWith("unevaluated"))) {
    return runtimeSchema(schema, definitions);
  }
  const wanted = new Set([
    ...left,
    ...companions.filter((group) => group.some((keyword) => left.includes(keyword))).flat(),
  ]);
  return runtimeSchema(
    keywordsWhere(schema, (keyword) => wanted.has(keyword)),
    definitions,
  );
}

/** A schema as the runtime takes it: what constrains, and the definitions that it refers to. */
export function runtimeSchema(schema: Schema, definitions: Definitions): JsonObject {
  const used = new Map<string, Schema>();
  collectDefinitions(schema, definitions, used);
  const written = constraining(schema);
  if (used.size === 0) {
    return written;
  }
  const sorted = [...used].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...written,
    $defs: Object.fromEntries(sorted.map(([name, definition]) => [name, constraining(definition)])),
  };
}

function constraining(schema: Schema): JsonObject {
  const isIntegerInText = hasDecimalText(schema);
  const own = keywordsWhere(
    schema,
    (keyword) => !silent.has(keyword) && !(isIntegerInText && typeOfKeyword(keyword) === "string"),
  );
  const below = mapSubschemas(own, (one) =>
    typeof one === "boolean" ? one : (constraining(one) as Schema),
  );
  const [only, ...others] = below.type ?? [];
  return {
    ...(below as { readonly [keyword: string]: JsonValue }),
    ...(only !== undefined && others.length === 0 && { type: only }),
    ...(isIntegerInText && { digits: digitsOf(schema) }),
  };
}

/** Beside texts and fractions, integers as text are nothing apart. */
function hasDecimalText(schema: Schema): boolean {
  const { type = [] } = schema;
  return (
    type.includes("integer") &&
    !type.includes("string") &&
    !type.includes("number") &&
    takesDecimalText(schema)
  );
}

function collectDefinitions(
  schema: Schema,
  definitions: Definitions,
  used: Map<string, Schema>,
): void {
  const name = nameOfReference(schema);
  if (name !== null && !used.has(name)) {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (definition !== undefined) {
      used.set(name, definition);
      collectDefinitions(definition, definitions, used);
    }
  }
  for (const subschema of subschemasOf(schema)) {
    if (typeof subschema === "object") {
      collectDefinitions(subschema, definitions, used);
    }
  }
}
