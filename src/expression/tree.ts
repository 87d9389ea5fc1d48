import type { Expr, ParsedExpr } from "@bufbuild/cel-spec/cel/expr/syntax_pb.js";
import type { Collector } from "../diagnostics/collector.js";
import { partsOf } from "./expr-parts.js";
import { macros } from "./macros.js";
import type { Places, Range } from "./places.js";
import type { Macro, Syntax, SyntaxOperator } from "./syntax.js";
import * as problems from "./syntax-problems.js";

type Parsed = ParsedExpr & { readonly expr: Expr };

/** The parser's tree as ours. Null after a reported mistake. */
export function treeOf(parsed: Parsed, places: Places, collector: Collector): Syntax | null {
  const builder = new TreeBuilder(parsed, places, collector);
  const root = builder.convert(parsed.expr);
  return builder.failed ? null : root.node;
}

interface Placed {
  readonly node: Syntax;
  readonly range: Range;
}

/** A chain of operators longer than this wants a name for its parts. */
const deepest = 300;

const binaryOperators: ReadonlyMap<string, SyntaxOperator> = new Map([
  ["_+_", "+"],
  ["_-_", "-"],
  ["_*_", "*"],
  ["_/_", "/"],
  ["_%_", "%"],
  ["_<_", "<"],
  ["_<=_", "<="],
  ["_>_", ">"],
  ["_>=_", ">="],
  ["_==_", "=="],
  ["_!=_", "!="],
  ["_&&_", "&&"],
  ["_||_", "||"],
  ["@in", "in"],
]);

class TreeBuilder {
  failed = false;
  readonly #parsed: Parsed;
  readonly #places: Places;
  readonly #collector: Collector;
  readonly #byId = new Map<bigint, Expr>();
  #depth = 0;

  constructor(parsed: Parsed, places: Places, collector: Collector) {
    this.#parsed = parsed;
    this.#places = places;
    this.#collector = collector;
    this.#index(parsed.expr);
  }

  convert(given: Expr): Placed {
    if (this.#depth > deepest) {
      const at = this.#parsed.sourceInfo?.positions[String(given.id)] ?? 0;
      return this.failed
        ? this.#placed({ start: at, end: at }, { kind: "null" })
        : this.#refuse(problems.tooDeep(this.#span(at)), at);
    }
    this.#depth += 1;
    const placed = this.#converted(given);
    this.#depth -= 1;
    return placed;
  }

