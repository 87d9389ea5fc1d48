import type { Finding } from "../../../templates/server/src/runtime/json-schema-check.js";
import { compile } from "../../../templates/server/src/runtime/json-schema-compile.js";
import type { JsonValue } from "../../model/json.js";
import type { Schema, SchemaOrBoolean } from "../../model/schema.js";
import type { ExactValue } from "../../openapi/exact-integers.js";
import { timeOfPattern } from "../../pattern/time.js";
import { exactJson, isList, isObject, largeInteger, withLargeIntegers } from "../exact.js";
import { hasFormat, isInRange } from "./formats.js";

export type { Finding };

/** Which way a value goes: `readOnly` properties belong to answers, `writeOnly` ones to requests. */
export type Direction = "request" | "response";

type Check = (value: unknown) => readonly Finding[];

/**
 * Checks values against a schema and the schemas in it. A property that only the other direction
 * has is not required; patterns that a text could make JavaScript take for ever over are left out.
 *
 * Source: OpenAPI 3.0.4, section 4.7.24.2 (`readOnly`, `writeOnly`).
 */
export class Checks {
  readonly #root: Schema;
  readonly #direction: Direction;
  readonly #checkable = new Map<Schema, Schema>();
  readonly #compiled = new Map<Schema, Check>();
  readonly #plain = new Map<Schema, Schema>();
  #checkableDefs: Readonly<Record<string, Schema>> | null = null;

  constructor(root: Schema, direction: Direction) {
    this.#root = root;
    this.#direction = direction;
  }

  /** What is wrong with a value; `schema` is the root or a part of it. */
  findings(schema: SchemaOrBoolean, value: ExactValue): readonly Finding[] {
    if (typeof schema === "boolean") {
      return schema ? [] : [{ path: [], message: "is not allowed" }];
    }
    let check = this.#compiled.get(schema);
    if (check === undefined) {
      const { $defs } = this.#root;
      check = compile({
        ...this.#checkableOf(schema),
        ...($defs === undefined ? {} : { $defs: this.#definitions($defs) }),
      });
      this.#compiled.set(schema, check);
    }
    return [...check(value), ...this.#formatFindings(schema, value, [])];
  }

  accepts(schema: SchemaOrBoolean, value: ExactValue): boolean {
    return this.findings(schema, value).length === 0;
  }

  /**
   * A value of the description, in which large integers are decimal text, as the schema reads it;
   * undefined where that allows it in no reading.
   */
  reading(schema: Schema, value: JsonValue): ExactValue | undefined {
    const findings = this.findings(schema, value);
    const wrong = new Set(findings.map(({ path }) => JSON.stringify(path)));
    const readings = [
      value,
      withLargeIntegers(value, (path) => wrong.has(JSON.stringify(path))),
      withLargeIntegers(value),
    ];
    return findings.length === 0 ? value : readings.find((each) => this.accepts(schema, each));
  }

  /**
   * The same for a schema of a demand, which holds what it refers to beside it: plain values are
   * checked by the schema's own words alone, which costs little.
   */
  acceptsBeside(schema: Schema, value: ExactValue): boolean {
    if (typeof value === "object" && value !== null) {
      return this.accepts(schema, value);
    }
    let plain = this.#plain.get(schema);
    if (plain === undefined) {
      const { $ref, $defs, allOf, anyOf, properties, items, ...words } = schema;
      plain = words;
      this.#plain.set(schema, plain);
    }
    return this.accepts(plain, value);
  }

  /** The schema that a `$ref` leads to. */
  resolve(schema: Schema): Schema {
    let at = schema;
    for (let steps = 0; at.$ref !== undefined && steps < 100; steps++) {
      const name = at.$ref.slice("#/$defs/".length);
      const { $defs = {} } = this.#root;
      at = (Object.hasOwn($defs, name) ? $defs[name] : undefined) ?? {};
    }
    return at;
  }

  /** Whether a property is of the other direction alone. */
  isHidden(property: SchemaOrBoolean): boolean {
    if (typeof property === "boolean") {
      return false;
    }
    const word = this.#direction === "response" ? "writeOnly" : "readOnly";
    return property[word] === true || this.resolve(property)[word] === true;
  }

  #definitions($defs: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> {
    this.#checkableDefs ??= Object.fromEntries(
      Object.entries($defs).map(([name, schema]) => [name, this.#checkableOf(schema)]),
    );
    return this.#checkableDefs;
  }

  #checkableOf(schema: Schema): Schema {
    const known = this.#checkable.get(schema);
    if (known !== undefined) {
      return known;
    }
    const copy: { [keyword: string]: unknown } = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === "pattern" && timeOfPattern(String(value)) === "unbounded") {
        continue;
      }
      copy[keyword] = keyword === "$defs" ? value : this.#keyword(keyword, value, schema);
    }
    const checkable: Schema = copy;
    this.#checkable.set(schema, checkable);
    return checkable;
  }

