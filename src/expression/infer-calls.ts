import type { Expression } from "../model/expression.js";
import type { FunctionDeclaration, FunctionType } from "../model/server.js";
import { globalFunctions, methodsOf, stringsFunctions } from "./functions.js";
import { typeNames } from "./infer-selection.js";
import { type Inferer, type View, wordsOf } from "./inferer.js";
import { anyFails, type Lowered, lowered, nullable, runtime, settled } from "./lowered.js";
import type { Overload, Signature } from "./overload.js";
import * as problems from "./problems.js";
import { namespaces, type Syntax } from "./syntax.js";
import type { CoreType } from "./type.js";
import * as types from "./types.js";

type CallNode = Syntax & { readonly kind: "call" };

export function inferCall(inferer: Inferer, node: CallNode, view: View): Lowered | null {
  if (node.of === null) {
    return inferGlobal(inferer, node, view);
  }
  if (
    node.of.kind === "name" &&
    namespaces.has(node.of.name) &&
    view.scope.lookup(node.of.name) === null
  ) {
    return node.of.name === "fn"
      ? inferDeclared(inferer, node, view)
      : inferNamespaced(inferer, node, view);
  }
  const of = inferer.infer(node.of, view);
  const args = inferAll(inferer, node.args, view);
  if (of === null || args === null) {
    return null;
  }
  const { core } = of.type;
  const methods = methodsOf(core);
  const overloads = methods.get(node.name);
  if (overloads === undefined) {
    const known = [...methods.keys()];
    return inferer.report(
      problems.unknownMethod(node.name, types.describe(core), known, node.nameSpan),
    );
  }
  return apply(inferer, node, node.name, overloads, [of, ...args], [node.of, ...node.args]);
}

function inferGlobal(inferer: Inferer, node: CallNode, view: View): Lowered | null {
  switch (node.name) {
    case "coalesce":
      return inferCoalesce(inferer, node, view);
    case "dyn":
    case "type":
      return inferType(inferer, node, view);
    case "now":
      if (!inferer.allowsNow) {
        return inferer.report(problems.nowNotHere(node.span));
      }
      break;
    default:
      break;
  }
  const overloads = globalFunctions.get(node.name);
  if (overloads === undefined) {
    const known = [...globalFunctions.keys(), "coalesce", "dyn", "type"];
    return inferer.report(problems.unknownFunction(node.name, known, node.nameSpan));
  }
  const args = inferAll(inferer, node.args, view);
  if (args === null) {
    return null;
  }
  if (node.name === "money") {
    warnOfCut(inferer, node.args[0], view);
  }
  return apply(inferer, node, `${node.name}()`, overloads, args, node.args);
}

/** `int(amount * 100)` of a decimal amount is a minor unit too little as often as not. */
function warnOfCut(inferer: Inferer, minor: Syntax | undefined, view: View): void {
  const [amount] = minor?.kind === "call" && minor.name === "int" ? minor.args : [];
  if (minor === undefined || amount?.kind !== "binary" || amount.operator !== "*") {
    return;
  }
  if (inferer.infer(amount, view)?.type.core.kind === "double") {
    inferer.report(problems.cutAmount(wordsOf(minor), minor.span));
  }
}

function inferNamespaced(inferer: Inferer, node: CallNode, view: View): Lowered | null {
  const overloads = stringsFunctions.get(node.name);
  if (overloads === undefined) {
    return inferer.report(
      problems.unknownFunction(node.name, [...stringsFunctions.keys()], node.nameSpan),
    );
  }
  const args = inferAll(inferer, node.args, view);
  return args === null
    ? null
    : apply(inferer, node, `strings.${node.name}()`, overloads, args, node.args);
}

function inferAll(
  inferer: Inferer,
  nodes: readonly Syntax[],
  view: View,
): readonly Lowered[] | null {
  const parts = nodes.map((node) => inferer.infer(node, view));
  const found = parts.flatMap((part) => (part === null ? [] : [part]));
  return found.length === parts.length ? found : null;
}

