import type { Expression } from "../model/expression.js";
import type { Statement } from "../model/tool.js";
import { print } from "./code.js";
import { CodeScope } from "./code-scope.js";
import { Imports } from "./imports.js";

/** An expression as text, behind it each `let` that it reads: `amount = input.amount ?? order.total`. */
export function chosenBy(
  expression: Expression,
  statements: readonly Statement[],
): readonly string[] {
  const own = textOf(expression);
  const lets: string[] = [];
  const open = [own.names];
  const seen = new Set<string>();
  for (const names of open) {
    for (const statement of statements) {
      if (statement.kind === "let" && names.has(statement.name) && !seen.has(statement.name)) {
        seen.add(statement.name);
        const { names: inner, text } = textOf(statement.value);
        lets.push(`${statement.name} = ${text}`);
        open.push(inner);
      }
    }
  }
  return [own.text, ...lets.sort()];
}

function textOf(expression: Expression): { text: string; names: ReadonlySet<string> } {
  const plan = { destructured: false, taken: new Set<string>() };
  const scope = new CodeScope(new Imports("../runtime"), new Map(), plan);
  const text = String(print(scope.expression(expression))).replaceAll(/\s*\n\s*/g, " ");
  return { text, names: scope.used() };
}