  #keyword(keyword: string, value: unknown, schema: Schema): unknown {
    switch (keyword) {
      case "type":
        return listsIntegers(schema) ? schema.type?.filter((type) => type !== "string") : value;
      case "enum":
        return listsIntegers(schema)
          ? schema.enum?.map((value) => withLargeIntegers(value))
          : value;
      case "const":
        return listsIntegers(schema) ? withLargeIntegers(schema.const ?? null) : value;
      case "required":
        return schema.required?.filter((name) => {
          const { properties = {} } = schema;
          return !Object.hasOwn(properties, name) || !this.isHidden(properties[name] ?? true);
        });
      case "properties":
      case "patternProperties":
      case "dependentSchemas":
        return this.#record(value as Record<string, SchemaOrBoolean>);
      case "allOf":
      case "anyOf":
      case "oneOf":
      case "prefixItems":
        return (value as readonly SchemaOrBoolean[]).map((part) => this.#part(part));
      case "items":
      case "contains":
      case "unevaluatedItems":
      case "additionalProperties":
      case "unevaluatedProperties":
      case "propertyNames":
      case "not":
      case "if":
      case "then":
      case "else":
        return this.#part(value as SchemaOrBoolean);
      default:
        return value;
    }
  }

  #record(schemas: Readonly<Record<string, SchemaOrBoolean>>): Record<string, SchemaOrBoolean> {
    return Object.fromEntries(
      Object.entries(schemas).map(([name, part]) => [name, this.#part(part)]),
    );
  }

  #part(part: SchemaOrBoolean): SchemaOrBoolean {
    return typeof part === "boolean" ? part : this.#checkableOf(part);
  }

  /** Formats of the texts that the schema describes without alternatives. */
  #formatFindings(
    schema: SchemaOrBoolean,
    value: ExactValue,
    path: readonly (string | number)[],
  ): readonly Finding[] {
    if (typeof schema === "boolean" || path.length > 100) {
      return [];
    }
    const resolved = this.resolve(schema);
    const { format } = resolved;
    if (typeof value === "number" || typeof value === "bigint") {
      return format === undefined || isInRange(value, format) || hasLargeBounds(resolved)
        ? []
        : [{ path, message: `must be of the format "${format}"` }];
    }
    if (typeof value === "string") {
      return format === undefined || hasFormat(value, format)
        ? []
        : [{ path, message: `must be of the format "${format}"` }];
    }
    if (isList(value)) {
      const { items = true } = resolved;
      return value.flatMap((item, index) => this.#formatFindings(items, item, [...path, index]));
    }
    const { properties } = resolved;
    return properties === undefined || !isObject(value)
      ? []
      : Object.entries(value).flatMap(([name, member]) =>
          Object.hasOwn(properties, name)
            ? this.#formatFindings(properties[name] ?? true, member, [...path, name])
            : [],
        );
  }
}

/** A description has the integers of such a list as decimal text, as what may be an integer or a string. */
function listsIntegers({ type, enum: values, const: only }: Schema): boolean {
  const listed = only === undefined ? (values ?? []) : [only];
  return (
    type?.some((each) => each === "integer" || each === "number") === true &&
    listed.some((value) => typeof value === "string" && largeInteger(value) !== null)
  );
}

/** Such bounds are of more than 64 bits, or say the same; the format then says that they are large. */
function hasLargeBounds(schema: Schema): boolean {
  const { exclusiveMaximum, exclusiveMinimum, maximum, minimum } = schema;
  return [exclusiveMaximum, exclusiveMinimum, maximum, minimum].some(
    (limit) => typeof limit === "string",
  );
}

/** A value, and what it is with integers for the decimal texts in it. */
export function spellings(value: JsonValue): readonly ExactValue[] {
  const exact = withLargeIntegers(value);
  return exactJson(exact) === JSON.stringify(value) ? [value] : [value, exact];
}
