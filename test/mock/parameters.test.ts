import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../src/model/json.js";
import { ask, describing, useMock } from "./mocked.js";

const list = { type: "array", items: { type: "integer" } };
const object = {
  type: "object",
  properties: { r: { type: "integer" }, g: { type: "boolean" }, b: { type: "string" } },
};

function path(parameter: object, template = "/x") {
  const responses = { 204: { description: "" } };
  return { [template]: { get: { parameters: [parameter], responses } } };
}

interface Given {
  readonly in: "query" | "header" | "cookie";
  readonly name?: string;
  readonly [keyword: string]: unknown;
}

/** Source: OpenAPI 3.1.1, section 4.8.12.6 (Style Examples). */
const cases: readonly (readonly [string, Given, string, Record<string, string>, JsonValue])[] = [
  ["form list, exploded", { in: "query", schema: list }, "/x?p=1&p=2", {}, [1, 2]],
  ["form list of one", { in: "query", schema: list }, "/x?p=1", {}, [1]],
  ["form list", { in: "query", explode: false, schema: list }, "/x?p=1,2", {}, [1, 2]],
  ["form list, encoded", { in: "query", explode: false, schema: list }, "/x?p=1%2C2", {}, [1, 2]],
  [
    "spaces",
    { in: "query", style: "spaceDelimited", explode: false, schema: list },
    "/x?p=1%202",
    {},
    [1, 2],
  ],
  [
    "pipes",
    { in: "query", style: "pipeDelimited", explode: false, schema: list },
    "/x?p=1%7C2",
    {},
    [1, 2],
  ],
  [
    "form object, exploded",
    { in: "query", schema: object },
    "/x?r=1&g=true&b=2",
    {},
    { r: 1, g: true, b: "2" },
  ],
  [
    "form object",
    { in: "query", explode: false, schema: object },
    "/x?p=r,1,b,2",
    {},
    { r: 1, b: "2" },
  ],
  [
    "deep object",
    { in: "query", style: "deepObject", schema: object },
    "/x?p[r]=1&p%5Bb%5D=2",
    {},
    { r: 1, b: "2" },
  ],
  [
    "JSON",
    { in: "query", content: { "application/json": { schema: object } } },
    "/x?p=%7B%22r%22%3A1%7D",
    {},
    { r: 1 },
  ],
  [
    "a number or a word",
    { in: "query", schema: { type: ["integer", "string"] } },
    "/x?p=12",
    {},
    12,
  ],
  ["digits as text", { in: "query", schema: { type: "string" } }, "/x?p=012", {}, "012"],
  ["a plus", { in: "query", schema: { type: "string" } }, "/x?p=a+b%2Bc", {}, "a b+c"],
  ["header list", { in: "header", name: "X-P", schema: list }, "/x", { "x-p": "1, 2" }, [1, 2]],
  [
    "cookie",
    { in: "cookie", schema: { type: "integer" } },
    "/x",
    { cookie: "q=0; p=3" },
    "[redacted]",
  ],
];
const inPath: readonly (readonly [string, object, string, JsonValue])[] = [
  ["simple", { schema: list }, "1,2", [1, 2]],
  ["label", { style: "label", schema: list }, ".1,2", [1, 2]],
  ["label, exploded", { style: "label", explode: true, schema: list }, ".1.2", [1, 2]],
  ["matrix", { style: "matrix", schema: list }, ";p=1,2", [1, 2]],
  ["matrix, exploded", { style: "matrix", explode: true, schema: list }, ";p=1;p=2", [1, 2]],
  ["simple object", { schema: object }, "r,1,b,2", { r: 1, b: "2" }],
  ["simple object, exploded", { explode: true, schema: object }, "r=1,b=2", { r: 1, b: "2" }],
];

