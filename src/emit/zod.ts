import type { JsonObject, JsonValue } from "../model/json.js";
import type { JsonType, Schema, SchemaOrBoolean } from "../model/schema.js";
import { array, asConst, call, literal, object, property } from "./code.js";
import type { Declarations } from "./declarations.js";
import { areMany, isLong } from "./long-lists.js";
import {
  areDisjoint,
  type Definitions,
  discriminatorOf,
  nameOfReference,
} from "./schema-alternatives.js";
import { alternativeFor, annotationKeywords, typeOfKeyword } from "./schema-keywords.js";
import { residualOf, runtimeSchema } from "./schema-residual.js";
import { isSettledByValues, listedValues, type Primitive } from "./schema-values.js";
import type { TsExpression } from "./syntax.js";
import { isInherited, typeOfSchema } from "./typescript-type.js";
import { integerCheck, numberCheck, stringCheck } from "./zod-scalars.js";
import { type Checked, chain, isOtherType, zod } from "./zod-words.js";

/**
 * Writes schemas as zod code that accepts what the schema accepts: `integer` and `int64` up to what
 * can be carried exactly, `format` for dates and UUIDs. What zod has no word for goes through the
 * runtime: `conformsTo` for keywords beside others, `jsonSchema` for a whole schema.
 */
export class ZodWriter {
  readonly #declarations: Declarations;
  readonly #definitions: Definitions;

  constructor(declarations: Declarations, definitions: Definitions) {
    this.#declarations = declarations;
    this.#definitions = definitions;
  }

  /** `hint` names what has to be declared apart. */
  write(schema: SchemaOrBoolean, hint: string): TsExpression {
    return typeof schema === "boolean"
      ? zod(schema ? "unknown" : "never")
      : this.#declarations.note(this.#written(schema, hint), schema, hint);
  }

  #written(schema: Schema, hint: string): TsExpression {
    const checked = this.#checked(schema, hint);
    if (checked === null) {
      return this.#runtimeCheck(schema, hint);
    }
    const residual = residualOf(schema, checked.handles, this.#definitions);
    return residual === null
      ? checked.expression
      : chain(checked.expression, "superRefine", this.#conformsTo(residual));
  }

  #conformsTo(schema: JsonObject): TsExpression {
    return call(this.#declarations.imports.runtime("conformsTo"), [runtimeLiteral(schema)]);
  }

  /** Any JSON that fits, where zod says nothing of it. */
  #runtimeCheck(schema: Schema, hint: string): TsExpression {
    const check = call(this.#declarations.imports.runtime("jsonSchema"), [
      runtimeLiteral(runtimeSchema(schema, this.#definitions)),
    ]);
    const type = typeOfSchema(schema, {
      named: (definition) => this.#declarations.type(definition, this.#definitions),
      undefinedToo: true,
    });
    return type.kind === "reference" && type.name === "unknown"
      ? check
      : this.#declarations.constant(hint, check, type);
  }

  /** Null where zod has no words for any part of the schema. */
  #checked(schema: Schema, hint: string): Checked | null {
    const reference = nameOfReference(schema);
    if (reference !== null) {
      const expression = this.#declarations.check(reference, this.#definitions, this);
      return { expression, handles: (keyword) => keyword === "$ref" };
    }
    const values = listedValues(schema);
    if (isTable(schema, values)) {
      return null;
    }
    if (values !== null) {
      const isList = schema.enum !== undefined || schema.const !== undefined;
      const alternatives = schema.oneOf === undefined ? "anyOf" : "oneOf";
      return {
        expression: listed(values),
        handles: (keyword) => isSettledByValues(keyword) || (!isList && keyword === alternatives),
      };
    }
    if (schema.enum !== undefined || schema.const !== undefined) {
      return null;
    }
    if (schema.type !== undefined) {
      return this.#typed(schema, schema.type, hint);
    }
    if (schema.anyOf !== undefined) {
      const expression = this.#alternatives(schema.anyOf, "anyOf", hint);
      return { expression, handles: (keyword) => keyword === "anyOf" };
    }
    if (schema.oneOf !== undefined) {
      const expression = this.#alternatives(schema.oneOf, "oneOf", hint);
      return { expression, handles: (keyword) => keyword === "oneOf" };
    }
    const constrains = residualOf(schema, () => false, this.#definitions) !== null;
    return constrains ? null : { expression: zod("unknown"), handles: () => true };
  }

  #typed(schema: Schema, types: readonly JsonType[], hint: string): Checked | null {
    const wanted = types.filter(
      (type) => type !== "null" && !(type === "integer" && types.includes("number")),
    );
    const [only, ...others] = wanted;
    const nullable = types.includes("null");
    if (only === undefined) {
      return { expression: zod(nullable ? "null" : "never"), handles: isTyped };
    }
    if (others.length === 0) {
      const checked = this.#ofType(schema, only, hint);
      if (checked === null || !nullable) {
        return checked;
      }
      const expression = this.#declarations.note(checked.expression, schema, hint);
      return { ...checked, expression: chain(expression, "nullable") };
    }
    if (schema.unevaluatedItems !== undefined || schema.unevaluatedProperties !== undefined) {
      return null;
    }
    const alternatives = wanted.map((type) => this.write(alternativeFor(schema, type), hint));
    const union = zod("union", array(alternatives));
    return { expression: nullable ? chain(union, "nullable") : union, handles: isTyped };
  }

