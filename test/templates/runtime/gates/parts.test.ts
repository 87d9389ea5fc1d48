import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asStored, hashOf } from "../../../../templates/server/src/runtime/gates/hash.js";
import {
  formLimits,
  oneLine,
  pageLimits,
  requestRows,
} from "../../../../templates/server/src/runtime/gates/lines.js";
import { masked } from "../../../../templates/server/src/runtime/gates/masking.js";
import { ApprovedWrites } from "../../../../templates/server/src/runtime/gates/sending.js";
import type { JsonObject } from "../../../../templates/server/src/runtime/json.js";
import { Secrets } from "../../../../templates/server/src/runtime/secrets.js";
import { draftWith } from "./drafts-of-tests.js";

const json = fc.jsonValue().map((value) => asStored(JSON.parse(JSON.stringify(value))));

describe("the hash of what was approved", () => {
  it("is of the values, in whatever order they stand", () => {
    expect(hashOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(
      hashOf({ b: { d: null, c: [1, 2] }, a: 1 }),
    );
    expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
    expect(hashOf({ a: "1" })).not.toBe(hashOf({ a: 1 }));
    expect(hashOf(JSON.parse('{"__proto__":1}'))).not.toBe(hashOf({}));
  });

  it("survives a store", () => {
    fc.assert(
      fc.property(json, (value) => hashOf(JSON.parse(JSON.stringify(value))) === hashOf(value)),
    );
  });

  it.each([
    ["a file", new Uint8Array(2)],
    ["a date", new Date(0)],
    ["no number", Number.NaN],
    ["a large integer", 10n],
    ["code", () => undefined],
  ])("is of nothing that a store would change: %s", (_what, value) => {
    expect(() => asStored({ body: [value] })).toThrow(TypeError);
  });

  it("leaves undefined members out", () => {
    expect(asStored({ a: undefined, b: [{ c: undefined }] })).toEqual({ b: [{}] });
  });
});

describe("a line for people", () => {
  it("is one line, and nothing in it is hidden", () => {
    expect(oneLine("a\r\n\tb\u2028c\u202ed\u0000\u{e0041}  e ")).toBe("a b cd e");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const line = oneLine(text, 50);
        return line.length <= 50 && !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(line);
      }),
    );
  });

  it("is made of every value of a request, up to a number, without secrets", () => {
    const call = {
      operation: "createRefund",
      request: {
        path: { id: "7" },
        body: { lines: [{ cents: 1 }, {}], tags: [], sku: null, note: "t0ken\u202e\nx" },
      },
    };
    expect(requestRows(draftWith({ call }), new Secrets(["t0ken"]), formLimits)).toEqual([
      ["path.id", "7"],
      ["body.lines[0].cents", "1"],
      ["body.lines[1]", "{}"],
      ["body.tags", "[]"],
      ["body.sku", "null"],
      ["body.note", "[redacted] x"],
    ]);
    const nothing = { operation: "x", request: {} };
    expect(requestRows(draftWith({ call: nothing }), new Secrets([]), formLimits)).toEqual([]);
    const body = Array.from({ length: 101 }, () => "x".repeat(9_000));
    const long = draftWith({ call: { operation: "x", request: { body } } });
    const inForm = requestRows(long, new Secrets([]), formLimits);
    expect([inForm.length, inForm[0]?.[1].length]).toEqual([31, 200]);
    expect(inForm.at(-1)).toEqual(["…", "71 more values"]);
    const onPage = requestRows(long, new Secrets([]), pageLimits);
    expect([onPage.length, onPage[0]?.[1].length]).toEqual([101, 500]);
    expect(onPage.at(-1)).toEqual(["…", "1 more value"]);
  });
});

