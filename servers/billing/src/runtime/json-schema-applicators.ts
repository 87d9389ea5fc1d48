import type { JsonSchema } from "./json-schema-check.js";
import { nearestAlternative } from "./json-schema-nearest.js";
import {
  accepts,
  type Check,
  type Compiler,
  checkBeside,
  fail,
  type Visit,
} from "./json-schema-visit.js";

/** Subschemas on the value itself. Source: JSON Schema Core 2020-12, section 10.2. */
export function applicators(schema: JsonSchema, compiler: Compiler): readonly Check[] {
  return [...combinations(schema, compiler), ...condition(schema, compiler)];
}

function combinations(schema: JsonSchema, compiler: Compiler): readonly Check[] {
  const checks: Check[] = (schema.allOf ?? []).map((part) => {
    const check = compiler(part);
    return (value, visit) => checkBeside(check, value, visit);
  });
  if (schema.anyOf !== undefined) {
    const { anyOf } = schema;
    const alternatives = anyOf.map(compiler);
    // Every alternative is tried, since each that fits evaluates members.
    checks.push(
      (value, visit) =>
        alternatives.filter((check) => accepts(check, value, visit)).length > 0 ||
        failAll(anyOf, alternatives, value, visit),
    );
  }
  if (schema.oneOf !== undefined) {
    const { oneOf } = schema;
    const alternatives = oneOf.map(compiler);
    checks.push((value, visit) => {
      const fitting = alternatives.filter((check) => accepts(check, value, visit)).length;
      if (fitting === 0) {
        return failAll(oneOf, alternatives, value, visit);
      }
      return (
        fitting === 1 || fail(visit, `fits ${fitting} of its alternatives, and must fit one alone`)
      );
    });
  }
  if (schema.not !== undefined) {
    const check = compiler(schema.not);
    checks.push(
      (value, visit) =>
        !accepts(check, value, visit.beside()) || fail(visit, "is of a kind that is ruled out"),
    );
  }
  return checks;
}

function failAll(
  schemas: readonly (JsonSchema | boolean)[],
  alternatives: readonly Check[],
  value: unknown,
  visit: Visit,
): false {
  const nearest = visit.brief ? "" : nearestAlternative(schemas, alternatives, value, visit);
  return fail(visit, `fits none of its ${schemas.length} alternatives${nearest}`);
}

function condition(schema: JsonSchema, compiler: Compiler): readonly Check[] {
  if (schema.if === undefined) {
    return [];
  }
  const test = compiler(schema.if);
  const whenTrue = compiler(schema.then ?? true);
  const whenFalse = compiler(schema.else ?? true);
  return [
    (value, visit) => checkBeside(accepts(test, value, visit) ? whenTrue : whenFalse, value, visit),
  ];
}
