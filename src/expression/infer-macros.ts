import type { Expression } from "../model/expression.js";
import { join, testedByFilter, withoutValuesOf } from "./facts.js";
import { condition } from "./infer-operators.js";
import { elementRead } from "./infer-selection.js";
import { type Inferer, type View, wordsOf } from "./inferer.js";
import {
  binary,
  type Lowered,
  literal,
  lowered,
  method,
  nullable,
  runtime,
  settled,
} from "./lowered.js";
import { mentions } from "./mentions.js";
import * as problems from "./problems.js";
import { type Binding, scopeOf } from "./scope.js";
import type { Syntax } from "./syntax.js";
import type { Type } from "./type.js";
import * as types from "./types.js";

type MacroNode = Syntax & { readonly kind: "macro" };

/** What a macro runs over: a list, or the keys of a map. */
interface Range {
  readonly expression: Expression;
  readonly fails: boolean;
  /** Types of the variables, first to last. */
  readonly variables: readonly Type[];
  readonly read: Lowered["read"];
}

export function inferMacro(inferer: Inferer, macro: MacroNode, view: View): Lowered | null {
  const node = withOwnFilter(macro);
  const of = inferer.infer(node.of, view);
  if (of === null) {
    return null;
  }
  if (isEmpty(node.of)) {
    return overNothing(node);
  }
  const range = rangeOf(inferer, node, of);
  if (range === null) {
    return null;
  }
  const where = inferer.newFunction();
  const inner: View = {
    ...view,
    where,
    known: withoutValuesOf(
      view.known,
      node.variables.map((variable) => variable.name),
    ),
    scope: variablesScope(node, range, where, view),
  };
  const before = inferer.reads.size;
  const filter = node.filter === null ? null : test(inferer, node.filter, inner, node.name);
  if (node.filter !== null && filter === null) {
    return null;
  }
  const bodyView =
    filter === null
      ? inner
      : { ...inner, known: join(inner.known, testedByFilter(filter.whenTrue)) };
  const tests =
    node.name === "all" ||
    node.name === "exists" ||
    node.name === "exists_one" ||
    node.name === "filter";
  const body = tests
    ? test(inferer, node.body, inner, node.name)
    : inferer.infer(node.body, bodyView);
  if (body === null) {
    return null;
  }
  if (inferer.reads.size > before && of.read !== null) {
    inferer.reads.delete(of.read);
  }
  return build(node, of, range, filter, body);
}

/** `list.filter(x, test).map(x, value)` is `list.map(x, test, value)`: the value knows what the test has shown. */
function withOwnFilter(node: MacroNode): MacroNode {
  const { of, variables } = node;
  const isOne =
    node.name === "map" &&
    node.filter === null &&
    of.kind === "macro" &&
    of.name === "filter" &&
    of.variables.length === 1 &&
    of.variables[0]?.name === variables[0]?.name;
  return isOne ? { ...node, of: of.of, filter: of.body } : node;
}

function isEmpty(node: Syntax): boolean {
  return (
    (node.kind === "list" && node.items.length === 0) ||
    (node.kind === "map" && node.entries.length === 0)
  );
}

/** Of an empty literal nothing is known, and nothing is asked. */
function overNothing({ name }: MacroNode): Lowered {
  switch (name) {
    case "all":
    case "exists":
    case "exists_one":
      return lowered(types.present(types.boolean), literal(name === "all"));
    case "transformMap": {
      const type = types.present({ kind: "map", value: types.present(types.anything) });
      return lowered(type, { kind: "object", members: [] });
    }
    case "filter":
    case "map":
    case "transformList":
      return lowered(types.present(types.listOf(types.present(types.anything))), {
        kind: "list",
        items: [],
      });
    default:
      return name satisfies never;
  }
}

function test(inferer: Inferer, node: Syntax, view: View, macro: string): Lowered | null {
  const part = inferer.infer(node, view);
  return part === null ? null : condition(inferer, part, node, `the test of ${macro}()`, true);
}

