import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changed } from "../../src/mock/changed.js";
import { exactJson, withDecimalText } from "../../src/mock/exact.js";
import { generateExactly } from "../../src/mock/value/generate.js";
import type { Limit } from "../../src/model/schema.js";
import { parseExactJson } from "../../src/openapi/exact-integers.js";
import { ask, readingDescription, useMock } from "./mocked.js";

/** The least integer that a number rounds. */
const large = "9007199254740993";
const greatest = "9223372036854775807";

describe("an integer past 2^53", () => {
  const mock = useMock(() =>
    readingDescription(`
openapi: 3.1.1
info: { title: t, version: "1" }
paths:
  /accounts/{id}:
    put:
      operationId: putAccount
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer, format: int64 } }
        - { name: least, in: query, schema: { type: integer, minimum: ${large} } }
        - { name: most, in: query, schema: { type: integer, maximum: ${large} } }
        - { name: past, in: query, schema: { type: integer, exclusiveMinimum: ${large} } }
        - { name: odd, in: query, schema: { type: integer, multipleOf: 3 } }
        - { name: kind, in: query, schema: { type: integer, enum: [1, ${large}] } }
        - { name: ids, in: query, schema: { type: array, items: { type: integer }, uniqueItems: true } }
        - { name: unsigned, in: query, schema: { type: integer, maximum: 18446744073709551615 } }
        - { name: filter, in: query, content: { application/json: { schema: { type: object } } } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                owner: { type: integer, minimum: 1, maximum: ${greatest} }
                name: { type: string }
                lines: { type: array, items: { type: object, properties: { sku: { type: integer, const: ${large} } } } }
          application/x-www-form-urlencoded:
            schema: { type: object, properties: { owner: { type: integer, maximum: ${large} } } }
      responses:
        "200":
          description: ""
          content:
            application/json:
              schema:
                type: object
                required: [id, owner, version, kind]
                properties:
                  id: { type: integer }
                  owner: { type: integer }
                  version: { type: integer, minimum: ${large} }
                  kind: { type: integer, const: ${greatest} }
  /example:
    get:
      operationId: getExample
      responses:
        "200":
          description: ""
          content:
            application/json:
              schema:
                type: object
                properties: { id: { type: integer }, text: { type: string }, list: { type: array } }
              example: { id: ${large}, text: "${large}", list: [a, b, c] }
`),
  );

  const put = (path: string, body?: string, type = "application/json") =>
    ask(mock(), path, {
      method: "PUT",
      ...(body === undefined ? {} : { body, headers: { "content-type": type } }),
    });

  it.each([
    ["least=9007199254740992", `/query/least must be at least ${large}`],
    ["most=9007199254740994", `/query/most must be at most ${large}`],
    [`past=${large}`, `/query/past must be more than ${large}`],
    ["odd=9007199254740994", "/query/odd must be a multiple of 3"],
    ["kind=9007199254740992", `/query/kind must be one of 1, ${large}`],
    [`ids=${large}&ids=${large}`, "/query/ids must not have the same item twice"],
  ])("is refused in %s", async (query, problem) => {
    const { status } = await put(`/accounts/1?${query}`);
    const [refused] = mock().requests().slice(-1);
    const [first] = refused?.problems ?? [];
    expect({ status, problem: `${first?.at} ${first?.why}` }).toEqual({ status: 400, problem });
  });

  it.each([
    `least=${large}`,
    `most=${large}`,
    "past=9007199254740994",
    "odd=9007199254740993",
    `kind=${large}`,
    "unsigned=18446744073709551615",
    `ids=9007199254740992&ids=${large}`,
  ])("is allowed in %s", async (query) => {
    expect(await put(`/accounts/1?${query}`)).toMatchObject({ status: 200 });
  });

  it.each([
    [`{"owner":${greatest}}`, 200],
    ['{"owner":9223372036854775808}', 400],
    [`{"owner":"${large}"}`, 400],
    [`{"name":${large}}`, 400],
    [`{"name":"${large}"}`, 200],
    [`{"lines":[{"sku":${large}}]}`, 200],
    ['{"lines":[{"sku":9007199254740992}]}', 400],
  ])("is what the body %s has, or has not: %d", async (body, status) => {
    expect(await put("/accounts/1", body)).toMatchObject({ status });
  });

  it("is held to the range of its format", async () => {
    expect(await put(`/accounts/${greatest}`)).toMatchObject({ status: 200 });
    expect(await put("/accounts/9223372036854775808")).toMatchObject({ status: 400 });
    expect(await put("/accounts/-9223372036854775808")).toMatchObject({ status: 200 });
  });

  it("is read in a form", async () => {
    const type = "application/x-www-form-urlencoded";
    expect(await put("/accounts/1", `owner=${large}`, type)).toMatchObject({ status: 200 });
    expect(await put("/accounts/1", "owner=9007199254740994", type)).toMatchObject({ status: 400 });
  });

  it("comes back with every digit, from the path and from the body", async () => {
    const { text } = await put(`/accounts/${large}`, `{"owner":${greatest},"name":"${large}"}`);
    expect(text).toContain(`"id":${large},"owner":${greatest}`);
    expect(text).toMatch(new RegExp(`"version":90071992547[0-9]{5},"kind":${greatest}`));
  });

  it("stands in the record as its decimal text", async () => {
    mock().forget();
    const filter = encodeURIComponent(`{"id":${large}}`);
    await put(`/accounts/${large}?kind=${large}&filter=${filter}`, `{"owner":${greatest}}`);
    const recorded = {
      path: `/accounts/${large}`,
      body: { owner: greatest },
      parameters: { path: { id: large }, query: { kind: large, filter: { id: large } } },
      problems: [],
    };
    expect(mock().requests()).toMatchObject([recorded]);
    const { json } = await ask(mock(), "/__mcpgen/requests");
    expect(json).toMatchObject({ requests: [recorded] });
  });

  it("is kept in an example, in a huge answer, and in one that a test changes", async () => {
    const example = `"id":${large},"text":"${large}"`;
    expect((await ask(mock(), "/example")).text).toContain(example);
    const huge = await ask(mock(), "/example", { prefer: "huge=1kB" });
    expect(huge.text.length).toBeGreaterThan(1024);
    expect(huge.text).toContain(example);
    mock().change("getExample", ({ body, ...rest }) => {
      expect(body).toMatchObject({ id: large });
      return { ...rest, body: { owner: "x", ...Object(body), text: "y" } };
    });
    expect((await ask(mock(), "/example")).text).toContain(`"owner":"x","id":${large},"text":"y"`);
  });
});

