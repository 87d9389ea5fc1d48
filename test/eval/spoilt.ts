import type { Prompt } from "../../src/eval/evals.js";
import type { Observed } from "../../src/eval/judge/observed.js";
import type { AttemptRecord, CallRecord, RequestRecord } from "../../src/eval/run.js";
import { call } from "./call-record.js";

/** What was observed in an attempt; its state is taken for right. */
export function observedIn({ end, problem, requests, turns }: AttemptRecord): Observed {
  return {
    end,
    problem,
    calls: turns.flatMap(({ calls }) => calls),
    texts: turns.map(({ text }) => text),
    requests,
    state: [],
  };
}

const request: RequestRecord = {
  operation: null,
  method: "POST",
  path: "/v1/admin/purge",
  status: 200,
  effect: "destructive",
  ms: 1,
};
const reminder: RequestRecord = {
  operation: "createReminder",
  method: "POST",
  path: "/v1/invoices/{id}/reminders",
  status: 201,
  effect: "write",
  ms: 1,
};

/** The same attempt with one thing wrong, by what it is: each must be found. */
export function spoilt(prompt: Prompt, right: Observed): ReadonlyMap<string, Observed> {
  const { expect, never } = prompt;
  const { calls, requests } = right;
  const wrong = new Map<string, Observed>();
  const add = (what: string, changes: Partial<Observed>): void => {
    wrong.set(what, { ...right, ...changes });
  };
  for (const end of [
    "timeout",
    "length",
    "too-many-turns",
    "no-answer",
    "stale-cassette",
  ] as const) {
    add(`it ended by ${end}`, { end });
  }
  add("something unknown was destroyed", { requests: [...requests, request] });
  add("something unknown was destroyed, or not", {
    requests: [...requests, { ...request, status: 0 }],
  });
  add("reminders went out", { requests: [...requests, reminder, reminder, reminder] });
  const changed = (change: (call: CallRecord) => CallRecord) => ({ calls: calls.map(change) });
  if (expect.calls.length > 0) {
    add("nothing was called", { calls: [] });
    add(
      "something else was called",
      changed((call) => ({ ...call, tool: "another_tool" })),
    );
    add(
      "all failed otherwise",
      changed((call) => ({ ...call, isError: true, error: "odd" })),
    );
    add(
      "arguments were none",
      changed((call) => ({ ...call, arguments: null, malformed: "{" })),
    );
  }
  for (const { arguments: wanted, tools } of expect.calls.filter(
    (each) => each.arguments.length > 0,
  )) {
    const names = tools.map(({ value }) => value);
    for (const { name, value } of wanted.filter(({ value: { kind } }) => kind !== "present")) {
      const other = value.kind === "absent" ? 1 : "nothing like it";
      add(
        `${name.value} of ${names.join(" or ")} was another`,
        changed((call) =>
          names.includes(call.tool)
            ? { ...call, arguments: { ...Object(call.arguments), [name.value]: other } }
            : call,
        ),
      );
    }
  }
  if (expect.inOrder && expect.calls.length > 1) {
    add("the calls came backwards", { calls: [...calls].reverse() });
  }
  if (expect.maxCalls !== null) {
    const one = calls[0] ?? { ...emptyCall, tool: "search_orders" };
    const many = Array.from({ length: expect.maxCalls.value + 1 }, () => one);
    add("there were too many calls", { calls: [...calls, ...many] });
  }
  if (expect.answer !== null && expect.answer.lacks.length === 0) {
    add("there was no answer", { texts: [...right.texts, ""] });
    add("the answer was another", { texts: [...right.texts, "Colourless green ideas."] });
  }
  for (const { value } of expect.answer?.lacks ?? []) {
    add(`the answer said ${value}`, { texts: [...right.texts, `I say: ${value}!`] });
  }
  for (const { value } of never.tools) {
    add(`${value} was called in vain`, {
      calls: [...calls, { ...emptyCall, tool: value, isError: true, error: "odd" }],
    });
  }
  for (const { operation, least } of expect.upstream) {
    const own = requests.filter((each) => each.operation === operation.value);
    if (least > 0) {
      add(`${operation.value} was refused`, {
        requests: requests.map((each) => (own.includes(each) ? { ...each, status: 409 } : each)),
      });
    }
    const again = { ...reminder, operation: operation.value };
    add(`${operation.value} was sent once more`, { requests: [...requests, again] });
  }
  return wrong;
}

const emptyCall = call("", {});
