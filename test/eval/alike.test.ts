import { describe, expect, it } from "vitest";
import { isComparable, unjudged } from "../../src/eval/judge/alike.js";
import { judge } from "../../src/eval/judge/judge.js";
import type { RequestRecord } from "../../src/eval/run.js";
import type { Surface } from "../../src/eval/surface.js";
import { evalsOf } from "./stage.js";

const operations = (["getThing:read", "remind:write", "refund:destructive"] as const).map(
  (text) => {
    const [key = "", effect] = text.split(":");
    return {
      key,
      method: "POST",
      path: `/${key}`,
      effect: effect === "read" ? "read" : "write",
    } as const;
  },
);
const surfaceWith = (tools: Readonly<Record<string, readonly string[]>>): Surface => ({
  name: "s",
  version: "1",
  operations,
  known: new Set(),
  tools: Object.entries(tools).map(([name, keys]) => ({
    name,
    inputSchema: {},
    effect: keys.some((key) => key !== "getThing") ? "write" : "read",
    operations: keys,
    errors: [],
    job: name,
  })),
});
const map = surfaceWith({ look_up: ["getThing"], remind_them: ["getThing", "remind"] });
const other = surfaceWith({ get_thing: ["getThing"], remind: ["remind"], refund: ["refund"] });

const sent = (...keys: readonly string[]): readonly RequestRecord[] =>
  keys.map((key) => {
    const [name = "", status = "200"] = key.split(" ");
    const { method, path, effect } = operations.find((one) => one.key === name) ?? {
      ...{ method: "GET", path: "/", effect: "read" },
    };
    return {
      operation: name,
      method,
      path,
      status: Number(status),
      effect,
      ms: 1,
    } as RequestRecord;
  });

/** What fails of an attempt with one tool for each operation. */
function failuresOf(yaml: string, ...keys: readonly string[]): readonly string[] {
  const { prompt } = evalsOf(yaml);
  const observed = {
    end: "answered",
    problem: null,
    calls: [],
    texts: ["Done."],
    requests: sent(...keys),
    state: [],
  } as const;
  return judge(prompt, observed, other, { mapSurface: map })
    .filter(({ passed }) => !passed)
    .map(({ found, hint, wanted }) => `${wanted}: ${found}${hint === null ? "" : " (hint)"}`);
}

const remind = "prompt: x\nexpect: { calls: [remind_them] }";
const twice = "prompt: x\nexpect: { calls: [remind_them, remind_them] }";
const counted = "prompt: x\nexpect: { calls: [remind_them], upstream: { remind: 2 } }";
const refused = "prompt: x\nexpect: { calls: [{ tool: remind_them, outcome: too_often }] }";
const changed = "no change that is not expected";

describe("a server with other tools than the map's", () => {
  it.each([
    ["the change was made", remind, ["getThing", "remind"], []],
    ["it was not made", remind, ["getThing"], ["remind succeeds: 0 succeeded"]],
    ["it was refused", remind, ["remind 409"], ["remind succeeds: 0 succeeded"]],
    [
      "another was made",
      remind,
      ["refund"],
      ["remind succeeds: 0 succeeded", `${changed}: refund was sent once, and never expected`],
    ],
    [
      "it was made twice",
      remind,
      ["remind", "remind"],
      [`${changed}: remind was sent 2 times, and once expected`],
    ],
    ["it was made once of two times", twice, ["remind"], ["remind succeeds 2 times: 1 succeeded"]],
    ["it was made as often as counted", counted, ["remind", "remind"], []],
    [
      "it was made where the tool had to refuse",
      refused,
      ["remind"],
      [`${changed}: remind was sent once, and never expected`],
    ],
    ["something was looked up", "prompt: x\nexpect: { calls: [look_up] }", [], []],
    ["a tool was not to be called", "prompt: x\nnever: { tools: [look_up] }", ["getThing"], []],
  ])("is judged by what reached the API: %s", (_, yaml, keys, found) => {
    expect(failuresOf(yaml, ...keys)).toEqual(found);
  });

  it.each([
    [remind, [], true],
    [
      "prompt: x\nexpect: { calls: [{ tool: remind_them, arguments: { id: 1 } }], maxCalls: 2 }",
      ["the arguments of remind_them(id: 1, …)", "at most 2 calls"],
      true,
    ],
    [
      "prompt: x\nexpect: { calls: [look_up, { tool: look_up, outcome: any }], order: listed }",
      ["look_up", "look_up → any", "the order of the calls"],
      false,
    ],
    ["prompt: x\nnever: { tools: [look_up] }", ["look_up is not called"], false],
    ["prompt: x\nexpect: { answer: y, maxCalls: 0 }", ["at most 0 calls"], true],
  ])("says what is not judged there: %s", (yaml, open, comparable) => {
    const { prompt } = evalsOf(yaml);
    expect(unjudged(prompt, map)).toEqual(open);
    expect(isComparable(prompt, map)).toBe(comparable);
  });
});
