import { Collector } from "../../src/diagnostics/collector.js";
import { isIdentifier, print, name as variable } from "../../src/emit/code.js";
import { expressionCode } from "../../src/emit/expression-code.js";
import { Imports } from "../../src/emit/imports.js";
import { infer, noFacts } from "../../src/expression/infer.js";
import { parseExpression } from "../../src/expression/parse.js";
import { type Binding, scopeOf } from "../../src/expression/scope.js";
import * as calendar from "../../templates/server/src/runtime/calendar.js";
import * as strings from "../../templates/server/src/runtime/cel-strings.js";
import * as convert from "../../templates/server/src/runtime/convert.js";
import * as expression from "../../templates/server/src/runtime/expression.js";
import * as matches from "../../templates/server/src/runtime/matches.js";
import * as money from "../../templates/server/src/runtime/money.js";
import * as time from "../../templates/server/src/runtime/time.js";
import type { Case } from "./cases.js";
import { boundValueOf, plainValueOf, typeOf } from "./values.js";

const runtime: Readonly<Record<string, unknown>> = {
  ...calendar,
  ...strings,
  ...convert,
  ...expression,
  ...matches,
  ...money,
  ...time,
};

export type Outcome =
  | { readonly kind: "value"; readonly value: unknown; readonly code: string }
  /** A diagnostic, or a structured failure at run time. */
  | { readonly kind: "refused"; readonly message: string; readonly code: string }
  /** Anything else that was thrown: a bug. */
  | { readonly kind: "broken"; readonly message: string; readonly code: string };

/** Compiles an expression to TypeScript and runs it. */
export function outcomeOf({ test }: Case): Outcome {
  const collector = new Collector();
  const file = { path: "case.cel", text: test.expr };
  const span = { file, start: 0, end: test.expr.length };
  const tree = parseExpression({ text: test.expr, span, offsets: 0 }, collector);
  const entries = new Map<string, Binding>();
  for (const declaration of test.typeEnv) {
    const kind = declaration.declKind;
    const type = kind.case === "ident" ? typeOf(kind.value.type) : null;
    if (type !== null && isIdentifier(declaration.name)) {
      entries.set(declaration.name, bindingOf(declaration.name, type));
    }
  }
  for (const name of Object.keys(test.bindings)) {
    if (!entries.has(name) && isIdentifier(name)) {
      entries.set(name, bindingOf(name, { core: { kind: "any" }, absence: "null" }));
    }
  }
  const options = { functions: [], known: noFacts, now: true };
  const typed = tree === null ? null : infer(tree, scopeOf(entries), options, collector);
  if (typed === null) {
    return {
      kind: "refused",
      message: collector
        .sorted()
        .map((each) => each.message)
        .join("; "),
      code: "",
    };
  }
  const imports = new Imports("./runtime");
  const names = {
    imports,
    name: variable,
    field: () => null,
    taken: new Set(Object.keys(runtime)),
  };
  const code = String(print(expressionCode(typed.expression, names)));
  try {
    const parameters = [...Object.keys(runtime), ...entries.keys()];
    const values = [
      ...Object.values(runtime),
      ...[...entries.keys()].map((each) => {
        const bound = test.bindings[each]?.kind;
        return bound?.case === "value" ? boundValueOf(bound.value) : undefined;
      }),
    ];
    const compiled = new Function(...parameters, `return ${code};`);
    return { kind: "value", value: compiled(...values), code };
  } catch (thrown) {
    const kind = thrown instanceof expression.ExpressionError ? "refused" : "broken";
    return { kind, message: String(thrown), code };
  }
}

function bindingOf(name: string, type: Binding["type"]): Binding {
  return { type, expression: { kind: "name", name }, answer: false };
}

/** Whether an outcome is what the suite asks for. */
export function agrees({ test }: Case, outcome: Outcome): boolean {
  const wanted = test.resultMatcher;
  if (test.checkOnly) {
    return outcome.code !== "";
  }
  switch (wanted.case) {
    case "evalError":
    case "anyEvalErrors":
      return outcome.kind === "refused";
    case "typedResult":
      return wanted.value.result === undefined
        ? outcome.kind === "value"
        : outcome.kind === "value" && same(outcome.value, plainValueOf(wanted.value.result));
    case "value":
      return outcome.kind === "value" && same(outcome.value, plainValueOf(wanted.value));
    default:
      return outcome.kind === "value" && outcome.value === true;
  }
}

function same(given: unknown, want: unknown): boolean {
  if (typeof given === "number" && typeof want === "number") {
    return given === want || (Number.isNaN(given) && Number.isNaN(want));
  }
  return expression.deepEquals(given, want);
}
