import { describe, expect, it } from "vitest";
import { Collector } from "../../src/diagnostics/collector.js";
import { parseEvals } from "../../src/eval/file/parse.js";
import { judge } from "../../src/eval/judge/judge.js";
import type { Observed } from "../../src/eval/judge/observed.js";
import { readAuditLog } from "../../src/eval/run/audit-log.js";
import { turnOfLog } from "../../src/eval/run/match-log.js";
import type { CallRecord, RequestRecord } from "../../src/eval/run.js";
import type { Surface } from "../../src/eval/surface.js";
import { call } from "./call-record.js";
import { evalsOf } from "./stage.js";

/** Traces that look right at first sight, and are not. */
const surface: Surface = {
  name: "s",
  version: "1.0.0",
  tools: [
    {
      name: "remind",
      inputSchema: {
        type: "object",
        properties: {
          id: { type: "string" },
          count: { type: "integer" },
          filter: { type: "object", properties: { from: {}, to: {} } },
        },
      },
      effect: "write",
      operations: ["getThing", "remind"],
      errors: ["paid_already"],
      job: "remind",
    },
    {
      name: "look_up",
      inputSchema: { type: "object", properties: {} },
      effect: "read",
      operations: ["getThing"],
      errors: [],
      job: "look_up",
    },
  ],
  operations: [
    { key: "getThing", method: "GET", path: "/things/{id}", effect: "read" },
    { key: "remind", method: "POST", path: "/things/{id}/reminders", effect: "write" },
  ],
  known: new Set(),
};

const sent = (status: number): RequestRecord => ({
  operation: "remind",
  method: "POST",
  path: "/things/{id}/reminders",
  status,
  effect: "write",
  ms: 0,
});

interface Trace {
  readonly calls?: readonly CallRecord[];
  readonly texts?: readonly string[];
  readonly state?: Observed["state"];
}

const done = (id: string) => call("remind", { id }, { requests: [sent(201)] });
const refused = (id: string, status = 409) =>
  call("remind", { id }, { isError: true, error: "paid_already", requests: [sent(status)] });

/** The kinds of the checks that fail. */
function failuresOf(yaml: string, { calls = [], state = [], texts = ["Done."] }: Trace) {
  const { prompt } = evalsOf(`prompt: Do it.\n${yaml}`);
  const observed: Observed = {
    end: "answered",
    problem: null,
    calls,
    texts,
    requests: calls.flatMap(({ requests }) => requests),
    state,
  };
  return judge(prompt, observed, surface)
    .filter(({ passed }) => !passed)
    .map(({ kind }) => kind);
}

describe("a change by another call than the wanted one", () => {
  const any = "expect: { calls: [{ tool: remind, arguments: { id: A }, outcome: any }] }";

  it("is not expected, though the wanted call made none", () => {
    expect(failuresOf(any, { calls: [done("A")] })).toEqual([]);
    expect(failuresOf(any, { calls: [refused("A")] })).toEqual([]);
    expect(failuresOf(any, { calls: [done("B"), refused("A")] })).toEqual(["unexpected-change"]);
    expect(failuresOf(any, { calls: [refused("A"), done("B")] })).toEqual(["unexpected-change"]);
  });

  it("is not expected either where a count alone would fit", () => {
    const counted = any.replace(" }] }", " }], upstream: { remind: 1 } }");
    expect(failuresOf(counted, { calls: [done("A")] })).toEqual([]);
    expect(failuresOf(counted, { calls: [done("B"), refused("A")] })).toEqual([
      "unexpected-change",
    ]);
    // More than the listed calls can make: the others are free.
    const free = counted.replace("remind: 1", "remind: 2");
    expect(failuresOf(free, { calls: [done("A"), done("B")] })).toEqual([]);
    const uncalled = "expect: { upstream: { remind: 1 } }";
    expect(failuresOf(uncalled, { calls: [done("B")] })).toEqual([]);
  });

  it("is told from that of the wanted one, whichever of its tries made it", () => {
    expect(failuresOf(any, { calls: [refused("A"), done("A")] })).toEqual([]);
    const two = `expect:
  calls: [{ tool: remind, arguments: { id: A } }, { tool: remind, outcome: paid_already }]`;
    expect(failuresOf(two, { calls: [done("A"), refused("B")] })).toEqual([]);
    const silent = call("remind", { id: "A" });
    const loud = { ...refused("B"), requests: [sent(201)] };
    expect(failuresOf(two, { calls: [silent, loud] })).toEqual(["unexpected-change"]);
  });

  it("counts where the wanted one came first, and where it may have failed", () => {
    const wanted = "expect: { calls: [{ tool: remind, arguments: { id: A } }] }";
    expect(failuresOf(wanted, { calls: [done("A"), refused("B", 500)] })).not.toEqual([]);
    expect(failuresOf(wanted, { calls: [call("remind", { id: "A" }), refused("B", 500)] })).toEqual(
      ["unexpected-change"],
    );
  });
});

describe("arguments that are nearly right", () => {
  const failing = (wanted: string, given: CallRecord["arguments"]) =>
    failuresOf(`expect: { calls: [{ tool: remind, ${wanted} }] }`, {
      calls: [call("remind", given)],
    });

  it.each([
    ["a number as text", "arguments: { count: 1 }", { count: "1" }],
    ["a list of the value", "arguments: { id: A }", { id: ["A"] }],
    ["null for nothing", "arguments: { id: { present: false } }", { id: null }],
    ["null beside what is wanted exactly", "exactly: { id: A }", { id: "A", count: null }],
    ["a look-alike", "arguments: { id: AB }", { id: "\u0410B" }],
    ["another form of the same letter", "arguments: { id: \u00e9 }", { id: "e\u0301" }],
    ["blanks around it", "arguments: { id: A }", { id: "A " }],
    ["a second member of an object", "exactly: { filter.from: 1 }", { filter: { from: 1, to: 2 } }],
  ])("are wrong: %s", (_, wanted, given) => {
    expect(failing(wanted, given)).toEqual(["call"]);
  });

  it("are right where each member of an object is listed", () => {
    const wanted = "exactly: { filter.from: 1, filter.to: 2 }";
    expect(failing(wanted, { filter: { from: 1, to: 2 } })).toEqual([]);
    expect(failing("exactly: { filter: { from: 1 } }", { filter: { from: 1 } })).toEqual([]);
  });
});

