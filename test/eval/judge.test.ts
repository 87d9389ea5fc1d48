import { describe, expect, it } from "vitest";
import { judge } from "../../src/eval/judge/judge.js";
import type { Observed } from "../../src/eval/judge/observed.js";
import { readAuditLog } from "../../src/eval/run/audit-log.js";
import { turnOfLog } from "../../src/eval/run/match-log.js";
import type { RequestRecord } from "../../src/eval/run.js";
import type { Surface } from "../../src/eval/surface.js";
import { call } from "./call-record.js";
import { evalsOf } from "./stage.js";

const surface: Surface = {
  name: "s",
  version: "1.0.0",
  tools: [
    {
      name: "search",
      inputSchema: {
        type: "object",
        properties: { filter: { type: "object" }, limit: { type: "integer", default: 20 } },
      },
      effect: "read",
      operations: ["list"],
      errors: [],
      job: "search",
    },
    {
      name: "confirm_refund",
      inputSchema: { type: "object", properties: { draft_id: { type: "string" } } },
      effect: "destructive",
      operations: ["get", "refund"],
      errors: [],
      job: "refund",
    },
  ],
  operations: [
    { key: "list", method: "GET", path: "/v1/list", effect: "read" },
    { key: "get", method: "GET", path: "/v1/orders/{id}", effect: "read" },
    { key: "refund", method: "POST", path: "/v1/refunds", effect: "destructive" },
  ],
  known: new Set(),
};

function refund(status: number): RequestRecord {
  return {
    operation: "refund",
    method: "POST",
    path: "/v1/refunds",
    status,
    effect: "destructive",
    ms: 0,
  };
}

/** What is not as the prompt wants it: kind and what was found. */
function judged(yaml: string, observed: Partial<Observed>): readonly string[] {
  const { prompt } = evalsOf(`prompt: Do it.\n${yaml}`);
  const all = {
    end: "answered",
    problem: null,
    calls: [],
    texts: ["Done."],
    requests: [],
    state: [],
    ...observed,
  } as const;
  return judge(prompt, all, surface)
    .filter(({ passed }) => !passed)
    .map(({ kind, found }) => `${kind}: ${found}`);
}

describe("the answer", () => {
  it.each([
    ["119.00", "It is 119.00 EUR.", true],
    ["119.00", "It is 2119.00 EUR.", false],
    ["119.00", "It is 2,119.00 EUR.", false],
    ["119.00", "It is 119.005.", false],
    ["119", "It is 119.", true],
    ["119", "It is 119.50.", false],
    ["INV-2013", "INV-20131 is open.", false],
    ["INV-20131", "INV-20131 278.46 EUR", true],
    ["31,900", "It is 31900 JPY.", true],
    ["31900", "It is 31,900 JPY or 31\u202f900.", true],
    ["31900", "It is 131,900 JPY.", false],
    ["1234567", "It is 1'234'567.", true],
    ["contoso hotels", "Contoso\n  Hotels", true],
    ["can't", "I can’t.", true],
    ["2", "700102 and 12", false],
    ["2", "700102, 12 and 2", true],
  ])("holds %j in %j: %s", (wanted, text, holds) => {
    const found = judged(`expect: { answer: '${wanted.replaceAll("'", "''")}' }`, {
      texts: [text],
    });
    expect(found.length === 0).toBe(holds);
  });

  it("lacks a text only where no part of it is there", () => {
    const yaml = "expect: { answer: { lacks: INV-2013 } }\nnever: { says: secret }";
    expect(judged(yaml, { texts: ["INV-20131"] })).toEqual(["answer: INV-20131"]);
    expect(judged(yaml, { texts: ["the SECRET", "fine"] })).toEqual(["never: the SECRET"]);
  });
});

