import type { JsonObject, JsonValue } from "../model/json.js";
import type { JsonType, Schema, SchemaOrBoolean } from "../model/schema.js";
import { type AdvertisedInput, shownPath } from "./advertised.js";
import {
  alternativesBeside,
  alternativesOf,
  areLargeLimitsIdle,
  decimalText,
  hintOf,
  inOrder,
  plainKeywords,
  type Shown,
} from "./json-schema-keywords.js";
import { areMany, inWords, isLong } from "./long-lists.js";
import { portablePattern, writtenPattern } from "./regex.js";
import {
  areDisjoint,
  type Definitions,
  definitionOf,
  nameOfReference,
  possibleTypes,
  typeOfValue,
} from "./schema-alternatives.js";
import {
  alternativeFor,
  annotationKeywords,
  keywordsWhere,
  takesDecimalText,
  typeOfKeyword,
} from "./schema-keywords.js";
import { identifier, type ShownNames } from "./shown-names.js";

/** How deep, and how many, schemas within schemas are shown: no host takes more, and no model reads them. */
const deepestShown = 40;
const mostShown = 20_000;
const memberKeywords = ["properties", "additionalProperties", "patternProperties"] as const;

/** Writes one schema, with what contains itself unrolled to a depth. */
export class Advertiser {
  readonly #definitions: Definitions;
  readonly #depth: number;
  readonly #notes = new Set<string>();
  #level = 0;
  #count = 0;
  /** How often each definition has been entered on the way down. */
  readonly #entered = new Map<string, number>();
  readonly #names: ShownNames | null;

  constructor(definitions: Definitions, depth: number, names: ShownNames | null) {
    this.#definitions = definitions;
    this.#depth = depth;
    this.#names = names;
  }

  value(schema: Schema, at: string): AdvertisedInput {
    const { schema: shown } = this.#show(schema, at);
    return { schema: shown, notes: [...this.#notes], renamed: this.#names?.table() ?? {} };
  }

  #show(schema: SchemaOrBoolean, at: string): Shown {
    if (schema === true) {
      return { schema: {}, exact: true };
    }
    if (schema === false || schema.type?.length === 0 || schema.enum?.length === 0) {
      return { schema: { not: {} }, exact: true };
    }
    this.#count += 1;
    if (this.#level >= deepestShown || this.#count > mostShown) {
      return this.#untold(schema, at, "goes on for more levels than are described");
    }
    this.#level += 1;
    const name = nameOfReference(schema);
    const shown = name === null ? this.#keywords(schema, at) : this.#unrolled(schema, name, at);
    this.#level -= 1;
    return shown;
  }

  /** Where a description stops: what is left of the schema, and a note for the outermost value. */
  #untold(schema: Schema, at: string, why: string): Shown {
    const [outermost = ""] = at.split(/[.[]/);
    this.#notes.add(`${shownPath(outermost)} ${why}`);
    const definition = definitionOf(schema, this.#definitions) ?? schema;
    const { description } = schema;
    const hint = hintOf(definition);
    return { schema: description === undefined ? hint : { ...hint, description }, exact: false };
  }

  #unrolled(schema: Schema, name: string, at: string): Shown {
    const definition = Object.hasOwn(this.#definitions, name) ? this.#definitions[name] : undefined;
    const times = this.#entered.get(name) ?? 0;
    if (definition === undefined || times >= this.#depth) {
      return this.#untold(schema, at, "contains itself: deeper levels are not described");
    }
    this.#entered.set(name, times + 1);
    const { $ref: _, ...beside } = schema;
    const target = this.#show(definition, at);
    const own = this.#keywords(beside, at);
    this.#entered.set(name, times);
    const exact = target.exact && own.exact;
    const constrains = Object.keys(own.schema).some(
      (keyword) => !annotationKeywords.includes(keyword),
    );
    return constrains
      ? { schema: { allOf: [target.schema, own.schema] }, exact }
      : { schema: { ...target.schema, ...own.schema }, exact };
  }

  #keywords(schema: Schema, at: string): Shown {
    const types = schema.type;
    if (types?.length === 1 && types[0] === "integer" && takesDecimalText(schema)) {
      return this.#int64(schema, at);
    }
    if (types === undefined || types.length === 1) {
      return this.#withKeywords(schema, types?.[0] ?? null, at);
    }
    return this.#byType(schema, types, at);
  }

  /** A list of types as alternatives, each with the keywords that concern it. */
  #byType(schema: Schema, types: readonly JsonType[], at: string): Shown {
    const isAround = (keyword: string) =>
      typeOfKeyword(keyword) === null && !["type", "enum", "const"].includes(keyword);
    const around = this.#withKeywords(keywordsWhere(schema, isAround), null, at);
    const alternatives = types
      .filter((type) => type !== "integer" || !types.includes("number"))
      .map((type) => alternativeFor(schema, type))
      .filter((one) => one.enum === undefined || one.enum.length > 0)
      .flatMap((one) => alternativesOf(this.#show(one, at)));
    return alternatives.length === 0
      ? { schema: { not: {} }, exact: around.exact }
      : alternativesBeside(around, alternatives);
  }

  /** An integer that may come as decimal text where a double would round it. */
  #int64(schema: Schema, at: string): Shown {
    const text = decimalText(schema);
    if (!text.exact) {
      this.#notes.add(`the bounds of ${shownPath(at)} hold for decimal text too: not shown`);
    }
    const around = keywordsWhere(schema, (keyword) => annotationKeywords.includes(keyword));
    const number = keywordsWhere(
      schema,
      (keyword) => !annotationKeywords.includes(keyword) && keyword !== "format",
    );
    return alternativesBeside(this.#withKeywords(around, null, at), [
      this.#withKeywords(number, "integer", at),
      text,
    ]);
  }

