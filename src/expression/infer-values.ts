import type { Expression } from "../model/expression.js";
import { type Inferer, type View, wordsOf } from "./inferer.js";
import {
  type Lowered,
  largestInt,
  literal,
  lowered,
  nullable,
  runtime,
  settled,
} from "./lowered.js";
import * as problems from "./problems.js";
import type { Syntax } from "./syntax.js";
import type { Type } from "./type.js";
import * as types from "./types.js";

const largestInt64 = 2n ** 63n;

/** An integer that a double does not hold is decimal text, as the client carries it. */
export function inferInt(inferer: Inferer, value: bigint, node: Syntax): Lowered | null {
  if (value >= largestInt64 || value < -largestInt64) {
    return inferer.report(problems.badConstant(`${value} is more than 64 bits hold`, node.span));
  }
  const magnitude = value < 0n ? -value : value;
  if (magnitude > BigInt(largestInt)) {
    const text = String(value);
    return lowered(types.present(types.int64), literal(text), { constant: text });
  }
  const number = Number(value);
  return lowered(types.present(types.int), literal(number), {
    constant: number,
    bound: Math.abs(number),
  });
}

export function inferList(
  inferer: Inferer,
  node: Syntax & { readonly kind: "list" },
  view: View,
): Lowered | null {
  const given = node.items.map((item) => inferer.infer(item, view));
  const items = given.flatMap((item) => (item === null ? [] : [nullable(settled(item))]));
  if (items.length < given.length) {
    return null;
  }
  const expression: Expression = { kind: "list", items: items.map((item) => item.expression) };
  return lowered(types.present(types.listOf(elementType(items))), expression, {
    fails: items.some((item) => item.fails),
    dynamic: items.some((item) => item.dynamic),
  });
}

/** Elements of different kinds are JSON of unknown kind; an empty list goes with any other. */
export function elementType(items: readonly Lowered[]): Type {
  const [first, ...others] = items.map((item) => item.type);
  return first === undefined
    ? types.present({ kind: "null" })
    : others.reduce((all, each) => types.commonOrAny(all, each), first);
}

export function inferMap(
  inferer: Inferer,
  node: Syntax & { readonly kind: "map" },
  view: View,
): Lowered | null {
  const entries = node.entries.map((entry) => ({
    entry,
    key: inferer.infer(entry.key, view),
    value: inferer.infer(entry.value, view),
  }));
  const members: { readonly key: Lowered; readonly value: Lowered }[] = [];
  const seen = new Set<string>();
  for (const { entry, key, value } of entries) {
    if (key === null || value === null) {
      return null;
    }
    if (key.type.core.kind !== "string" || key.type.absence !== "never") {
      const kind = types.describe(key.type.core);
      return inferer.report(
        problems.wrongArgument("the key of a map", "a string", kind, entry.key.span),
      );
    }
    if (typeof key.constant === "string") {
      if (seen.has(key.constant)) {
        return inferer.report(problems.keyTwice(wordsOf(entry.key), entry.key.span));
      }
      seen.add(key.constant);
    }
    members.push({ key, value: nullable(settled(value)) });
  }
  const type = types.present({
    kind: "map",
    value: elementType(members.map(({ value }) => value)),
  });
  const fails = members.some(({ key, value }) => key.fails || value.fails);
  const isConstant = members.every(({ key }) => typeof key.constant === "string");
  const dynamic = members.some(({ value }) => value.dynamic);
  return lowered(type, isConstant ? objectOf(members) : entriesOf(members), {
    fails: fails || !isConstant,
    dynamic,
  });
}

type Entries = readonly { readonly key: Lowered; readonly value: Lowered }[];

function objectOf(members: Entries): Expression {
  return {
    kind: "object",
    members: members.map(({ key, value }) => ({
      name: String(key.constant),
      value: value.expression,
    })),
  };
}

/** Keys that are known only at run time: two that are equal end the call. */
function entriesOf(members: Entries): Expression {
  const entries = members.map(
    ({ key, value }): Expression => ({
      kind: "list",
      items: [key.expression, value.expression],
    }),
  );
  return runtime("mapOf", { kind: "list", items: entries });
}
