import type { Expectation } from "../evals.js";
import type { CallRecord, CheckRecord } from "../run.js";
import { namesOf, type Surface } from "../surface.js";
import { assign } from "./assign.js";
import { isTryAt } from "./calls.js";
import { failed } from "./check.js";
import { changeHint } from "./hints.js";
import { callsThatMayMake, mayBeDone } from "./requests.js";

export const byWantedCalls = "each change is made by a call that is expected";

/**
 * Changes that are expected, and were made by another call than the expected one: as many as were
 * wanted, and not those. What is too much by its number alone is told elsewhere.
 */
export function judgeStrays(
  expect: Expectation,
  calls: readonly CallRecord[],
  surface: Surface,
): readonly CheckRecord[] {
  const changing = surface.operations.filter(({ effect }) => effect !== "read");
  return changing.flatMap((operation) => {
    const { key } = operation;
    const makers = calls.filter(({ requests }) =>
      requests.some((request) => request.operation === key && mayBeDone(request)),
    );
    const wanted = callsThatMayMake(expect, key, surface);
    const count = expect.upstream.find((each) => namesOf(operation).includes(each.operation.value));
    const most = count === undefined ? wanted.length : count.most;
    if (most === null || most > wanted.length || makers.length > wanted.length) {
      return [];
    }
    const assigned = assign(
      makers.map((call) => wanted.map((each) => isTryAt(call, each, surface))),
    );
    const stray = makers[assigned.indexOf(null)];
    if (stray === undefined) {
      return [];
    }
    const found = `${key} was sent by ${stray.tool}(${JSON.stringify(stray.arguments)})`;
    return [failed("unexpected-change", byWantedCalls, found, changeHint(key, surface))];
  });
}