  #withKeywords(schema: Schema, type: JsonType | null, at: string): Shown {
    const result: Record<string, JsonValue> = plainKeywords(schema);
    let exact = true;
    const use = (keyword: string, shown: Shown) => {
      result[keyword] = shown.schema;
      exact = exact && shown.exact;
    };
    if (type !== null) {
      result.type = type;
    }
    exact = this.#limits(schema, type, at);
    exact = this.#values(schema, result, at) && exact;
    exact = this.#pattern(schema, result, at) && exact;
    if (type === "array" || schema.items !== undefined || schema.prefixItems !== undefined) {
      exact = this.#arrays(schema, result, at) && exact;
    }
    if (memberKeywords.some((keyword) => schema[keyword] !== undefined)) {
      exact = this.#members(schema, result, at) && exact;
    }
    if (schema.propertyNames !== undefined) {
      use("propertyNames", this.#show(schema.propertyNames, at));
    }
    if (schema.contains !== undefined) {
      exact = this.#contains(schema, schema.contains, result, at) && exact;
    }
    exact = this.#applicators(schema, result, at) && exact;
    return { schema: inOrder(result), exact };
  }

  /** A reader's numbers would round bounds past 2^53. */
  #limits(schema: Schema, type: JsonType | null, at: string): boolean {
    const areIdle = areLargeLimitsIdle(schema, type);
    if (!areIdle) {
      this.#notes.add(`the bounds of ${shownPath(at)} past 2^53 are checked, and not shown`);
    }
    return areIdle;
  }

  /** A list of values that is too long to be read is described. */
  #values(schema: Schema, result: Record<string, JsonValue>, at: string): boolean {
    const values = schema.const === undefined ? schema.enum : [schema.const];
    if (values === undefined || !isLong(values)) {
      Object.assign(result, values === undefined ? {} : { enum: values });
      return true;
    }
    delete result.enum;
    const types = new Set(values.map(typeOfValue));
    const [type] = types;
    if (result.type === undefined && type !== undefined && types.size === 1) {
      result.type = type;
    }
    const words = inWords(values);
    const said = schema.description === undefined ? "" : `${schema.description.trimEnd()} `;
    result.description = `${said}${words}`;
    const place = shownPath(at);
    this.#notes.add(
      values.length === 1
        ? `the value of ${place} is checked, and not shown`
        : `the ${values.length} values of ${place} are checked, and not shown`,
    );
    return false;
  }

  /** A pattern of another dialect than JavaScript's is checked no more than it is shown. */
  #pattern({ pattern }: Schema, result: Record<string, JsonValue>, at: string): boolean {
    const isShort = pattern !== undefined && !isLong([pattern]);
    const shown = isShort ? portablePattern(pattern) : null;
    if (pattern === undefined || shown !== null) {
      Object.assign(result, shown === null ? {} : { pattern: shown });
      return true;
    }
    delete result.pattern;
    const isChecked = writtenPattern(pattern).kind !== "unknown";
    const why = isLong([pattern]) ? "too long" : "no regular expression with the flag u";
    const what = `the pattern of ${shownPath(at)} is ${why}`;
    this.#notes.add(
      `${what}: ${isChecked ? "checked, and not shown" : "neither checked nor shown"}`,
    );
    return !isChecked;
  }

  #arrays(schema: Schema, result: Record<string, JsonValue>, at: string): boolean {
    const first = (schema.prefixItems ?? []).map((item) => this.#show(item, at));
    const items = schema.items === false ? null : this.#show(schema.items ?? true, `${at}[]`);
    if (first.length > 0) {
      result.prefixItems = first.map((item) => item.schema);
    }
    if (items === null) {
      result.maxItems = Math.min(first.length, schema.maxItems ?? first.length);
    }
    result.items = items?.schema ?? {};
    return first.every((item) => item.exact) && (items?.exact ?? true);
  }

  /** A bound on how many elements fit counts too many where the element's schema accepts more. */
  #contains(
    schema: Schema,
    element: SchemaOrBoolean,
    result: Record<string, JsonValue>,
    at: string,
  ): boolean {
    const shown = this.#show(element, `${at}[]`);
    result.contains = shown.schema;
    if (schema.maxContains !== undefined && shown.exact) {
      result.maxContains = schema.maxContains;
    }
    return shown.exact;
  }

  #members(schema: Schema, result: Record<string, JsonValue>, at: string): boolean {
    const { properties = {}, additionalProperties, patternProperties = {} } = schema;
    const shown: [string, JsonObject][] = [];
    let exact = true;
    let hidden = false;
    const renamed = this.#names?.ofMembers(schema, at) ?? null;
    for (const [name, member] of Object.entries(properties)) {
      const path = at === "" ? name : `${at}.${name}`;
      const shownName = identifier.test(name) ? name : renamed?.get(name);
      if (shownName !== undefined) {
        const one = this.#show(member, path);
        exact = exact && one.exact && shownName === name;
        shown.push([shownName, one.schema]);
      } else {
        hidden = true;
        this.#notes.add(`${shownPath(path)} is not shown: hosts refuse a name like that`);
      }
    }
    if (schema.properties !== undefined) {
      result.properties = Object.fromEntries(shown);
    }
    if (renamed !== null && renamed.size > 0) {
      result.required = (schema.required ?? []).map((name) => renamed.get(name) ?? name);
    }
    if (hidden) {
      result.additionalProperties = true;
      result.required = (schema.required ?? []).filter((name) => identifier.test(name));
      return false;
    }
    if (typeof additionalProperties === "object") {
      const one = this.#show(additionalProperties, `${at}.*`);
      result.additionalProperties = one.schema;
      exact = exact && one.exact;
    } else if (additionalProperties !== undefined) {
      result.additionalProperties = additionalProperties;
    }
    const patterned = Object.entries(patternProperties).flatMap(([written, member]) => {
      const pattern = portablePattern(written);
      return pattern === null ? [] : [[pattern, this.#show(member, `${at}.*`)] as const];
    });
    if (patterned.length < Object.keys(patternProperties).length) {
      this.#notes.add(`${shownPath(at)} has names by patterns of another dialect: not shown`);
      result.additionalProperties = true;
      return false;
    }
    if (patterned.length > 0) {
      result.patternProperties = Object.fromEntries(
        patterned.map(([name, one]) => [name, one.schema]),
      );
    }
    return exact && patterned.every(([, one]) => one.exact);
  }

  /**
   * Subschemas on the value itself. Where one that accepts more would refuse more (`not`, `if`,
   * exactly one of many), and it cannot be shown exactly, the keyword is left out.
   */
  #applicators(schema: Schema, result: Record<string, JsonValue>, at: string): boolean {
    let exact = true;
    const lists = { allOf: schema.allOf, anyOf: schema.anyOf, oneOf: schema.oneOf };
    const beside: JsonObject[] = [];
    for (const [keyword, list] of Object.entries(lists)) {
      if (list !== undefined && areMany(list)) {
        const count = list.length;
        const [type, ...others] = possibleTypes({ [keyword]: list }, this.#definitions);
        if (result.type === undefined && type !== undefined && others.length === 0) {
          result.type = type;
        }
        this.#notes.add(`the ${count} alternatives of ${shownPath(at)} are checked, and not shown`);
        exact = false;
      } else if (list !== undefined) {
        const shown = list.map((one) => this.#show(one, at));
        const allExact = shown.every((one) => one.exact);
        const alike = keyword === "oneOf" && (!allExact || areDisjoint(list, this.#definitions));
        const shownAs = alike ? "anyOf" : keyword;
        const listed = shownAs === "anyOf" ? shown.flatMap(alternativesOf) : shown;
        const schemas = listed.map((one) => one.schema);
        if (result[shownAs] === undefined) {
          result[shownAs] = schemas;
        } else {
          beside.push({ [shownAs]: schemas });
        }
        exact = exact && allExact;
      }
    }
    if (beside.length > 0) {
      result.allOf = [...(Array.isArray(result.allOf) ? result.allOf : []), ...beside];
    }
    exact = this.#conditions(schema, result, at) && exact;
    for (const keyword of ["unevaluatedItems", "unevaluatedProperties"] as const) {
      const subschema = schema[keyword];
      if (subschema !== undefined) {
        this.#notes.add(`${shownPath(at)} takes members of its alternatives only: not shown`);
        exact = false;
      }
    }
    return exact;
  }

  #conditions(schema: Schema, result: Record<string, JsonValue>, at: string): boolean {
    let exact = true;
    const show = (one: SchemaOrBoolean) => this.#show(one, at);
    if (schema.not !== undefined) {
      const shown = show(schema.not);
      if (shown.exact) {
        result.not = shown.schema;
      }
      exact = shown.exact;
    }
    if (schema.if !== undefined && (schema.then !== undefined || schema.else !== undefined)) {
      const test = show(schema.if);
      const branches = (["then", "else"] as const).flatMap((keyword) => {
        const branch = schema[keyword];
        return branch === undefined ? [] : [[keyword, show(branch)] as const];
      });
      if (test.exact) {
        result.if = test.schema;
        for (const [keyword, shown] of branches) {
          result[keyword] = shown.schema;
        }
      }
      exact = exact && test.exact && branches.every(([, shown]) => shown.exact);
    }
    if (schema.dependentSchemas !== undefined) {
      const shown = Object.entries(schema.dependentSchemas).map(
        ([name, dependent]) => [name, show(dependent)] as const,
      );
      result.dependentSchemas = Object.fromEntries(shown.map(([name, one]) => [name, one.schema]));
      exact = exact && shown.every(([, one]) => one.exact);
    }
    return exact;
  }
}
