import {
  accepts,
  type Check,
  type Compiler,
  checkBeside,
  fail,
  type JsonSchema,
} from "./json-schema-check.js";

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
    const alternatives = schema.anyOf.map(compiler);
    // Every alternative is tried, since each that fits evaluates members.
    checks.push(
      (value, visit) =>
        alternatives.filter((check) => accepts(check, value, visit)).length > 0 ||
        fail(visit, `fits none of its ${alternatives.length} alternatives`),
    );
  }
  if (schema.oneOf !== undefined) {
    const alternatives = schema.oneOf.map(compiler);
    checks.push((value, visit) => {
      const fitting = alternatives.filter((check) => accepts(check, value, visit)).length;
      return (
        fitting === 1 ||
        fail(
          visit,
          fitting === 0
            ? `fits none of its ${alternatives.length} alternatives`
            : `fits ${fitting} of its alternatives, and must fit one alone`,
        )
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