describe("arguments", () => {
  const inPart = "expect: { calls: [{ tool: search, arguments: { filter: { a: 1 } } }] }";
  const exactly = "expect: { calls: [{ tool: search, exactly: { filter: { a: 1 } } }] }";

  it("may be more than what is wanted in part, and not than what is wanted exactly", () => {
    const more = { filter: { a: 1, b: 2 } };
    expect(judged(inPart, { calls: [call("search", more)] })).toEqual([]);
    expect(judged(exactly, { calls: [call("search", more)] })).toEqual([
      'call: search was called, but filter was {"a":1,"b":2}',
    ]);
    const limited = { filter: { a: 1 }, limit: 5 };
    expect(judged(inPart, { calls: [call("search", limited)] })).toEqual([]);
    expect(judged(exactly, { calls: [call("search", limited)] })).toEqual([
      "call: search was called, but limit was 5",
    ]);
    const defaults = { filter: { a: 1 }, limit: 20 };
    expect(judged(exactly, { calls: [call("search", defaults)] })).toEqual([]);
  });

  it("take their defaults for given", () => {
    const yaml = "expect: { calls: [{ tool: search, arguments: { limit: 20 } }] }";
    expect(judged(yaml, { calls: [call("search", {})] })).toEqual([]);
    expect(judged(yaml, { calls: [call("search", { limit: 10 })] })).toHaveLength(1);
  });

  it("are never inherited", () => {
    const yaml =
      "expect: { calls: [{ tool: search, arguments: { filter.toString: { present: true } } }] }";
    expect(judged(yaml, { calls: [call("search", { filter: {} })] })).toHaveLength(1);
  });
});

describe("expected calls", () => {
  const two = `expect:
  calls:
    - search
    - { tool: search, arguments: { limit: 5 } }
  order: any`;

  it("need a call of their own each, whichever way they can be shared out", () => {
    const [loose, strict] = [call("search", { limit: 1 }), call("search", { limit: 5 })];
    expect(judged(two, { calls: [strict, loose] })).toEqual([]);
    expect(judged(two, { calls: [loose, strict] })).toEqual([]);
    expect(judged(two, { calls: [strict] })).toEqual(["call: it was called too few times"]);
  });

  it("have to succeed, unless another end is wanted", () => {
    const failed = call("search", {}, { isError: true, error: "not_found" });
    expect(judged("expect: { calls: [search] }", { calls: [failed] })).toHaveLength(1);
    const wanted = "expect: { calls: [{ tool: search, outcome: not_found }] }";
    expect(judged(wanted, { calls: [failed] })).toEqual([]);
    expect(judged(wanted, { calls: [call("search", {})] })).toHaveLength(1);
    expect(judged(wanted.replace("not_found", "any"), { calls: [failed] })).toEqual([]);
  });
});

describe("changes", () => {
  const confirmed = "expect: { calls: [confirm_refund] }";
  const calls = [call("confirm_refund", { draft_id: "d" })];

  it("are allowed once for each expected call of a tool that makes them", () => {
    expect(judged(confirmed, { calls, requests: [refund(201)] })).toEqual([]);
    expect(judged(confirmed, { calls, requests: [refund(201), refund(201)] })).toEqual([
      "unexpected-change: refund was sent 2 times, and once expected",
    ]);
  });

  it("are not allowed by a call that is expected to end in an error", () => {
    const pending = "expect: { calls: [{ tool: confirm_refund, outcome: approval_pending }] }";
    const error = { isError: true, error: "approval_pending" };
    const waiting = [call("confirm_refund", { draft_id: "d" }, error)];
    expect(judged(pending, { calls: waiting })).toEqual([]);
    expect(judged(pending, { calls: waiting, requests: [refund(201)] })).toHaveLength(1);
  });

  it.each([
    [0, 1],
    [302, 1],
    [404, 0],
    [409, 0],
    [500, 1],
    [503, 1],
  ])("with the status %i count as possible: %i", (status, count) => {
    expect(judged("expect: { maxCalls: 9 }", { requests: [refund(status)] })).toHaveLength(count);
    const never = judged("expect: { upstream: { refund: 0 } }", { requests: [refund(status)] });
    expect(never).toHaveLength(count);
  });

  it("of an operation that nobody knows are never expected", () => {
    const unknown = { ...refund(200), operation: null, path: "/v1/other" };
    expect(judged(confirmed, { calls, requests: [unknown] })).toEqual([
      "unexpected-change: POST /v1/other was sent once, and never expected",
    ]);
  });

  it("must not even be tried where they must never happen", () => {
    expect(judged("never: { effects: destructive }", { requests: [refund(403)] })).toEqual([
      "never: refund → 403",
    ]);
  });
});