/** The first overload that takes the arguments; its complaint where none does. */
function apply(
  inferer: Inferer,
  node: CallNode,
  name: string,
  overloads: readonly Overload[],
  args: readonly Lowered[],
  nodes: readonly Syntax[],
): Lowered | null {
  const counted = overloads.filter((overload) => overload.takes.length === args.length);
  if (counted.length === 0) {
    const receiver = node.of !== null && !namespaces.has(wordsOf(node.of)) ? 1 : 0;
    const counts = [...new Set(overloads.map((overload) => overload.takes.length - receiver))];
    const wanted = `${counts.join(" or ")} argument${counts.at(-1) === 1 ? "" : "s"}`;
    return inferer.report(problems.wrongCount(name, wanted, args.length - receiver, node.span));
  }
  for (const [index, part] of args.entries()) {
    const at = nodes[index];
    if (at !== undefined && part.type.absence !== "never") {
      return inferer.report(problems.mayBeNull(wordsOf(at), name, at.span));
    }
  }
  const chosen = counted.find((overload) =>
    overload.takes.every((wanted, index) => accepts(wanted, args[index])),
  );
  if (chosen === undefined) {
    return wrongArgument(inferer, name, counted, args, nodes);
  }
  const exact = args.map(settled);
  const result = chosen.lower(exact, (problem) => inferer.report(problem), nodes);
  return result === null
    ? null
    : {
        ...result,
        fails: result.fails || anyFails(...exact),
        dynamic: args.some((part) => part.dynamic),
      };
}

function wrongArgument(
  inferer: Inferer,
  name: string,
  overloads: readonly Overload[],
  args: readonly Lowered[],
  nodes: readonly Syntax[],
): null {
  const at = args.findIndex(
    (part, index) => !overloads.some((overload) => accepts(overload.takes[index], part)),
  );
  const index = Math.max(at, 0);
  const wanted = [
    ...new Set(overloads.map((overload) => wordFor(overload.takes[index] ?? "any"))),
  ].join(" or ");
  const node = nodes[index];
  const part = args[index];
  return node === undefined || part === undefined
    ? null
    : inferer.report(
        problems.wrongArgument(
          name,
          wanted,
          `${wordsOf(node)}, ${kindOf(part.type.core)}`,
          node.span,
          overloads.some((overload) => overload.takes[index] === "strings")
            ? textsHelp(node, part.type.core)
            : [],
        ),
      );
}

/** A list by its elements, which may be what is wrong with it. */
function kindOf(core: CoreType): string {
  if (core.kind !== "list") {
    return types.describe(core);
  }
  return core.element.absence === "never"
    ? `a list with elements of the kind: ${types.describe(core.element.core)}`
    : "a list whose elements may be null";
}

/** How a list becomes one of texts. */
function textsHelp(node: Syntax, core: CoreType): readonly string[] {
  if (core.kind !== "list") {
    return [];
  }
  if (core.element.absence === "never") {
    return types.isScalar(core.element.core) ? ["make texts of them with .map(x, string(x))"] : [];
  }
  const [variable] = node.kind === "macro" && node.name === "map" ? node.variables : [];
  if (node.kind !== "macro" || variable === undefined || node.filter !== null) {
    return ["leave out what is null with .map(x, x != null, x)"];
  }
  const value = wordsOf(node.body);
  return [`leave out what is null with .map(${variable.name}, ${value} != null, ${value})`];
}

function wordFor(wanted: Signature): string {
  if (wanted === "strings") {
    return "a list of strings";
  }
  return wanted === "any" ? "any value" : types.describe(sample[wanted]);
}

const sample: Readonly<Record<Exclude<Signature, "any" | "strings">, CoreType>> = {
  boolean: types.boolean,
  int: types.int,
  int64: types.int64,
  double: types.double,
  string: types.string,
  timestamp: types.timestamp,
  duration: types.duration,
  list: types.listOf(types.present(types.anything)),
  map: { kind: "map", value: types.present(types.anything) },
  json: types.anything,
};

function accepts(wanted: Signature | undefined, part: Lowered | undefined): boolean {
  if (wanted === undefined || part === undefined) {
    return false;
  }
  const { core } = part.type;
  switch (wanted) {
    case "any":
      return true;
    case "json":
      return core.kind === "any";
    case "map":
      return core.kind === "map";
    case "strings":
      return (
        core.kind === "list" &&
        ((core.element.core.kind === "string" && core.element.absence === "never") ||
          core.element.core.kind === "any" ||
          isEmptyList(part.expression))
      );
    case "double":
      return core.kind === "double" || core.kind === "int";
    default:
      return core.kind === wanted;
  }
}

/** `[]`, which goes with a list of anything. */
function isEmptyList(expression: Expression): boolean {
  return expression.kind === "list" && expression.items.length === 0;
}

