import { isObject } from "../../model/json.js";
import type { Expectation, ExpectedCall } from "../evals.js";
import type { CallRecord, CheckRecord } from "../run.js";
import { defaultsOf } from "../schema-place.js";
import type { Surface } from "../surface.js";
import { assign } from "./assign.js";
import { failed, passed } from "./check.js";
import { argumentHint, callHint, isTool, outcomeHint, partOf, wrongToolHint } from "./hints.js";
import type { ObservedCall } from "./observed.js";
import { describe, type WrongArgument, wrongArguments } from "./value.js";

/** Whether the calls that were wanted were made, in their order, and no more than allowed. */
export function judgeCalls(
  expect: Expectation,
  calls: readonly ObservedCall[],
  surface: Surface,
): readonly CheckRecord[] {
  const faults = expect.calls.map((wanted) => calls.map((call) => faultOf(call, wanted, surface)));
  const fits = faults.map((row) => row.map((fault) => fault === null));
  const matched = assign(fits);
  const checks = expect.calls.map((wanted, at) => {
    const text = describeCall(wanted);
    return matched[at] === null
      ? missing(wanted, text, calls, faults[at] ?? [], surface)
      : passed("call", text);
  });
  return [
    ...checks,
    ...orderChecks(expect, calls, fits, matched, surface),
    ...countChecks(expect, calls, surface),
  ];
}

/** Why a call is not the one that is wanted; the nearer the miss, the higher the number. */
interface Fault {
  readonly nearness: 0 | 1 | 2 | 3;
  readonly text: string;
  readonly arguments: readonly WrongArgument[];
}

function faultOf(call: CallRecord, wanted: ExpectedCall, surface: Surface): Fault | null {
  const { tool, error, malformed } = call;
  if (!wanted.tools.some(({ value }) => value === tool)) {
    return { nearness: 0, text: `${tool} was called`, arguments: [] };
  }
  if (malformed !== null || !isObject(call.arguments)) {
    return { nearness: 1, text: `${tool} was called with no JSON object`, arguments: [] };
  }
  const schema = surface.tools.find(({ name }) => name === tool)?.inputSchema ?? {};
  const wrong = wrongArguments(
    call.arguments,
    defaultsOf(schema),
    wanted.arguments,
    wanted.exactly,
  );
  if (wrong.length > 0) {
    const parts = wrong.map(({ argument, found }) => `${argument} was ${found}`);
    return { nearness: 2, text: `${tool} was called, but ${parts.join(", ")}`, arguments: wrong };
  }
  const outcome = wanted.outcome?.value ?? "ok";
  const end = call.isError ? (error ?? "an error") : "ok";
  return outcome === "any" || outcome === end
    ? null
    : { nearness: 3, text: `${tool} was called as wanted, and ended in ${end}`, arguments: [] };
}

function missing(
  wanted: ExpectedCall,
  text: string,
  calls: readonly CallRecord[],
  faults: readonly (Fault | null)[],
  surface: Surface,
): CheckRecord {
  const nearest = faults
    .flatMap((fault, at) => (fault === null ? [] : [{ fault, call: calls[at] }]))
    .sort((left, right) => right.fault.nearness - left.fault.nearness)[0];
  if (nearest?.call === undefined) {
    const found = calls.length === 0 ? "no tool was called" : "it was called too few times";
    return failed("call", text, found, callHint(wanted, surface));
  }
  const { fault, call } = nearest;
  switch (fault.nearness) {
    case 0: {
      const names = [...new Set(calls.map(({ tool }) => tool))];
      const known = names.filter((name) => isTool(name, surface));
      const unknown = names.filter((name) => !isTool(name, surface));
      const none = unknown.length === 0 ? "" : `; the server has no ${unknown.join(", ")}`;
      return failed(
        "call",
        text,
        `only ${names.join(", ")} was called${none}`,
        wrongToolHint(wanted, known[0] ?? call.tool, surface),
      );
    }
    case 1:
      return failed("call", text, fault.text, argumentHint(call.tool, null, surface));
    case 2: {
      const argument = fault.arguments[0]?.argument ?? null;
      return failed("call", text, fault.text, argumentHint(call.tool, argument, surface));
    }
    case 3:
      return failed("call", text, fault.text, outcomeHint(call.tool, call.error, surface));
    default:
      return fault.nearness satisfies never;
  }
}

