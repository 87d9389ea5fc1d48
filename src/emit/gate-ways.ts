import type { GateCall } from "../model/gate.js";
import { binary, conditional, literal, member, name } from "./code.js";
import type { TsExpression } from "./syntax.js";

/** A way of making the call that was prepared: alternatives of one operation mostly share theirs. */
export interface Way {
  readonly of: GateCall;
  /** Its place among the alternatives. */
  readonly alternative: number;
  /** Whether another alternative makes the same operation's call in another way. */
  readonly isMarked: boolean;
}

/** In the order of the alternatives. */
export function waysOf(calls: readonly GateCall[]): readonly Way[] {
  const ways = calls.map((of, alternative): Way => {
    const others = calls.filter((other) => other.call.operation === of.call.operation);
    return { of, alternative, isMarked: others.some((other) => !isSentAlike(of, other)) };
  });
  const isFirst = ({ of, alternative }: Way) =>
    calls.findIndex((other) => other.call.operation === of.call.operation) === alternative;
  return ways.filter((way) => way.isMarked || isFirst(way));
}

/** Whether two calls differ in their requests alone. */
function isSentAlike({ call: a }: GateCall, { call: b }: GateCall): boolean {
  const how = ({ needs, errors, returns, recorded, follow }: GateCall["call"]) =>
    JSON.stringify([needs, errors, returns, recorded, follow], (_key, value: unknown) =>
      typeof value === "bigint" ? `${value}n` : value,
    );
  return a === b || how(a) === how(b);
}

/** `operation === "voidInvoice" ? … : …`; what none of the tests holds for is the last way. */
export function chosen(ways: readonly Way[], code: (way: Way) => TsExpression): TsExpression {
  const [way, ...others] = ways;
  if (way === undefined) {
    throw new Error("bug: a gate has no call");
  }
  const own = code(way);
  return others.length === 0 ? own : conditional(testOf(way, others), own, chosen(others, code));
}

function testOf({ of, alternative, isMarked }: Way, others: readonly Way[]): TsExpression {
  const { operation } = of.call;
  const isOperation = binary(name("operation"), "===", literal(operation));
  const isLast = !others.some((other) => other.of.call.operation === operation);
  return !isMarked || isLast
    ? isOperation
    : binary(
        isOperation,
        "&&",
        binary(member(name("kept"), "alternative"), "===", literal(alternative)),
      );
}
