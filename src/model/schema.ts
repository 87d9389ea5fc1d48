import type { JsonValue } from "./json.js";

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/**
 * A bound on numbers: the number itself, or decimal text for an integer past 2^53, which a number
 * would round. Values (`enum`, `const`, `default`, …) hold such integers as decimal text too, and an
 * integer that may be one of them is of the types integer and string.
 */
export type Limit = number | string;

/**
 * A schema in the vocabulary of JSON Schema 2020-12, whatever dialect it was written in: `nullable`
 * has become a type, boolean bounds have become numbers. An absent keyword constrains nothing, as
 * in the specification. `$ref` only ever names an entry of `$defs` at the root ("#/$defs/Name") and
 * is used where a schema contains itself.
 *
 * Source: JSON Schema 2020-12, sections 7 to 9 of Core and 6 to 9 of Validation.
 */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly default?: JsonValue;
  readonly examples?: readonly JsonValue[];
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;

  readonly type?: readonly JsonType[];
  readonly enum?: readonly JsonValue[];
  readonly const?: JsonValue;

  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly contentEncoding?: string;
  readonly contentMediaType?: string;

  readonly minimum?: Limit;
  readonly maximum?: Limit;
  readonly exclusiveMinimum?: Limit;
  readonly exclusiveMaximum?: Limit;
  readonly multipleOf?: number;

  readonly prefixItems?: readonly SchemaOrBoolean[];
  readonly items?: SchemaOrBoolean;
  readonly contains?: SchemaOrBoolean;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly unevaluatedItems?: SchemaOrBoolean;

  /** Member order is the order in which the model sees the properties. */
  readonly properties?: Readonly<Record<string, SchemaOrBoolean>>;
  readonly patternProperties?: Readonly<Record<string, SchemaOrBoolean>>;
  readonly additionalProperties?: SchemaOrBoolean;
  readonly unevaluatedProperties?: SchemaOrBoolean;
  readonly propertyNames?: SchemaOrBoolean;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly dependentSchemas?: Readonly<Record<string, SchemaOrBoolean>>;

  readonly allOf?: readonly SchemaOrBoolean[];
  readonly anyOf?: readonly SchemaOrBoolean[];
  readonly oneOf?: readonly SchemaOrBoolean[];
  readonly not?: SchemaOrBoolean;
  readonly if?: SchemaOrBoolean;
  readonly then?: SchemaOrBoolean;
  readonly else?: SchemaOrBoolean;
}

export type SchemaOrBoolean = Schema | boolean;
