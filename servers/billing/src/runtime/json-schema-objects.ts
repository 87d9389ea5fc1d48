import { spend } from "./effort.js";
import { isObject } from "./json.js";
import type { JsonSchema } from "./json-schema-check.js";
import {
  accepts,
  type Check,
  type Compiler,
  checkBelow,
  fail,
  type Visit,
} from "./json-schema-visit.js";
import { textTest } from "./matching.js";

type ObjectCheck = (value: Readonly<Record<string, unknown>>, visit: Visit) => boolean;

/** Source: JSON Schema Core 2020-12, sections 10.2.2.4, 10.3.2 and 11.3; Validation, section 6.5. */
export function objectKeywords(schema: JsonSchema, compiler: Compiler): readonly Check[] {
  const checks = [
    ...sizeKeywords(schema),
    ...presenceKeywords(schema),
    ...nameKeyword(schema, compiler),
    ...memberKeywords(schema, compiler),
    ...dependentSchemas(schema, compiler),
    ...unevaluatedKeyword(schema, compiler),
  ];
  return checks.map((check) => (value, visit) => !isObject(value) || check(value, visit));
}

function sizeKeywords({ minProperties, maxProperties }: JsonSchema): readonly ObjectCheck[] {
  const checks: ObjectCheck[] = [];
  if (minProperties !== undefined) {
    checks.push(
      (value, visit) =>
        Object.keys(value).length >= minProperties ||
        fail(visit, `must have at least ${minProperties} members`),
    );
  }
  if (maxProperties !== undefined) {
    checks.push(
      (value, visit) =>
        Object.keys(value).length <= maxProperties ||
        fail(visit, `must have at most ${maxProperties} members`),
    );
  }
  return checks;
}

function presenceKeywords({
  required = [],
  dependentRequired = {},
}: JsonSchema): readonly ObjectCheck[] {
  const checks: ObjectCheck[] = required.map(
    (name) => (value, visit) =>
      Object.hasOwn(value, name) || fail(visit, `must have the member "${name}"`),
  );
  for (const [name, others] of Object.entries(dependentRequired)) {
    for (const other of others) {
      checks.push(
        (value, visit) =>
          !Object.hasOwn(value, name) ||
          Object.hasOwn(value, other) ||
          fail(visit, `must have the member "${other}" beside "${name}"`),
      );
    }
  }
  return checks;
}

function nameKeyword({ propertyNames }: JsonSchema, compiler: Compiler): readonly ObjectCheck[] {
  if (propertyNames === undefined) {
    return [];
  }
  const check = compiler(propertyNames);
  return [
    (value, visit) => {
      const refused = Object.keys(value).filter(
        (name) => !accepts(check, name, visit.ofName(name)),
      );
      return (
        refused.length === 0 ||
        fail(visit, `must not have a member named "${refused.join('", "')}"`)
      );
    },
  ];
}

function memberKeywords(schema: JsonSchema, compiler: Compiler): readonly ObjectCheck[] {
  const named = new Map(
    Object.entries(schema.properties ?? {}).map(([name, member]) => [name, compiler(member)]),
  );
  const patterned = Object.entries(schema.patternProperties ?? {}).map(
    ([pattern, member]) => [textTest(pattern), compiler(member)] as const,
  );
  const additional =
    schema.additionalProperties === undefined ? null : compiler(schema.additionalProperties);
  const checksOf = (name: string): readonly Check[] => {
    spend(1 + patterned.length);
    const exact = named.get(name);
    const found = [
      ...(exact === undefined ? [] : [exact]),
      ...patterned.filter(([pattern]) => pattern?.test(name)).map(([, check]) => check),
    ];
    return found.length === 0 && additional !== null ? [additional] : found;
  };
  return [
    (value, visit) => {
      let accepted = true;
      for (const name of Object.keys(value)) {
        for (const check of checksOf(name)) {
          visit.evaluate(name);
          accepted = checkBelow(check, value[name], name, visit) && accepted;
        }
      }
      return accepted;
    },
  ];
}

function dependentSchemas(schema: JsonSchema, compiler: Compiler): readonly ObjectCheck[] {
  return Object.entries(schema.dependentSchemas ?? {}).map(([name, dependent]) => {
    const check = compiler(dependent);
    return (value, visit) =>
      !Object.hasOwn(value, name) ||
      accepts(check, value, visit) ||
      fail(visit, `does not fit what the member "${name}" asks of it`);
  });
}

/** Runs last: what the keywords beside it have looked at is known by then. */
function unevaluatedKeyword(schema: JsonSchema, compiler: Compiler): readonly ObjectCheck[] {
  if (schema.unevaluatedProperties === undefined) {
    return [];
  }
  const check = compiler(schema.unevaluatedProperties);
  return [
    (value, visit) => {
      let accepted = true;
      for (const name of Object.keys(value)) {
        if (!visit.hasEvaluated(name)) {
          visit.evaluate(name);
          accepted = checkBelow(check, value[name], name, visit) && accepted;
        }
      }
      return accepted;
    },
  ];
}