describe("parameters are read as the description writes them", () => {
  for (const [what, parameter, url, headers, want] of cases) {
    const whole = { name: "p", ...parameter };
    const mock = useMock(() => describing(path(whole)));
    it(what, async () => {
      expect((await ask(mock(), url, { headers })).text).toBe("");
      const [request] = mock().requests();
      expect(request?.problems).toEqual([]);
      const read = request?.parameters?.[whole.in];
      expect(read?.[whole.name]).toEqual(want);
    });
  }
  for (const [what, parameter, text, want] of inPath) {
    const whole = { name: "p", in: "path", required: true, ...parameter };
    const mock = useMock(() => describing(path(whole, "/x/{p}")));
    it(`path: ${what}`, async () => {
      await ask(mock(), `/x/${text}`);
      expect(mock().requests()[0]?.parameters?.path).toEqual({ p: want });
      expect(mock().requests()[0]?.status).toBe(204);
    });
  }
});

describe("bodies", () => {
  const schema = {
    type: "object",
    required: ["name"],
    properties: {
      name: { type: "string" },
      count: { type: "integer" },
      tags: { type: "array", items: { type: "string" } },
      address: { type: "object", properties: { zip: { type: "integer" } } },
      id: { type: "string", readOnly: true },
    },
  };
  const contents = {
    "application/json": { schema: { ...schema, required: ["name", "id"] } },
    "application/x-www-form-urlencoded": { schema },
    "multipart/form-data": {
      schema,
      encoding: { address: { style: "deepObject", explode: true } },
    },
    "text/*": { schema: { type: "string", maxLength: 5 } },
  };
  const mock = useMock(() =>
    describing({
      "/x": {
        post: {
          requestBody: { required: true, content: contents },
          responses: { 204: { description: "" } },
        },
      },
    }),
  );
  const post = (body: string | FormData, type?: string) =>
    ask(mock(), "/x", { method: "POST", body, ...(type && { headers: { "content-type": type } }) });

  it("JSON, without what answers alone have", async () => {
    expect((await post('{"name":"a"}', "application/json; charset=utf-8")).status).toBe(204);
  });

  it("forms, lists and objects in them too", async () => {
    const form = "name=a&count=2&tags=x&tags=y&address[zip]=123";
    expect((await post(form, "application/x-www-form-urlencoded")).status).toBe(204);
    expect(
      (await post("name=a&address[zip]=home", "application/x-www-form-urlencoded")).json,
    ).toMatchObject({
      errors: [{ pointer: "/body/address/zip", detail: "must be an integer" }],
    });
  });

  it("multipart", async () => {
    const form = new FormData();
    form.set("name", "a");
    form.set("count", "two");
    form.append("tags", "x");
    form.append("tags", "y");
    expect((await post(form)).json).toMatchObject({
      errors: [{ pointer: "/body/count", detail: "must be an integer" }],
    });
    form.set("count", "2");
    expect((await post(form)).status).toBe(204);
    form.set("address[zip]", "home");
    expect((await post(form)).json).toMatchObject({
      errors: [{ pointer: "/body/address/zip", detail: "must be an integer" }],
    });
    form.set("address[zip]", "123");
    expect((await post(form)).status).toBe(204);
  });

  it("multipart without its boundary", async () => {
    expect((await post("x", "multipart/form-data")).status).toBe(400);
    expect((await post("--b\r\nx", "multipart/form-data; boundary=b")).status).toBe(400);
  });

  it("text, by a range", async () => {
    expect((await post("short", "text/plain")).status).toBe(204);
    expect((await post("too long", "text/csv")).status).toBe(400);
  });

  it("what is nested beyond reason", async () => {
    const body = `{"name":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect((await post(body, "application/json")).json).toMatchObject({
      errors: [{ pointer: "/body", detail: "must not be nested more than 200 levels deep" }],
    });
  });

  it("what is too large", async () => {
    expect((await post("x".repeat(11 * 1024 * 1024), "text/plain")).status).toBe(413);
  });
});
