import type { Expectation, ExpectedCall, Prompt } from "../evals.js";
import type { CheckRecord, RequestRecord } from "../run.js";
import { namesOf, type Surface } from "../surface.js";
import { describeCall } from "./calls.js";
import { failed, passed } from "./check.js";

/** What a wanted call has to change, whichever tool does it. */
interface WantedChange {
  /** Keys of operations, of which one has to succeed. */
  readonly operations: readonly string[];
  readonly calls: readonly ExpectedCall[];
}

/**
 * Holds a server with other tools than the map's to what the wanted calls would have changed: one of
 * the changes of each has to have been made. Counts that the prompt states itself say more.
 */
export function judgeWantedChanges(
  { expect }: Prompt,
  requests: readonly RequestRecord[],
  map: Surface,
): readonly CheckRecord[] {
  return wantedChanges(expect, map).map(({ calls, operations }) => {
    const done = requests.filter(
      ({ operation, status }) =>
        operation !== null && operations.includes(operation) && status >= 200 && status < 300,
    ).length;
    const often = calls.length === 1 ? "" : ` ${calls.length} times`;
    const text = `${operations.join(" or ")} succeeds${often}`;
    return done >= calls.length
      ? passed("upstream", text)
      : failed("upstream", text, `${done} succeeded`, null);
  });
}

/** What of a prompt cannot be judged on a server with other tools than the map's. */
export function unjudged({ expect, never }: Prompt, map: Surface): readonly string[] {
  const calls = expect.calls.flatMap((call) => {
    const text = describeCall(call);
    const isBare = call.arguments.length === 0 && !call.exactly;
    if (changesOf(call, map).length === 0) {
      return [text];
    }
    return isBare ? [] : [`the arguments of ${text}`];
  });
  return [
    ...calls,
    ...(expect.inOrder && expect.calls.length > 1 ? ["the order of the calls"] : []),
    ...(expect.maxCalls === null ? [] : [`at most ${expect.maxCalls.value} calls`]),
    ...never.tools.map(({ value }) => `${value} is not called`),
  ];
}

/** Whether anything of a prompt can be judged there, beside that the model answers and changes nothing. */
export function isComparable({ expect, never }: Prompt, map: Surface): boolean {
  return (
    expect.answer !== null ||
    expect.upstream.length > 0 ||
    expect.state.length > 0 ||
    never.effects !== null ||
    never.operations.length > 0 ||
    never.says.length > 0 ||
    wantedChanges(expect, map).length > 0
  );
}

function wantedChanges(expect: Expectation, map: Surface): readonly WantedChange[] {
  const changes = new Map<string, { operations: readonly string[]; calls: ExpectedCall[] }>();
  for (const call of expect.calls) {
    const operations = changesOf(call, map);
    const isCounted = expect.upstream.some(({ operation }) =>
      map.operations.some(
        (known) => operations.includes(known.key) && namesOf(known).includes(operation.value),
      ),
    );
    if (operations.length > 0 && !isCounted) {
      const key = JSON.stringify(operations);
      const known = changes.get(key) ?? { operations, calls: [] };
      known.calls.push(call);
      changes.set(key, known);
    }
  }
  return [...changes.values()];
}

/** The operations that the tools of a call change something by; none where one of them changes nothing. */
function changesOf({ outcome, tools }: ExpectedCall, map: Surface): readonly string[] {
  if ((outcome?.value ?? "ok") !== "ok") {
    return [];
  }
  const ofEach = tools.map(({ value }) => {
    const own = map.tools.find(({ name }) => name === value)?.operations ?? [];
    return map.operations
      .filter(({ effect, key }) => effect !== "read" && own.includes(key))
      .map(({ key }) => key);
  });
  return ofEach.every((keys) => keys.length > 0) ? [...new Set(ofEach.flat())].sort() : [];
}