function orderChecks(
  { calls: wanted, inOrder }: Expectation,
  calls: readonly ObservedCall[],
  fits: readonly (readonly boolean[])[],
  matched: readonly (number | null)[],
  surface: Surface,
): readonly CheckRecord[] {
  const [first] = wanted;
  if (!inOrder || wanted.length < 2 || first === undefined || matched.includes(null)) {
    return [];
  }
  const text = `in this order: ${wanted.map(({ tools }) => names(tools)).join(", ")}`;
  // The earliest call that fits leaves the most for those after it.
  let after = -1;
  for (const [index, row] of fits.entries()) {
    const before = calls[after];
    const later = row.findIndex((isFit, at) => isFit && at > after);
    after = row.findIndex(
      (isFit, at) => isFit && at > after && !isBlind(before, calls[at], surface),
    );
    if (after === -1) {
      const found =
        later === -1
          ? "the calls came in another order"
          : `${names(wanted[index]?.tools ?? [])} was called in the same turn, without an answer to go by`;
      return [failed("order", text, found, callHint(first, surface))];
    }
  }
  return [passed("order", text)];
}

/** Whether a change was asked for together with what it should have been looked up by. */
function isBlind(
  before: ObservedCall | undefined,
  call: ObservedCall | undefined,
  surface: Surface,
): boolean {
  const effectOf = (each: ObservedCall | undefined) =>
    surface.tools.find(({ name }) => name === each?.tool)?.effect ?? "read";
  return (
    before?.turn !== undefined &&
    before.turn === call?.turn &&
    effectOf(before) === "read" &&
    effectOf(call) !== "read"
  );
}

function countChecks(
  { maxCalls }: Expectation,
  calls: readonly CallRecord[],
  surface: Surface,
): readonly CheckRecord[] {
  if (maxCalls === null) {
    return [];
  }
  const text = maxCalls.value === 0 ? "no call" : `at most ${maxCalls.value} calls`;
  const last = calls[maxCalls.value];
  if (last === undefined) {
    return [passed("max-calls", text)];
  }
  const found = `${calls.length}: ${calls.map(({ tool }) => tool).join(", ")}`;
  if (!isTool(last.tool, surface)) {
    const hint = { part: "", text: `the server has no ${last.tool}: the model has made it up` };
    return [failed("max-calls", text, found, hint)];
  }
  return [
    failed("max-calls", text, found, {
      part: `${partOf(last.tool, surface)}.description`,
      text: "say when the tool is not needed, or give its result what the next call was made for",
    }),
  ];
}

/** Whether a call is a try at a wanted one, however it ended. */
export function isTryAt(call: CallRecord, wanted: ExpectedCall, surface: Surface): boolean {
  const fault = faultOf(call, wanted, surface);
  return fault === null || fault.nearness === 3;
}

/** `search_orders(customer_id: CUS-10001, …)`. */
export function describeCall({ tools, arguments: wanted, exactly, outcome }: ExpectedCall): string {
  const parts = wanted.map(({ name, value }) => `${name.value}: ${describe(value)}`);
  const inside = [...parts, ...(exactly || parts.length === 0 ? [] : ["…"])].join(", ");
  const end = outcome === null || outcome.value === "ok" ? "" : ` → ${outcome.value}`;
  return `${names(tools)}${wanted.length > 0 || exactly ? `(${inside})` : ""}${end}`;
}

function names(tools: readonly { readonly value: string }[]): string {
  return tools.map(({ value }) => value).join(" or ");
}