describe("an answer that a test changes", () => {
  const answer = (body: string) => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: Buffer.from(body),
  });

  it.each([
    [
      "a text of the same digits",
      `{"id":${large},"id_str":"${large}","name":"x"}`,
      `{"id":${large},"id_str":"${large}","name":"x","more":1}`,
    ],
    [
      "texts of a list beside integers of another",
      `{"ids":[1,${large}],"texts":["${large}"]}`,
      `{"ids":[1,${large}],"texts":["${large}"],"more":1}`,
    ],
  ])("keeps %s", (_what, given, want) => {
    const after = changed(answer(given), (before) => ({
      ...before,
      body: { ...Object(before.body), more: 1 },
    }));
    expect(String(after.body)).toBe(want);
  });

  it("keeps the integers of a list that is shorter then", () => {
    const given = `[{"id":1},{"id":${large},"text":"${greatest}"}]`;
    const after = changed(answer(given), ({ body, ...rest }) => ({
      ...rest,
      body: Array.isArray(body) ? body.slice(1) : null,
    }));
    expect(String(after.body)).toBe(`[{"id":${large},"text":"${greatest}"}]`);
  });
});

describe("made-up integers", () => {
  it("lie between bounds of any size, to the digit, and are multiples of their step", () => {
    const bound = fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n });
    const limit = (value: bigint): Limit =>
      Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    fc.assert(
      fc.property(bound, fc.nat({ max: 5000 }), fc.constantFrom(1, 7), (least, room, step) => {
        const most = least + BigInt(room) + BigInt(step) - 1n;
        const made = generateExactly(
          { type: ["integer"], minimum: limit(least), maximum: limit(most), multipleOf: step },
          { direction: "response", seed: String(least), examples: true },
        );
        const value = made?.value;
        if (typeof value !== "number" && typeof value !== "bigint") {
          return false;
        }
        return value >= least && value <= most && BigInt(value) % BigInt(step) === 0n;
      }),
      // The only multiple lies where nobody would look for one.
      { examples: [[0n, 0, 7]] },
    );
  });
});

describe("exact JSON", () => {
  it("comes back as it was, whatever stands beside a large integer", () => {
    const json = fc.json({ maxDepth: 3 });
    const digits = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
    fc.assert(
      fc.property(json, digits, (other, integer) => {
        const text = `[${other},{"n":${integer},"t":"${integer}"}]`;
        const [first, second] = JSON.parse(exactJson(parseExactJson(text)));
        expect(first).toEqual(JSON.parse(JSON.stringify(JSON.parse(other))));
        expect(second).toEqual({ n: Number(integer), t: String(integer) });
        expect(exactJson(parseExactJson(text))).toContain(`"n":${integer},`);
        expect(JSON.stringify(withDecimalText(parseExactJson(text)))).toContain(`"t":"${integer}"`);
      }),
    );
  });

  it("is read in reasonable time, however many digits there are", () => {
    expect(parseExactJson(`[${"9".repeat(5_000_000)}]`)).toEqual([Number.POSITIVE_INFINITY]);
  });
});