describe("the state", () => {
  const yaml = "expect: { state: { get: /v1/x, holds: { a: { b: 1 } }, lacks: void } }";
  it.each([
    ['{"a":{"b":1,"c":2}}', 200, 0],
    ['{"a":{"b":2}}', 200, 1],
    ['{"a":{"b":1},"s":"void"}', 200, 1],
    ["no json", 200, 1],
    ['{"a":{"b":1}}', 404, 1],
  ])("with the answer %s, %i, has %i faults", (body, status, count) => {
    const state = [{ kind: "answer", status, body } as const];
    expect(judged(yaml, { state })).toHaveLength(count);
  });

  it("is wrong where the API did not answer, or was not looked at", () => {
    expect(judged(yaml, { state: [{ kind: "none", why: "gone" }] })).toEqual(["state: gone"]);
    expect(judged(yaml, { state: [] })).toHaveLength(1);
  });
});

describe("the end", () => {
  it.each(["too-many-turns", "length", "timeout", "no-answer", "agent-failed", "budget"] as const)(
    "fails where it is %s",
    (end) => {
      expect(judged("expect: { maxCalls: 0 }", { end })).toHaveLength(1);
    },
  );

  it("may be a refusal where nothing was to be done, and only there", () => {
    const end = "refused";
    expect(judged("kind: misuse\nnever: { effects: write }", { end })).toEqual([]);
    expect(judged("expect: { maxCalls: 0 }", { end })).toHaveLength(1);
    expect(judged("kind: misuse\nexpect: { calls: [search] }", { end })).toHaveLength(2);
  });
});

describe("the log", () => {
  const line = (fields: object): string => JSON.stringify(fields);

  it("is read past lines that are none", () => {
    const upstream = [{ method: "POST", path: "/v1/refunds", status: 201, ms: 3 }];
    const text = [
      "server started",
      "{broken",
      line({ msg: "call opened", request_id: "1", tool: "confirm_refund", arguments: { a: 1 } }),
      line({ msg: "call closed", request_id: "1", outcome: "ok", ms: 5, upstream }),
      line({ msg: "api draft was thrown away", upstream }),
    ].join("\n");
    const log = readAuditLog(text, surface);
    expect(log.calls).toMatchObject([
      { tool: "confirm_refund", outcome: "ok", requests: [{ operation: "refund", status: 201 }] },
    ]);
    expect(log.requests).toHaveLength(2);
  });

  it("tells what the server has sent for itself, and of no call of the agent's there", () => {
    const upstream = [{ method: "POST", path: "/v1/refunds", status: 201, ms: 3 }];
    const asked = { request_id: "1", tool: "confirm_refund" };
    const own = { request_id: "2", tool: "confirm_refund", own: true };
    const text = [
      line({ msg: "call opened", ...asked }),
      line({ msg: "call opened", ...own }),
      line({ msg: "call closed", ...own, outcome: "ok", ms: 5, upstream }),
      line({ msg: "call closed", ...asked, outcome: "approval_pending", ms: 9, upstream: [] }),
    ].join("\n");
    const log = readAuditLog(text, surface);
    const { calls } = turnOfLog("Refund it.", "Done.", log, 9);
    expect(calls).toMatchObject([{ requestId: "1", error: "approval_pending", requests: [] }]);
    expect(log.requests).toMatchObject([{ operation: "refund", status: 201 }]);
  });

  it("tells of every change that a call without an end may have made", () => {
    const text = line({ msg: "call opened", request_id: "1", tool: "confirm_refund" });
    const { requests } = readAuditLog(text, surface);
    expect(requests).toMatchObject([{ operation: "refund", status: 0, effect: "destructive" }]);
    expect(judged("never: { effects: destructive }", { requests })).toHaveLength(2);
  });
});
