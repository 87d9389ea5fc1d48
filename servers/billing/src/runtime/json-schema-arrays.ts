import type { JsonSchema } from "./json-schema-check.js";
import { canonical } from "./json-schema-values.js";
import {
  accepts,
  type Check,
  type Compiler,
  checkBelow,
  fail,
  type Visit,
} from "./json-schema-visit.js";

type ArrayCheck = (items: readonly unknown[], visit: Visit) => boolean;

/** Source: JSON Schema Core 2020-12, sections 10.3.1 and 11.2; Validation, section 6.4. */
export function arrayKeywords(schema: JsonSchema, compiler: Compiler): readonly Check[] {
  const checks = [
    ...sizeKeywords(schema),
    ...elementKeywords(schema, compiler),
    ...containsKeywords(schema, compiler),
    ...unevaluatedKeyword(schema, compiler),
  ];
  return checks.map((check) => (value, visit) => !Array.isArray(value) || check(value, visit));
}

function sizeKeywords({ minItems, maxItems, uniqueItems }: JsonSchema): readonly ArrayCheck[] {
  const checks: ArrayCheck[] = [];
  if (minItems !== undefined) {
    checks.push(
      (items, visit) =>
        items.length >= minItems || fail(visit, `must have at least ${minItems} items`),
    );
  }
  if (maxItems !== undefined) {
    checks.push(
      (items, visit) =>
        items.length <= maxItems || fail(visit, `must have at most ${maxItems} items`),
    );
  }
  if (uniqueItems === true) {
    checks.push(
      (items, visit) =>
        items.length < 2 ||
        new Set(items.map(canonical)).size === items.length ||
        fail(visit, "must not have the same item twice"),
    );
  }
  return checks;
}

function elementKeywords(schema: JsonSchema, compiler: Compiler): readonly ArrayCheck[] {
  const first = (schema.prefixItems ?? []).map(compiler);
  const rest = schema.items === undefined ? null : compiler(schema.items);
  if (first.length === 0 && rest === null) {
    return [];
  }
  return [
    (items, visit) => {
      let accepted = true;
      for (const [index, item] of items.entries()) {
        const check = first[index] ?? rest;
        if (check !== null) {
          visit.evaluate(index);
          accepted = checkBelow(check, item, index, visit) && accepted;
        }
      }
      return accepted;
    },
  ];
}

function containsKeywords(schema: JsonSchema, compiler: Compiler): readonly ArrayCheck[] {
  if (schema.contains === undefined) {
    return [];
  }
  const check = compiler(schema.contains);
  const { minContains = 1, maxContains = Number.POSITIVE_INFINITY } = schema;
  return [
    (items, visit) => {
      let found = 0;
      for (const [index, item] of items.entries()) {
        if (accepts(check, item, visit.below(index, item))) {
          visit.evaluate(index);
          found++;
        }
      }
      if (found < minContains) {
        return fail(
          visit,
          `must have at least ${minContains} items of the kind that it has to contain`,
        );
      }
      return (
        found <= maxContains ||
        fail(visit, `must have at most ${maxContains} items of the kind that it has to contain`)
      );
    },
  ];
}

/** Runs last: what the keywords beside it have looked at is known by then. */
function unevaluatedKeyword(schema: JsonSchema, compiler: Compiler): readonly ArrayCheck[] {
  if (schema.unevaluatedItems === undefined) {
    return [];
  }
  const check = compiler(schema.unevaluatedItems);
  return [
    (items, visit) => {
      let accepted = true;
      for (const [index, item] of items.entries()) {
        if (!visit.hasEvaluated(index)) {
          visit.evaluate(index);
          accepted = checkBelow(check, item, index, visit) && accepted;
        }
      }
      return accepted;
    },
  ];
}