/** The first that is there; the last needs not be. */
function inferCoalesce(inferer: Inferer, node: CallNode, view: View): Lowered | null {
  const args = inferAll(inferer, node.args, view);
  if (args === null) {
    return null;
  }
  const [first, ...others] = args;
  if (first === undefined || others.length === 0) {
    return inferer.report(
      problems.wrongCount("coalesce()", "2 arguments or more", args.length, node.span),
    );
  }
  let result = settled(first);
  for (const [index, part] of others.entries()) {
    const type = types.common(result.type, part.type);
    if (type === null) {
      const at = node.args[index + 1] ?? node;
      const kind = types.describe(part.type.core);
      return inferer.report(
        problems.wrongArgument("coalesce()", types.describe(result.type.core), kind, at.span),
      );
    }
    const absence = result.type.absence === "never" ? "never" : part.type.absence;
    const next = settled(part);
    result = lowered(
      types.withAbsence(type, absence),
      {
        kind: "binary",
        operator: "??",
        left: result.expression,
        right: next.expression,
        total: true,
      },
      {
        fails: anyFails(result, next),
        dynamic: result.dynamic || next.dynamic,
        bound: Math.max(result.bound, next.bound),
      },
    );
  }
  return result;
}

/** `dyn(x)` lets x be compared with anything; `type(x)` is the name of its type. */
function inferType(inferer: Inferer, node: CallNode, view: View): Lowered | null {
  const args = inferAll(inferer, node.args, view);
  const [part] = args ?? [];
  if (args === null) {
    return null;
  }
  if (part === undefined || args.length !== 1) {
    return inferer.report(
      problems.wrongCount(`${node.name}()`, "1 argument", args.length, node.span),
    );
  }
  if (node.name === "dyn") {
    return { ...part, dynamic: true, plain: false };
  }
  const { core, absence } = part.type;
  const type = types.present(types.string);
  if (isTypeItself(node.args[0], view)) {
    return lowered(type, { kind: "literal", value: "type" }, { dynamic: true });
  }
  return core.kind === "any" || absence !== "never"
    ? lowered(type, runtime("typeName", nullable(part).expression), {
        fails: part.fails,
        dynamic: true,
      })
    : lowered(type, { kind: "literal", value: types.typeName(core) }, { dynamic: true });
}

/** `type(int)`, `type(type(x))` */
function isTypeItself(node: Syntax | undefined, view: View): boolean {
  return node?.kind === "name"
    ? typeNames.has(node.name) && view.scope.lookup(node.name) === null
    : node?.kind === "call" && node.of === null && node.name === "type";
}

const declaredTypes: Readonly<Record<FunctionType, CoreType>> = {
  string: types.string,
  integer: types.int,
  number: types.double,
  boolean: types.boolean,
  json: types.anything,
};

const declaredSignatures: Readonly<Record<FunctionType, Signature>> = {
  string: "string",
  integer: "int",
  number: "double",
  boolean: "boolean",
  json: "any",
};

function inferDeclared(inferer: Inferer, node: CallNode, view: View): Lowered | null {
  const declaration = inferer.functions.find((each) => each.name === node.name);
  if (declaration === undefined) {
    const known = inferer.functions.map((each) => each.name);
    return inferer.report(
      problems.unknownFunction(
        `fn.${node.name}`,
        known.map((each) => `fn.${each}`),
        node.nameSpan,
      ),
    );
  }
  const args = inferAll(inferer, node.args, view);
  return args === null
    ? null
    : apply(
        inferer,
        node,
        `fn.${node.name}()`,
        [declaredOverload(declaration)],
        passed(declaration, args),
        node.args,
      );
}

/** What is declared as JSON takes null too. */
function passed(declaration: FunctionDeclaration, args: readonly Lowered[]): readonly Lowered[] {
  return args.map((part, index) => {
    if (declaration.args[index] !== "json") {
      return part;
    }
    const value = nullable(part);
    return { ...value, type: types.present(value.type.core) };
  });
}

function declaredOverload(declaration: FunctionDeclaration): Overload {
  return {
    takes: declaration.args.map((each) => declaredSignatures[each]),
    lower: (args) =>
      lowered(
        declaration.returns === "json"
          ? { core: types.anything, absence: "null" }
          : types.present(declaredTypes[declaration.returns]),
        { kind: "function", name: declaration.name, args: args.map((part) => part.expression) },
      ),
  };
}