describe("a secret input", () => {
  it("is shown to nobody, wherever in the request it went", () => {
    const draft = draftWith({
      input: { login: { pin: 4711 }, codes: ["a1b2"], name: "Ada" },
      call: {
        operation: "openSafe",
        request: { path: { name: "Ada" }, body: { key: "4711", note: "with a1b2", n: [4711] } },
      },
    });
    expect(masked(draft, ["pin", "codes"]).call?.request).toEqual({
      path: { name: "Ada" },
      body: { key: "[secret]", note: "with [secret]", n: ["[secret]"] },
    });
    expect(masked(draft, undefined)).toBe(draft);
  });

  it.each<[unknown, JsonObject, readonly string[]]>([
    [true, { status: true }, ["/body/status"]],
    [true, { status: { since: null, "a/b": [true, 3, ""] } }, ["/body/status"]],
    [true, { "a/b~": true }, ["/body/a~1b~0"]],
    [7, { code: 700 }, ["/body/code"]],
    ["12", { note: "PIN 12", notes: ["12."] }, ["/body/note", "/body/notes"]],
  ])("is hidden where the gate says that it goes: %j", (pin, body, secret) => {
    const request = { path: { open: true, size: 3 }, body };
    const call = { operation: "openSafe", request, secret };
    const draft = draftWith({ input: asStored({ pin }), call, kept: { body } });
    const shown = masked(draft, ["pin"]).call?.request;
    expect(shown?.path).toEqual({ open: true, size: 3 });
    const values: unknown[] = [];
    JSON.stringify(shown?.body, (_name, value: unknown) => {
      values.push(...(typeof value === "object" && value !== null ? [] : [value]));
      return value;
    });
    expect([...new Set(values)]).toEqual(["[secret]"]);
    // What is whose was taken from the request alone.
    expect(masked({ ...draft, call: null }, ["pin"]).kept).toEqual(draft.kept);
  });

  it("is hidden with all that is sent where it goes, elsewhere alone", () => {
    const input = { pin: "4711", word: "s3cret" };
    const body = { code: "by pin 4711, S3CRET", note: "by pin 4711" };
    const call = { operation: "openSafe", request: { body }, secret: ["/body/code"] };
    expect(masked(draftWith({ input, call }), ["pin", "word"]).call?.request).toEqual({
      body: { code: "[secret]", note: "by pin [secret]" },
    });
  });

  it.each<[unknown, JsonObject]>([
    ["4711", { code: 4711, codes: [4711] }],
    ["0471", { code: 471 }],
    ["4711.50", { code: 4711.5 }],
    [true, { pin: true }],
    [false, { safe: { pin: false } }],
    [true, { pin: "true" }],
    [[true, false], { pin: [true, false] }],
    [{ sick: true }, { sick: true }],
  ])("is hidden where it is sent as another type, or is true or false: %j", (pin, body) => {
    const call = { operation: "openSafe", request: { body } };
    const { request } = masked(draftWith({ input: asStored({ pin }), call }), ["pin"]).call ?? {};
    expect(JSON.stringify(request)).toMatch(/^[^0-9]*"\[secret\]"[^0-9]*$/);
    expect(JSON.stringify(request)).not.toMatch(/true|false/);
  });

  it.each<[unknown, JsonObject, JsonObject]>([
    ["0", { cents: 1050, to: "A-10" }, { cents: 1050, to: "A-10" }],
    ["1050", { cents: 10500, total: "1050.00" }, { cents: 10500, total: "1050.00" }],
    [5, { cents: 1050, count: 5, to: "5" }, { cents: 1050, count: "[secret]", to: "[secret]" }],
    [true, { now: true, to: "true" }, { now: true, to: "true" }],
    ["", { note: "" }, { note: "" }],
  ])("hides nothing else that is approved: %j", (pin, body, shown) => {
    const call = { operation: "createRefund", request: { body } };
    const draft = draftWith({ input: asStored({ pin }), call, kept: body });
    const { call: after, kept } = masked(draft, ["pin"]);
    expect([after?.request, kept]).toEqual([{ body: shown }, shown]);
  });
});

describe("what a confirmation may send", () => {
  const request = { body: { order_id: "77" } };
  const draft = draftWith({ call: { operation: "createRefund", request } });

  it("is what was prepared", () => {
    const writes = new ApprovedWrites(draft, () => true);
    writes.check("createRefund", { body: { order_id: "77", note: undefined } });
    expect(() => writes.check("createRefund", { body: { order_id: "78" } })).toThrow();
    expect(() => writes.check("cancelOrder", request)).toThrow();
  });

  it("is sent once, and a second time where a token was refused", () => {
    const writes = new ApprovedWrites(draft, () => true);
    writes.check("createRefund", request);
    writes.check("createRefund", request);
    expect(() => writes.check("createRefund", request)).toThrow();
  });

  it("is nothing once the lease has passed, or the confirmation was given up", () => {
    let isHeld = true;
    const writes = new ApprovedWrites(draft, () => isHeld);
    isHeld = false;
    expect(() => writes.check("createRefund", request)).toThrow();
    isHeld = true;
    writes.end();
    expect(() => writes.check("createRefund", request)).toThrow();
  });
});