  #converted(given: Expr): Placed {
    const expr = given.exprKind.case === undefined ? this.#whole(given) : given;
    const macro = this.#parsed.sourceInfo?.macroCalls[String(expr.id)];
    if (macro !== undefined) {
      return this.#macroCall(expr, macro);
    }
    const at = this.#parsed.sourceInfo?.positions[String(expr.id)] ?? 0;
    const kind = expr.exprKind;
    switch (kind.case) {
      case "constExpr":
        return this.#constant(kind.value.constantKind, this.#places.literalAt(at));
      case "identExpr":
        return this.#placed(this.#places.next(at, kind.value.name) ?? this.#places.tokenAt(at), {
          kind: "name",
          name: kind.value.name,
        });
      case "selectExpr":
        return this.#select(kind.value.operand, kind.value.field, at);
      case "callExpr":
        return this.#call(kind.value, at);
      case "listExpr": {
        const items = kind.value.elements.map((item) => this.convert(item).node);
        return this.#placed(this.#places.bracketed(at), { kind: "list", items });
      }
      case "structExpr":
        return this.#struct(kind.value, at);
      default:
        return this.#refuse(problems.unsupported("this form of CEL", this.#span(at)), at);
    }
  }

  /** Parts that stand in a macro by their id alone are looked up here. */
  #index(expr: Expr): void {
    const kind = expr.exprKind;
    if (kind.case !== undefined) {
      this.#byId.set(expr.id, expr);
    }
    for (const child of partsOf(expr)) {
      this.#index(child);
    }
  }

  #select(operand: Expr | undefined, field: string, at: number): Placed {
    const of = this.#operand(operand, at);
    const name = this.#places.next(at, field) ?? { start: at, end: at };
    const range = { start: of.range.start, end: name.end };
    const fieldSpan = this.#places.span(name);
    return this.#placed(range, { kind: "select", of: of.node, field, fieldSpan });
  }

  #call(
    call: {
      readonly function: string;
      readonly target?: Expr | undefined;
      readonly args: readonly Expr[];
    },
    at: number,
  ): Placed {
    const operator = binaryOperators.get(call.function);
    const args = (): readonly Placed[] => call.args.map((argument) => this.convert(argument));
    if (operator !== undefined) {
      const [left, right] = args();
      return this.#binary(operator, left, right, at);
    }
    switch (call.function) {
      case "!_":
      case "-_": {
        const [of] = args();
        const start = this.#places.startFrom(at);
        const range = this.#joined({ start, end: start + 1 }, of);
        const kind = call.function === "!_" ? "not" : "negate";
        return of === undefined ? this.#lost(at) : this.#placed(range, { kind, of: of.node });
      }
      case "_?_:_": {
        const [test, consequent, alternate] = args();
        if (test === undefined || consequent === undefined || alternate === undefined) {
          return this.#lost(at);
        }
        const range = this.#joined(this.#wide(test), alternate);
        return this.#placed(range, {
          kind: "conditional",
          test: test.node,
          consequent: consequent.node,
          alternate: alternate.node,
        });
      }
      case "_[_]": {
        const [of, index] = args();
        if (of === undefined || index === undefined) {
          return this.#lost(at);
        }
        const range = { start: this.#wide(of).start, end: this.#places.bracketed(at).end };
        return this.#placed(range, { kind: "index", of: of.node, index: index.node });
      }
      default:
        return this.#namedCall(call, at);
    }
  }

  #binary(
    operator: SyntaxOperator,
    left: Placed | undefined,
    right: Placed | undefined,
    at: number,
  ): Placed {
    if (left === undefined || right === undefined) {
      return this.#lost(at);
    }
    const range = this.#joined(this.#wide(left), right);
    return this.#placed(range, { kind: "binary", operator, left: left.node, right: right.node });
  }

  #namedCall(
    call: {
      readonly function: string;
      readonly target?: Expr | undefined;
      readonly args: readonly Expr[];
    },
    at: number,
  ): Placed {
    const of = call.target === undefined ? null : this.convert(call.target);
    const name = this.#places.next(at, call.function) ?? this.#places.tokenAt(at);
    const open = this.#places.next(at, "(", 6) ?? name;
    const range = {
      start: of === null ? name.start : this.#wide(of).start,
      end: this.#places.bracketed(open.start).end,
    };
    const macro = macros.get(call.function);
    if (of !== null && macro !== undefined) {
      return this.#macro(macro.name, macro.forms, of, call.args, name, range);
    }
    const args = call.args.map((argument) => this.convert(argument).node);
    const nameSpan = this.#places.span(name);
    return this.#placed(range, {
      kind: "call",
      of: of?.node ?? null,
      name: call.function,
      nameSpan,
      args,
    });
  }

  #macroCall(expr: Expr, macro: Expr): Placed {
    const at = this.#parsed.sourceInfo?.positions[String(expr.id)] ?? 0;
    if (macro.exprKind.case !== "callExpr") {
      return this.#lost(at);
    }
    const call = macro.exprKind.value;
    if (call.function === "has") {
      const [argument] = call.args;
      const of = argument === undefined ? this.#lost(at) : this.convert(this.#whole(argument));
      const open = this.#places.next(at, "(") ?? { start: at, end: at };
      const range = { start: at, end: this.#places.bracketed(open.start).end };
      return of.node.kind === "select"
        ? this.#placed(range, { ...of.node, kind: "has" })
        : this.#lost(at);
    }
    return this.#namedCall(
      {
        function: call.function,
        ...(call.target === undefined ? {} : { target: this.#whole(call.target) }),
        args: call.args.map((argument) => this.#whole(argument)),
      },
      at,
    );
  }

  #macro(
    name: Macro,
    forms: readonly (readonly [number, number])[],
    of: Placed,
    args: readonly Expr[],
    nameRange: Range,
    range: Range,
  ): Placed {
    const form = forms.find(
      ([variables, bodies]) =>
        variables + bodies === args.length &&
        args.slice(0, variables).every((argument) => argument.exprKind.case === "identExpr"),
    );
    if (form === undefined) {
      return this.#refuse(problems.wrongMacro(name, this.#places.span(nameRange)), range.start);
    }
    const variables = args.slice(0, form[0]).map((argument) => {
      const variable = this.convert(argument).node;
      return { name: variable.kind === "name" ? variable.name : "", span: variable.span };
    });
    const bodies = args.slice(form[0]).map((argument) => this.convert(argument).node);
    const body = bodies.at(-1);
    return body === undefined
      ? this.#lost(range.start)
      : this.#placed(range, {
          kind: "macro",
          name,
          of: of.node,
          variables,
          filter: bodies.length > 1 ? (bodies[0] ?? null) : null,
          body,
        });
  }

  #struct(
    struct: (Expr["exprKind"] & { readonly case: "structExpr" })["value"],
    at: number,
  ): Placed {
    if (struct.messageName !== "") {
      return this.#refuse(problems.unsupported("a protobuf message", this.#span(at)), at);
    }
    const entries = struct.entries.flatMap((entry) =>
      entry.keyKind.case === "mapKey" && entry.value !== undefined
        ? [{ key: this.convert(entry.keyKind.value).node, value: this.convert(entry.value).node }]
        : [],
    );
    return this.#placed(this.#places.bracketed(at), { kind: "map", entries });
  }

  #constant(
    constant: (Expr["exprKind"] & { readonly case: "constExpr" })["value"]["constantKind"],
    range: Range,
  ): Placed {
    switch (constant.case) {
      case "nullValue":
        return this.#placed(range, { kind: "null" });
      case "boolValue":
        return this.#placed(range, { kind: "boolean", value: constant.value });
      case "int64Value":
        return this.#placed(range, { kind: "int", value: constant.value });
      case "doubleValue":
        return this.#placed(range, { kind: "double", value: constant.value });
      case "stringValue":
        return this.#placed(range, { kind: "string", value: constant.value });
      default: {
        const what = constant.case === "bytesValue" ? "a bytes literal" : "an unsigned integer";
        return this.#refuse(problems.unsupported(what, this.#places.span(range)), range.start);
      }
    }
  }

  #operand(expr: Expr | undefined, at: number): Placed {
    const of = expr === undefined ? this.#lost(at) : this.convert(expr);
    return { node: of.node, range: this.#wide(of) };
  }

  /** With the parentheses around it: where an outer part begins and ends. */
  #wide(part: Placed): Range {
    return this.#places.parenthesised(part.range);
  }

  #joined(from: Range, to: Placed | undefined): Range {
    return { start: from.start, end: to === undefined ? from.end : this.#wide(to).end };
  }

  #whole(expr: Expr): Expr {
    return this.#byId.get(expr.id) ?? expr;
  }

  #placed(range: Range, node: DistributiveOmit<Syntax, "span">): Placed {
    return { node: { ...node, span: this.#places.span(range) }, range };
  }

  #span(at: number) {
    return this.#places.span(this.#places.tokenAt(at));
  }

  #refuse(problem: ReturnType<typeof problems.unsupported>, at: number): Placed {
    this.#collector.add(problem);
    this.failed = true;
    return this.#placed({ start: at, end: at }, { kind: "null" });
  }

  #lost(at: number): Placed {
    return this.#refuse(problems.unsupported("this form of CEL", this.#span(at)), at);
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
