import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import { timeOfPattern } from "../pattern/time.js";
import { eachSubschema } from "./subschemas.js";

/** The patterns in a schema that only backtracking can check, over which a text could take for ever. */
export function unboundedPatterns(schema: Schema): readonly string[] {
  const found = new Set<string>();
  const visit = (one: SchemaOrBoolean): SchemaOrBoolean => {
    if (typeof one === "object") {
      const names = [one.pattern ?? "", ...Object.keys(one.patternProperties ?? {})];
      for (const pattern of names.filter(isUnbounded)) {
        found.add(pattern);
      }
      eachSubschema(one, visit);
    }
    return one;
  };
  visit(schema);
  return [...found];
}

/**
 * The schema without those patterns: the API checks what is not checked here. It accepts no less,
 * so that what refuses more where its subschemas accept more (`not`, `if`, exactly one of many)
 * goes with them, everywhere in the schema: definitions may be used in any place.
 */
export function withoutUnbounded(schema: Schema): Schema {
  return unboundedPatterns(schema).length === 0 ? schema : widened(schema);
}

function widened(schema: Schema): Schema {
  const { not: _not, if: _if, then: _then, else: _else, maxContains: _most, ...kept } = schema;
  const { pattern, patternProperties, unevaluatedProperties: _rest, ...others } = kept;
  const { additionalProperties, oneOf, anyOf, allOf, ...plain } = others;
  const byPattern = Object.keys(patternProperties ?? {});
  const isNamed = !byPattern.some(isUnbounded);
  const alternatives = [anyOf, oneOf].filter((list) => list !== undefined);
  const both = alternatives.length === 2 ? alternatives.map((list) => ({ anyOf: list })) : [];
  const [only] = both.length === 0 ? alternatives : [];
  const every = [...(allOf ?? []), ...both];
  const result: Schema = {
    ...plain,
    ...(pattern !== undefined && !isUnbounded(pattern) && { pattern }),
    ...(isNamed && patternProperties !== undefined && { patternProperties }),
    ...(isNamed && additionalProperties !== undefined && { additionalProperties }),
    ...(only !== undefined && { anyOf: only }),
    ...(every.length > 0 && { allOf: every }),
  };
  return eachSubschema(result, (one) => (typeof one === "boolean" ? one : widened(one)));
}

function isUnbounded(pattern: string): boolean {
  return timeOfPattern(pattern) === "unbounded";
}
