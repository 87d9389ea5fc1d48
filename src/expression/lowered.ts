import type { Expression, ExpressionOperator, RuntimeFunction } from "../model/expression.js";
import { type Facts, noFacts } from "./facts.js";
import type { Absence, Type } from "./type.js";

/** A part of an expression with its type, and all that the parts around it want to know of it. */
export interface Lowered {
  readonly type: Type;
  readonly expression: Expression;
  /** `customer.plan_id`: what facts are about. Null where there is nothing that TypeScript narrows. */
  readonly path: string | null;
  /** Absence of the last field alone, without that of what it hangs on. */
  readonly own: Absence;
  /** The part of an answer that it is. */
  readonly read: Read | null;
  /** What is known where it is true, and where it is false. */
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
  /** Whether it may end the call with an expression error. */
  readonly fails: boolean;
  /** Whether it is nothing but selection. */
  readonly plain: boolean;
  /** The largest magnitude that an integer may have; past 2^53 it may be rounded. */
  readonly bound: number;
  /** The value of a literal. */
  readonly constant: string | number | boolean | null | undefined;
  /** Whether `dyn()` said not to mind its kind. */
  readonly dynamic: boolean;
  /** It without the check that it is there, where one was put around it. */
  readonly unchecked: Lowered | null;
}

export interface Read {
  /** The name of the answer in scope. */
  readonly root: string;
  /** `items[].amount_cents`; empty for the whole answer. */
  readonly path: string;
}

export const largestInt = Number.MAX_SAFE_INTEGER;

export function lowered(
  type: Type,
  expression: Expression,
  rest: Partial<Omit<Lowered, "type" | "expression">> = {},
): Lowered {
  return {
    type,
    expression,
    path: null,
    own: type.absence,
    read: null,
    whenTrue: noFacts,
    whenFalse: noFacts,
    fails: false,
    plain: false,
    bound: largestInt,
    constant: undefined,
    dynamic: false,
    unchecked: null,
    ...rest,
  };
}

export function anyFails(...parts: readonly Lowered[]): boolean {
  return parts.some((part) => part.fails);
}

export function runtime(name: RuntimeFunction, ...args: readonly Expression[]): Expression {
  return { kind: "runtime", name, args };
}

export function method(of: Expression, name: string, ...args: readonly Expression[]): Expression {
  return { kind: "method", of, name, args };
}

export function literal(value: string | number | boolean | null): Expression {
  return { kind: "literal", value };
}

export function binary(
  operator: ExpressionOperator,
  left: Expression,
  right: Expression,
  total = true,
): Expression {
  return { kind: "binary", operator, left, right, total };
}

/** An integer that is exact: one operation may have rounded it, a second would carry the error on. */
export function settled(part: Lowered): Lowered {
  return part.bound <= largestInt
    ? part
    : {
        ...part,
        expression: runtime("exact", part.expression),
        bound: largestInt,
        fails: true,
      };
}

/** A value in which absence is null, as JSON has it. */
export function nullable(part: Lowered): Lowered {
  if (part.type.absence !== "undefined" && part.type.absence !== "either") {
    return part;
  }
  const type: Type = { core: part.type.core, absence: "null" };
  return lowered(type, binary("??", part.expression, literal(null)), {
    fails: part.fails,
    constant: part.constant,
  });
}
