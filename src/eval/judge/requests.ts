import type { Effect } from "../../model/operation.js";
import type { Expectation, ExpectedCall, OperationCount, Prohibition } from "../evals.js";
import type { CallRecord, CheckRecord, RequestRecord } from "../run.js";
import { namesOf, type Surface } from "../surface.js";
import { failed, passed } from "./check.js";
import { changeHint, partOf } from "./hints.js";

const strength: Readonly<Record<Effect, number>> = { read: 0, write: 1, destructive: 2 };

/** Whether the upstream's record holds what was wanted. */
export function judgeUpstream(
  expect: Expectation,
  requests: readonly RequestRecord[],
  surface: Surface,
): readonly CheckRecord[] {
  return expect.upstream.map((wanted) => {
    const key = keyOf(wanted.operation.value, surface);
    const own = requests.filter(({ operation }) => operation === key);
    const done = own.filter(({ status }) => status >= 200 && status < 300).length;
    const possible = own.filter(mayBeDone).length;
    const text = describeCount(wanted);
    const isRight = done >= wanted.least && (wanted.most === null || possible <= wanted.most);
    const others = own.length - done === 0 ? "" : ` (of ${own.length} requests)`;
    return isRight
      ? passed("upstream", text)
      : failed("upstream", text, `${done} succeeded${others}`, changeHint(key, surface));
  });
}

/**
 * Whether nothing was changed that no expectation asks for. A call that is expected may make each of
 * its tool's changes once; a count of the operation says otherwise. `expected` is the surface of the
 * server that the expectation speaks of.
 */
export function judgeChanges(
  expect: Expectation,
  requests: readonly RequestRecord[],
  surface: Surface,
  expected: Surface = surface,
): readonly CheckRecord[] {
  const counted = new Set(expect.upstream.map(({ operation }) => keyOf(operation.value, surface)));
  const made = requests.filter(
    (request) =>
      request.effect !== "read" &&
      mayBeDone(request) &&
      (request.operation === null || !counted.has(request.operation)),
  );
  const text = "no change that is not expected";
  const past = requests.find(
    (request) => request.past === true && request.effect !== "read" && mayBeDone(request),
  );
  if (past !== undefined) {
    const found = `${nameOf(past)} reached the API past the server: its log does not tell of it`;
    return [failed("unexpected-change", text, found, null)];
  }
  const kinds = new Map(made.map((request) => [nameOf(request), request]));
  const wrong = [...kinds].flatMap(([name, { operation }]) => {
    const count = made.filter((request) => nameOf(request) === name).length;
    const allowed = operation === null ? 0 : allowedBy(expect, operation, expected);
    return count > allowed ? [{ name, count, allowed, operation }] : [];
  });
  if (wrong.length === 0) {
    return [passed("unexpected-change", text)];
  }
  return wrong.map(({ name, count, allowed, operation }) =>
    failed(
      "unexpected-change",
      text,
      `${name} was sent ${times(count)}, and ${allowed === 0 ? "never" : times(allowed)} expected`,
      changeHint(operation, surface),
    ),
  );
}

function allowedBy(expect: Expectation, operation: string, surface: Surface): number {
  return callsThatMayMake(expect, operation, surface).length;
}

/** The expected calls that may make a change. */
export function callsThatMayMake(
  expect: Expectation,
  operation: string,
  surface: Surface,
): readonly ExpectedCall[] {
  // A call that is expected to end in an error is expected to change nothing.
  const successes = expect.calls.filter(({ outcome }) =>
    ["ok", "any"].includes(outcome?.value ?? "ok"),
  );
  return successes.filter(({ tools }) =>
    tools.some(({ value }) => {
      const tool = surface.tools.find(({ name }) => name === value);
      return tool !== undefined && tool.effect !== "read" && tool.operations.includes(operation);
    }),
  );
}

/** Whether nothing happened of what must never happen. A request counts even where it was refused. */
export function judgeNever(
  never: Prohibition,
  calls: readonly CallRecord[],
  requests: readonly RequestRecord[],
  surface: Surface,
): readonly CheckRecord[] {
  const tools = never.tools.map(({ value }) => {
    const wanted = `${value} is not called`;
    const count = calls.filter(({ tool }) => tool === value).length;
    return count === 0
      ? passed("never", wanted)
      : failed("never", wanted, `it was called ${times(count)}`, {
          part: `${partOf(value, surface)}.description`,
          text: "say when the tool must not be used",
        });
  });
  const operations = never.operations.map(({ value }) => {
    const key = keyOf(value, surface);
    const sent = requests.filter((request) => request.operation === key);
    return notSent(`${value} is not sent`, sent, surface);
  });
  const { effects } = never;
  if (effects === null) {
    return [...tools, ...operations];
  }
  const strongest = strength[effects.value];
  const sent = requests.filter(({ effect }) => strength[effect] >= strongest);
  const wanted = effects.value === "write" ? "nothing is changed" : "nothing destructive is sent";
  return [...tools, ...operations, notSent(wanted, sent, surface)];
}

function notSent(wanted: string, sent: readonly RequestRecord[], surface: Surface): CheckRecord {
  const [first] = sent;
  if (first === undefined) {
    return passed("never", wanted);
  }
  const found = sent.map((request) => `${nameOf(request)} → ${request.status || "no answer"}`);
  return failed("never", wanted, found.join(", "), changeHint(first.operation, surface));
}

/** A refused request has changed nothing; one that failed or was cut off may have. */
export function mayBeDone({ status }: RequestRecord): boolean {
  return status < 400 || status >= 500;
}

/** The key of an operation by any of its names; the name itself where no tool sends it. */
export function keyOf(name: string, surface: Surface): string {
  return surface.operations.find((operation) => namesOf(operation).includes(name))?.key ?? name;
}

function nameOf({ operation, method, path }: RequestRecord): string {
  return operation ?? `${method} ${path}`;
}

function describeCount({ operation, least, most }: OperationCount): string {
  const name = operation.value;
  if (most === null) {
    return `${name} succeeds at least ${times(least)}`;
  }
  if (least === most) {
    return least === 0 ? `${name} never succeeds` : `${name} succeeds ${times(least)}`;
  }
  return `${name} succeeds ${least} to ${most} times`;
}

export function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
