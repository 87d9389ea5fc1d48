import { describe, expect, it } from "vitest";
import { AnswerFile } from "../../../templates/server/src/runtime/contract.js";
import { cutText, firstOf } from "../../../templates/server/src/runtime/projection.js";
import { finishFailure, finishResult } from "../../../templates/server/src/runtime/result.js";
import { Secrets } from "../../../templates/server/src/runtime/secrets.js";
import { fitResult } from "../../../templates/server/src/runtime/size.js";

const secrets = new Secrets(["s3cret-token"]);
const finish = (result: object) => {
  const finished = finishResult(result, secrets);
  if (finished.kind === "failure") {
    return finished.body;
  }
  expect(JSON.parse(finished.text)).toEqual(JSON.parse(JSON.stringify(finished.structured)));
  return finished.structured;
};
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("finishResult", () => {
  it("passes on a result that needs nothing", () => {
    const result = { invoices: [{ id: "1" }], total: 1 };
    expect(finish(result)).toBe(result);
  });

  it("says what firstOf cut", () => {
    expect(finish({ invoices: firstOf(numbers(240), 3, (n) => ({ id: n })) })).toEqual({
      invoices: [{ id: 0 }, { id: 1 }, { id: 2 }],
      notice:
        "invoices: the first 3 of 240 elements are shown. Narrow the request to see the rest.",
    });
    expect(finish({ invoices: firstOf(numbers(3), 3) })).toEqual({ invoices: [0, 1, 2] });
  });

  it("says what cutText cut", () => {
    const body = cutText("hello world", 6, "start");
    const log = cutText("hello earth", 6, "end");
    expect(finish({ a: { body }, log })).toEqual({
      a: { body: "hello…" },
      log: "…earth",
      notice:
        "a.body: the first 6 of 11 characters are shown. log: the last 6 of 11 characters are shown. Narrow the request to see the rest.",
    });
    expect(cutText(null, 6, "start")).toBeNull();
    expect(cutText("short", 6, "start")).toBe("short");
  });

  it("cuts the longest list at an element until the result fits", () => {
    const items = numbers(2000).map((n) => ({ id: n, text: "x".repeat(100) }));
    const finished = finish({ items, tags: ["a", "b", "c"], total: 2000 });
    expect(JSON.stringify(finished).length).toBeLessThanOrEqual(40_000);
    expect(JSON.stringify(finished).length).toBeGreaterThan(38_000);
    expect(finished).toMatchObject({
      tags: ["a", "b", "c"],
      total: 2000,
      notice: expect.stringMatching(/^items: the first 3\d\d of 2000 elements are shown\./),
    });
  });

  it("takes away a cursor that would skip what was cut", () => {
    const items = numbers(1000).map((n) => ({ id: n, text: "x".repeat(100) }));
    expect(finish({ items, next_cursor: "abc" })).toMatchObject({
      next_cursor: null,
      notice: expect.stringContaining("smaller limit"),
    });
  });

  it("cuts an inner list, or a long text, where that is what is long", () => {
    const inner = { customers: [{ orders: numbers(20_000) }] };
    expect(finish(inner)).toMatchObject({
      notice: expect.stringMatching(/^customers\[0\]\.orders: the first \d+ of 20000/),
    });
    expect(finish({ tags: ["a", "b"], body: "y".repeat(60_000) })).toMatchObject({
      tags: ["a", "b"],
      notice: expect.stringMatching(/^body: the first \d+ of 60000 characters/),
    });
  });

  it("cuts many lists to the same size, and leaves what is short", () => {
    const lists = numbers(400).map((n) => [`key${n}`, numbers(200)]);
    const finished = finish({ id: "in_1", ...Object.fromEntries(lists) });
    expect(JSON.stringify(finished).length).toBeLessThanOrEqual(40_000);
    expect(JSON.stringify(finished).length).toBeGreaterThan(36_000);
    expect(finished).toMatchObject({
      id: "in_1",
      key0: numbers(32),
      key399: numbers(32),
      notice: expect.stringMatching(/^key0: the first 32 of 200 .* 396 more places were cut\./),
    });
  });

  it.each([
    ["lists", () => numbers(5000)],
    ["texts", () => ["x".repeat(25_000), "\n".repeat(5_000)].join("")],
    ["objects", () => numbers(700).map((n) => ({ id: n, name: `name ${n}`, tags: ["a", "b"] }))],
  ])(
    "cuts 12 MB of %s without writing them out for each cut",
    (_what, long) => {
      const lists = numbers(400).map((n) => [`key${n}`, long()]);
      const fitted = fitResult(Object.fromEntries(lists), [], [], 40_000);
      expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(40_000);
      expect(fitted).toMatchObject({ notice: expect.stringContaining("396 more places") });
    },
    15_000,
  );

  it("keeps short elements behind a first one that is long", () => {
    const customers = [
      { id: 0, orders: numbers(20_000) },
      { id: 1, orders: [] },
    ];
    expect(finish({ customers })).toMatchObject({
      customers: [{ id: 0 }, { id: 1, orders: [] }],
      notice: expect.stringMatching(/^customers\[0\]\.orders: the first \d+ of 20000 [^:]*$/),
    });
  });

  it("cuts any value to the limit", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const make = (depth: number): unknown => {
      const of = numbers(1 + random(12));
      switch (depth === 0 ? random(3) : random(6)) {
        case 0:
          return random(100_000);
        case 1:
          return ['"', "\n\n", "x", ""][random(4)];
        case 2:
          return '"x\t'.repeat(random(200));
        case 3:
          return of.map(() => make(depth - 1));
        default:
          return Object.fromEntries(of.map((n) => [`k${n}`, make(depth - 1)]));
      }
    };
    for (const max of numbers(300).map((n) => 1_000 + 10 * n)) {
      const fitted = fitResult({ a: make(4), b: make(5), c: make(3) }, [], [], max);
      expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(max);
    }
  });

  it("gives up where nothing can be cut", () => {
    const wide = Object.fromEntries(numbers(20_000).map((n) => [`key${n}`, n]));
    expect(finish(wide)).toMatchObject({ error: "result_too_large" });
  });

  it("cleans and scrubs every text, names included", () => {
    expect(finish({ a: ["x\u200by", "Bearer s3cret-token"], "k\u001b[1m": { b: 1 } })).toEqual({
      a: ["xy", "Bearer [redacted]"],
      k: { b: 1 },
    });
  });

  it("shows a file by name and size, and carries its bytes apart", () => {
    const file = new AnswerFile("answer://1/a.pdf", "a.pdf", "application/pdf", Buffer.from("abc"));
    const finished = finishResult({ document: file }, secrets);
    expect(finished).toMatchObject({
      structured: {
        document: {
          uri: "answer://1/a.pdf",
          name: "a.pdf",
          media_type: "application/pdf",
          size_bytes: 3,
        },
      },
      files: [{ bytes: Buffer.from("abc") }],
    });
    expect(finished.text).not.toContain("YWJj");
  });

  it("refuses a file that no client would take", () => {
    const bytes = Buffer.alloc(6 * 1024 * 1024);
    const file = new AnswerFile("answer://1/a.bin", "a.bin", "application/octet-stream", bytes);
    expect(finish({ file })).toMatchObject({ error: "file_too_large" });
  });
});

describe("finishFailure", () => {
  it("is short, clean and without secrets, whatever it was made from", () => {
    const finished = finishFailure(
      {
        error: "refused",
        reason: `s3cret-token \u202e${"x".repeat(5000)}`,
        more: numbers(9).map(() => "y".repeat(5000)),
      },
      secrets,
    );
    expect(finished.text.length).toBeLessThan(8000);
    expect(JSON.parse(finished.text)).toMatchObject({
      error: "refused",
      reason: expect.stringMatching(/^\[redacted\] x+…$/),
    });
  });
});