  #ofType(schema: Schema, type: JsonType, hint: string): Checked | null {
    switch (type) {
      case "null":
      case "boolean":
        return { expression: zod(type), handles: isTyped };
      case "string":
        return stringCheck(schema, this.#declarations.imports);
      case "integer":
        return integerCheck(schema, this.#declarations.imports);
      case "number":
        return numberCheck(schema);
      case "array":
        return this.#array(schema, hint);
      case "object":
        return this.#object(schema, hint);
      default:
        return type satisfies never;
    }
  }

  #array(schema: Schema, hint: string): Checked | null {
    const { prefixItems, items = true, minItems = 0, maxItems } = schema;
    const handled = ["type", "prefixItems", "items", "minItems", "maxItems"];
    const handles = (keyword: string) => handled.includes(keyword) || isOtherType(keyword, "array");
    if (prefixItems !== undefined) {
      // With a rest, zod takes what is missing for undefined, which `unknown` accepts.
      const isWhole = items === false && minItems === prefixItems.length && maxItems === undefined;
      const elements = prefixItems.map((item, at) => this.write(item, `${hint}_${at + 1}`));
      return isWhole ? { expression: zod("tuple", array(elements)), handles } : null;
    }
    let expression = zod("array", this.write(items, hint));
    if (minItems > 0) {
      expression = chain(expression, "min", literal(minItems));
    }
    if (maxItems !== undefined) {
      expression = chain(expression, "max", literal(maxItems));
    }
    return { expression, handles };
  }

  #object(schema: Schema, hint: string): Checked | null {
    const { properties = {}, required = [], additionalProperties = true } = schema;
    const names = [...new Set([...Object.keys(properties), ...required])];
    if (names.some((each) => each in Object.prototype)) {
      return null;
    }
    const patterned = schema.patternProperties !== undefined;
    const handled = [
      "type",
      "properties",
      "required",
      ...(patterned ? [] : ["additionalProperties"]),
    ];
    const handles = (keyword: string) =>
      handled.includes(keyword) || isOtherType(keyword, "object");
    const rest = patterned ? true : additionalProperties;
    if (names.length === 0 && rest !== false) {
      return { expression: zod("record", zod("string"), this.write(rest, hint)), handles };
    }
    const members = names.map((each) => {
      const known = Object.hasOwn(properties, each) ? properties[each] : undefined;
      const written = this.write(known ?? rest, each);
      return property(each, required.includes(each) ? written : chain(written, "optional"));
    });
    return { expression: objectOf(members, rest, () => this.write(rest, hint)), handles };
  }

  #alternatives(
    alternatives: readonly SchemaOrBoolean[],
    keyword: "anyOf" | "oneOf",
    hint: string,
  ): TsExpression {
    const others = alternatives.filter((one) => !isNull(one));
    const nulls = alternatives.length - others.length;
    const nullsApart = nulls > 0 && areDisjoint([{ type: ["null"] }, ...others], this.#definitions);
    if (nullsApart && (nulls === 1 || keyword === "anyOf") && others.length > 0) {
      return chain(this.#alternatives(others, keyword, hint), "nullable");
    }
    const written = alternatives.map((one, at) =>
      this.write(one, alternatives.length === 1 ? hint : `${hint}_${at + 1}`),
    );
    const [only] = written;
    if (only !== undefined && written.length === 1) {
      return only;
    }
    const discriminator = discriminatorOf(alternatives, this.#definitions);
    if (discriminator !== null && written.every(isPlainObject)) {
      return zod("discriminatedUnion", literal(discriminator), array(written));
    }
    const exactlyOne = keyword === "oneOf" && !areDisjoint(alternatives, this.#definitions);
    return zod(exactlyOne ? "xor" : "union", array(written));
  }
}

/** Whether what a schema lists is data for the runtime rather than code. */
function isTable({ anyOf, oneOf }: Schema, values: readonly Primitive[] | null): boolean {
  return [anyOf, oneOf].some((list) => areMany(list ?? [])) || (values !== null && isLong(values));
}

/** A name that every object has would hide from TypeScript that `"string"` there is a type's name. */
function runtimeLiteral(schema: JsonObject): TsExpression {
  return namesInherited(schema) ? asConst(literal(schema)) : literal(schema);
}

function namesInherited(value: JsonValue): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(([name, member]) => isInherited(name) || namesInherited(member))
  );
}

function listed(values: readonly Primitive[]): TsExpression {
  const [first, ...others] = values;
  if (first === undefined) {
    return zod("never");
  }
  if (others.length === 0) {
    return first === null ? zod("null") : zod("literal", literal(first));
  }
  if (values.includes(null)) {
    return chain(listed(values.filter((value) => value !== null)), "nullable");
  }
  const texts = values.every((value) => typeof value === "string" && value !== "__proto__");
  return zod(texts ? "enum" : "literal", literal(values));
}

function objectOf(
  members: Parameters<typeof object>[0],
  rest: SchemaOrBoolean,
  writeRest: () => TsExpression,
): TsExpression {
  if (rest === false) {
    return zod("strictObject", object(members));
  }
  if (rest === true) {
    return zod("looseObject", object(members));
  }
  return chain(zod("object", object(members)), "catchall", writeRest());
}

/** `z.strictObject({ … })` or `z.looseObject({ … })` with nothing after it. */
function isPlainObject(expression: TsExpression): boolean {
  if (expression.kind !== "call" || expression.callee.kind !== "member") {
    return false;
  }
  const { of, name: method } = expression.callee;
  return of.kind === "identifier" && (method === "strictObject" || method === "looseObject");
}

function isNull(schema: SchemaOrBoolean): boolean {
  return (
    typeof schema === "object" &&
    schema.type?.length === 1 &&
    schema.type[0] === "null" &&
    Object.keys(schema).every(
      (keyword) => keyword === "type" || annotationKeywords.includes(keyword),
    )
  );
}

function isTyped(keyword: string): boolean {
  return keyword === "type" || typeOfKeyword(keyword) !== null;
}
