import type { Scope } from "../expression/scope.js";
import type { Type } from "../expression/type.js";
import { describe } from "../expression/types.js";
import type { CallStatement, Statement } from "../model/tool.js";
import type { Value } from "../model/value.js";
import type { BindContext } from "./context.js";
import { keptMoment } from "./gate-problems.js";
import { readsName } from "./model-parts.js";
import type { Parts } from "./parts.js";

/** The names of prepare that a confirmation uses: they are kept in the draft, in the order in which they are known. */
export function keptNames(
  statements: readonly Statement[],
  output: Value,
  calls: readonly CallStatement[],
): readonly string[] {
  const behind = [output, ...calls.flatMap(({ errors, returns }) => [errors, returns])];
  return [...statements.flatMap(namesMadeBy), "draft"].filter((name) => readsName(behind, name));
}

function namesMadeBy(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case "call":
    case "let":
    case "part":
      return [statement.name];
    case "together":
      return statement.calls.map(({ name }) => name);
    case "require":
      return [];
    default:
      return statement satisfies never;
  }
}

/** Reports what is kept and is no JSON. */
export function checkKept(
  kept: readonly string[],
  scope: Scope,
  parts: Parts,
  { collector }: BindContext,
): void {
  for (const name of kept) {
    const type = scope.lookup(name)?.type;
    const moment = type === undefined ? null : momentIn(type);
    const span = parts.named(name);
    if (moment !== null && span !== null) {
      collector.add(keptMoment(name, moment, span));
    }
  }
}

/** A timestamp or a duration that a value is or holds, in words. */
function momentIn({ core }: Type): string | null {
  switch (core.kind) {
    case "timestamp":
    case "duration":
      return describe(core);
    case "list":
      return momentIn(core.element);
    case "map":
      return momentIn(core.value);
    default:
      return null;
  }
}