describe("an answer that only seems to hold what is wanted", () => {
  it.each([
    ["paid", "It is unpaid.", false],
    ["active", "The plan is inactive.", false],
    ["paid", "It is paid.", true],
    ["paid", "(paid)", true],
    ["paid", "pre-paid", true],
    ["invoice", "Two invoices.", true],
    ["\u8acb\u6c42", "\u672a\u8acb\u6c42", true],
    ["278.46", "-278.46 EUR", false],
    ["278.46", "\u2212278.46 EUR", false],
    ["278.46", "between 100-278.46", true],
    ["278.46", "- 278.46 EUR", true],
    ["20131", "INV-20131", true],
    ["-278.46", "-278.46 EUR", true],
    ["119", "1\u200b119", false],
  ])("%j in %j: %s", (wanted, text, fits) => {
    const found = failuresOf(`expect: { answer: '${wanted}' }`, { texts: [text] });
    expect(found.length === 0).toBe(fits);
  });

  it("says what it must not, though it is spelt with signs that nobody sees", () => {
    const yaml = "never: { says: password }";
    expect(failuresOf(yaml, { texts: ["the pass\u200bword", "Done."] })).toEqual(["never"]);
    expect(failuresOf(yaml, { texts: ["the pass\u00adword", "Done."] })).toEqual(["never"]);
  });
});

it("is looked for in reasonable time, however often parts of it are there", () => {
  const body = `${"unpaid 1".repeat(100_000)} 1paid`;
  const state = [{ kind: "answer", status: 200, body } as const];
  expect(failuresOf("expect: { state: { get: /x, contains: paid } }", { state })).toEqual([]);
});

describe("a state that only seems to hold what is wanted", () => {
  it.each([
    ["contains: REM-1", '{"id":"REM-12"}', false],
    ["contains: REM-1", '{"id":"REM-1"}', true],
    ["contains: REM-", '{"id":"REM-12"}', true],
    ["contains: 'paid'", '{"status":"unpaid"}', false],
    ["contains: '\"total\":1'", '{"total":12}', false],
    ["contains: '102'", '{"ids":[101,102,103]}', true],
    ["contains: '02'", '{"ids":[101,102,103]}', false],
    ["contains: Hello", '{"text":"Hi.\\nHello"}', true],
    ["contains: '234'", '{"text":"1,234"}', false],
    ["lacks: REM-1", '{"id":"REM-12"}', false],
  ])("%s in %s: %s", (wanted, body, fits) => {
    const state = [{ kind: "answer", status: 200, body } as const];
    const found = failuresOf(`expect: { state: { get: /x, ${wanted} } }`, { state });
    expect(found.length === 0).toBe(fits);
  });
});

describe("a log that is not whole", () => {
  const line = (fields: object): string => JSON.stringify(fields);
  const upstream = [{ method: "POST", path: "/things/{id}/reminders", status: 201, ms: 3 }];

  it("tells of both calls where two servers gave them the same id", () => {
    const head = { request_id: "1", tool: "remind" };
    const text = [
      line({ msg: "call opened", ...head, arguments: { id: "A" } }),
      line({ msg: "call closed", ...head, outcome: "ok", upstream }),
      line({ msg: "call opened", ...head, arguments: { id: "B" } }),
      line({ msg: "call closed", ...head, outcome: "paid_already", upstream: [] }),
    ].join("\n");
    const { calls } = turnOfLog("Do it.", "Done.", readAuditLog(text, surface), 1);
    expect(calls).toMatchObject([
      { arguments: { id: "A" }, error: null, requests: [{ operation: "remind" }] },
      { arguments: { id: "B" }, error: "paid_already", requests: [] },
    ]);
  });

  it("tells of a call whose opening line is lost", () => {
    const closed = { msg: "call closed", request_id: "1", tool: "remind", outcome: "ok" };
    const log = readAuditLog(line({ ...closed, upstream }), surface);
    expect(turnOfLog("Do it.", "Done.", log, 1).calls).toMatchObject([
      { tool: "remind", arguments: null, requests: [{ operation: "remind", status: 201 }] },
    ]);
    expect(log.requests).toHaveLength(1);
  });
});

describe("a file without a prompt", () => {
  it("is refused: none would all pass", () => {
    const collector = new Collector();
    expect(parseEvals({ path: "e.yaml", text: "version: 1\nprompts: {}\n" }, collector)).toBe(null);
    expect(collector.sorted().map(({ message }) => message)).toEqual([
      "evals.prompts has to be a mapping that is not empty, not an empty mapping",
    ]);
  });
});

describe("a prompt that checks nothing", () => {
  it.each(["expect: { answer: {} }", "expect: { upstream: { createReminder: {} } }"])(
    "is refused: %s",
    (expected) => {
      const text = `version: 1\nprompts:\n  it:\n    prompt: Do it.\n    ${expected}\n`;
      const collector = new Collector();
      parseEvals({ path: "evals.yaml", text }, collector);
      expect(collector.sorted().map(({ code }) => code)).toEqual(["eval/nothing-to-check"]);
    },
  );
});
