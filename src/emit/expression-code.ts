import { type Expression, type RuntimeFunction, runtimeFunctions } from "../model/expression.js";
import {
  array,
  arrayPattern,
  arrow,
  binary,
  call,
  conditional,
  isIdentifier,
  literal,
  member,
  name,
  negate,
  not,
  object,
  parameter,
  property,
  regex,
  spread,
  template,
  undefinedValue,
} from "./code.js";
import type { Imports } from "./imports.js";
import type { TsExpression } from "./syntax.js";

/** What the names of an expression stand for in a file. */
export interface ExpressionNames {
  readonly imports: Imports;
  /** What the file imports: no function's parameter may hide it. */
  readonly taken: ReadonlySet<string>;
  readonly name: (name: string) => TsExpression;
  /** A member that is not simply read from the name it is a member of; null for any other. */
  readonly field: (of: string, name: string) => TsExpression | null;
}

export function expressionCode(expression: Expression, names: ExpressionNames): TsExpression {
  const code = (one: Expression) => expressionCode(one, names);
  switch (expression.kind) {
    case "literal":
      return literal(expression.value);
    case "bigint":
      return call(name("BigInt"), [literal(String(expression.value))]);
    case "undefined":
      return undefinedValue;
    case "name":
      return names.name(expression.name);
    case "field": {
      const { of } = expression;
      const special = of.kind === "name" ? names.field(of.name, expression.name) : null;
      return special ?? member(code(of), expression.name, expression.optional);
    }
    case "list":
      return array(expression.items.map(code));
    case "object":
      return object(expression.members.map((each) => property(each.name, code(each.value))));
    case "spread":
      return spread(code(expression.of));
    case "not":
      return not(code(expression.of));
    case "negate":
      return negate(code(expression.of));
    case "binary":
      return binary(code(expression.left), expression.operator, code(expression.right));
    case "conditional":
      return conditional(
        code(expression.test),
        code(expression.consequent),
        code(expression.alternate),
      );
    case "template":
      return template(
        expression.parts.map((part) => (typeof part === "string" ? part : code(part))),
      );
    case "method":
      return call(
        member(code(expression.of), expression.name, expression.optional),
        expression.args.map(code),
      );
    case "arrow":
      return arrowCode(expression, names);
    case "regex":
      return regex(expression.pattern, expression.flags);
    case "builtin":
      return call(name(expression.name), expression.args.map(code));
    case "runtime":
      return call(runtimeFunction(expression.name, names.imports), expression.args.map(code));
    case "function": {
      const fn = names.imports.namespace("../functions.js", "fn");
      return call(member(fn, expression.name), expression.args.map(code));
    }
    default:
      return expression satisfies never;
  }
}

function runtimeFunction(wanted: RuntimeFunction, imports: Imports): TsExpression {
  const modules = Object.entries(runtimeFunctions) as readonly [string, readonly string[]][];
  const [module = ""] = modules.find(([, names]) => names.includes(wanted)) ?? [];
  return imports.value(imports.runtimePath(module.slice("runtime/".length, -".js".length)), wanted);
}

/**
 * A parameter keeps its name, unless that is reserved, what a file imports, or what stands in the
 * body for another name: `cursor_` for a step that is called `cursor`.
 */
function arrowCode(
  { parameters, body }: Extract<Expression, { kind: "arrow" }>,
  names: ExpressionNames,
): TsExpression {
  const own = new Map<string, string>();
  for (const wanted of parameters.flat()) {
    own.set(wanted, isIdentifier(wanted) && !names.taken.has(wanted) ? wanted : `${wanted}_`);
  }
  const local = (wanted: string) => own.get(wanted) ?? wanted;
  const around = new Set<string>();
  const noted = (code: TsExpression) => {
    if (code.kind === "identifier") {
      around.add(code.name);
    }
    return code;
  };
  const inner: ExpressionNames = {
    ...names,
    name: (wanted) => (own.has(wanted) ? name(local(wanted)) : noted(names.name(wanted))),
    field: (of, wanted) => {
      const code = own.has(of) ? null : names.field(of, wanted);
      return code === null ? null : noted(code);
    },
  };
  const first = expressionCode(body, inner);
  const hiding = [...own].filter(([, one]) => around.has(one));
  const given = new Set(own.values());
  for (const [wanted, one] of hiding) {
    own.set(wanted, freeName(one, new Set([...around, ...given, ...names.taken])));
  }
  const written = parameters.map((each) =>
    typeof each === "string" ? local(each) : parameter(arrayPattern(each.map(local))),
  );
  return arrow(written, hiding.length === 0 ? first : expressionCode(body, inner));
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  return taken.has(wanted) ? freeName(`${wanted}_`, taken) : wanted;
}