function rangeOf(inferer: Inferer, node: MacroNode, of: Lowered): Range | null {
  const { core, absence } = of.type;
  if (absence !== "never") {
    return inferer.report(problems.mayBeNull(wordsOf(node.of), `${node.name}()`, node.of.span));
  }
  const two = node.variables.length === 2;
  const fails = of.fails;
  switch (core.kind) {
    case "list": {
      const element = core.element;
      const variables = two ? [types.present(types.int), element] : [element];
      return { expression: of.expression, fails, variables, read: elementRead(of.read) };
    }
    case "map": {
      const keys: Expression = { kind: "builtin", name: "Object.keys", args: [of.expression] };
      const variables = [types.present(types.string), core.value].slice(0, two ? 2 : 1);
      return { expression: two ? of.expression : keys, fails, variables, read: null };
    }
    case "any": {
      const variables = [types.present(types.anything), types.present(types.anything)].slice(
        0,
        two ? 2 : 1,
      );
      return { expression: runtime("listOf", of.expression), fails: true, variables, read: null };
    }
    default:
      return inferer.report(
        problems.unknownMethod(node.name, types.describe(core), [], node.of.span),
      );
  }
}

function variablesScope(node: MacroNode, range: Range, where: number, view: View) {
  const entries = new Map<string, Binding>();
  for (const [index, variable] of node.variables.entries()) {
    const type = range.variables[index] ?? types.present(types.anything);
    const isElement = index === node.variables.length - 1;
    entries.set(variable.name, {
      type,
      expression: { kind: "name", name: variable.name },
      answer: false,
      declaredAt: variable.span,
      read: isElement ? range.read : null,
      path: `${variable.name}#${where}`,
    });
  }
  return scopeOf(entries, view.scope);
}

function build(
  node: MacroNode,
  of: Lowered,
  range: Range,
  filter: Lowered | null,
  body: Lowered,
): Lowered {
  const names = node.variables.map((variable) => variable.name);
  const fails = range.fails || body.fails || (filter?.fails ?? false);
  const two = names.length === 2;
  const list = two ? runtime("entriesOf", range.expression) : range.expression;
  const arrow = (part: Lowered): Expression => ({
    kind: "arrow",
    parameters: two ? [names] : names.filter((name) => mentions(part.expression, name)),
    body: part.expression,
  });
  const result = (core: Type["core"], expression: Expression): Lowered =>
    lowered(types.present(core), expression, { fails, dynamic: of.dynamic });
  switch (node.name) {
    case "all":
    case "exists": {
      const plain = node.name === "all" ? "every" : "some";
      return result(
        types.boolean,
        body.fails ? runtime(plain, list, arrow(body)) : method(list, plain, arrow(body)),
      );
    }
    case "exists_one": {
      const found = method(list, "filter", arrow(body));
      const count: Expression = { kind: "field", of: found, name: "length", optional: false };
      return result(types.boolean, binary("===", count, literal(1)));
    }
    case "filter": {
      const element = range.variables[0] ?? types.present(types.anything);
      return result(types.listOf(element), method(list, "filter", arrow(body)));
    }
    case "map":
    case "transformList": {
      const value = nullable(settled(body));
      const kept = filter === null ? list : method(list, "filter", arrow(filter));
      return result(types.listOf(value.type), method(kept, "map", arrow(value)));
    }
    case "transformMap": {
      const value = nullable(settled(body));
      const kept = filter === null ? list : method(list, "filter", arrow(filter));
      const entry: Expression = {
        kind: "list",
        items: [{ kind: "name", name: names[0] ?? "" }, value.expression],
      };
      const entries = method(kept, "map", arrow({ ...value, expression: entry }));
      return result({ kind: "map", value: value.type }, runtime("mapOf", entries));
    }
    default:
      return node.name satisfies never;
  }
}
