import type { JsonValue } from "../../model/json.js";
import type { Schema, SchemaOrBoolean } from "../../model/schema.js";
import type { ExactValue } from "../../openapi/exact-integers.js";
import { withDecimalText } from "../exact.js";
import { Builder } from "./builder.js";
import { Checks, type Direction, type Finding } from "./checks.js";
import { Random } from "./random.js";

export interface GenerateOptions {
  readonly direction: Direction;
  /** The same text gives the same value. */
  readonly seed: string;
  /** Whether examples and defaults of schemas stand for what could be made up. */
  readonly examples: boolean;
}

export interface GeneratedValue<Value = JsonValue> {
  readonly value: Value;
  /** What is wrong with the value all the same: the schema allows none, or none was found. */
  readonly findings: readonly Finding[];
}

/** Schemas whose checks are kept: those of a large description take many megabytes each. */
const mostKept = 64;
const kept = new Map<Schema, { [direction in Direction]?: Checks }>();

/** What values of a schema are checked with; made once while the schema is in use. */
export function checksOf(schema: Schema, direction: Direction): Checks {
  const known = kept.get(schema) ?? {};
  kept.delete(schema);
  kept.set(schema, known);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) {
    kept.delete(oldest);
  }
  known[direction] ??= new Checks(schema, direction);
  return known[direction];
}

/** Draws that are tried: the first ones with all properties, the last ones with those alone that must be there. */
const draws = [
  { sparse: false, strict: true },
  { sparse: false, strict: true },
  { sparse: false, strict: true },
  { sparse: true, strict: true },
  { sparse: true, strict: true },
  { sparse: false, strict: false },
  { sparse: true, strict: false },
] as const;

/**
 * A value that a schema allows, or the one that comes nearest; null where none could be made. Integers
 * that a number would round are decimal text.
 */
export function generate(schema: SchemaOrBoolean, options: GenerateOptions): GeneratedValue | null {
  const made = generateExactly(schema, options);
  return made && { ...made, value: withDecimalText(made.value) };
}

/** The same, with a bigint for such an integer. */
export function generateExactly(
  schema: SchemaOrBoolean,
  { direction, seed, examples }: GenerateOptions,
): GeneratedValue<ExactValue> | null {
  const root: Schema = typeof schema === "boolean" ? {} : schema;
  const checks = checksOf(root, direction);
  let nearest: GeneratedValue<ExactValue> | null = null;
  for (const [index, draw] of draws.entries()) {
    const random = new Random(index === 0 ? seed : `${seed} ${index}`);
    const value = new Builder(checks, random, { examples, ...draw }).build([root]);
    if (value === undefined) {
      continue;
    }
    const findings = checks.findings(root, value);
    if (findings.length === 0) {
      return { value, findings };
    }
    if (nearest === null || findings.length < nearest.findings.length) {
      nearest = { value, findings };
    }
  }
  return nearest;
}
