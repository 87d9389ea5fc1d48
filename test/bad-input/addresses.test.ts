import { describe, expect, it } from "vitest";
import { contentOf, documentOf, generated } from "../emitted/generated.js";

const map = "  job: { description: Do it., call: op, output: {} }";
const withBody = `  job: { description: Do it., call: op, input: { body: { to: body } }, output: {} }
operations: { effects: { op: write } }`;

async function errorsOf(spec: object, tools = map): Promise<readonly string[]> {
  const { printed, output } = await generated({ spec, map: tools });
  const errors = printed.split("\n").filter((line) => line.startsWith("error"));
  expect(output === null).toBe(errors.length > 0);
  return errors;
}

describe("the address of the API, from its description", () => {
  it.each([
    ["javascript:alert(1)"],
    ["file:///etc/passwd"],
    ["https://user:pass@api.test/v1"],
    ["https://api.test/\n*/`${process.exit()}`"],
    ["https://api.test\\@evil.test"],
    ["https://api.test?x=1#y"],
    ["https://{host}/v1"],
    ["https://api test"],
    ["https://"],
  ])("cannot be %j", async (url) => {
    const shown = url.replace("\n", "\\u{a}");
    expect(await errorsOf({ ...documentOf({}), servers: [{ url }] })).toEqual([
      `error[bind/missing-base-url]: the address of the API is not known: upstream has no baseUrl, and the spec names "${shown}", which is no http or https address of an origin and a path alone`,
    ]);
    expect(await errorsOf(documentOf({ servers: [{ url }] }))).toEqual([
      `error[bind/unusable-server]: op is at "${shown}", which is no http or https address of an origin and a path alone`,
    ]);
  });

  it.each([
    ["a name and password", { host: { default: "user:pass@evil.test" } }],
    ["a query", { host: { default: "evil.test?" } }],
    ["no default", { host: { enum: ["a.test"] } }],
    ["a default that a prototype has", JSON.parse('{ "__proto__": { "default": "evil.test" } }')],
  ])("cannot have a variable of %s", async (_what, variables) => {
    const servers = [{ url: "https://{host}/v1", variables }];
    expect(await errorsOf({ ...documentOf({}), servers })).toHaveLength(1);
  });

  it("gives way, open as it is, to what the map states", async () => {
    const own = documentOf({ servers: [{ url: "https://{tenant}.api.test" }] });
    const stated = `version: 1
server: { name: hostile }
spec: openapi.json
output: server
upstream: { baseUrl: "\${env.API}" }
tools:
${map}`;
    const compiled = await generated({ spec: own, map: stated });
    expect(compiled.printed.split("\n").filter((line) => line.startsWith("warning"))).toEqual([
      'warning[bind/unfilled-server]: op is at "https://{tenant}.api.test", of which a part is left open: upstream.baseUrl holds for it',
    ]);
    expect(contentOf(compiled, "src/api/hostile.ts")).not.toContain("tenant");
    const other = documentOf({ servers: [{ url: "ftp://api.test" }] });
    expect(await errorsOf(other, stated)).toHaveLength(1);
  });

  it("may be relative for one operation, which stays at the API's origin", async () => {
    expect(await errorsOf(documentOf({ servers: [{ url: "/v2" }] }))).toEqual([]);
  });
});

describe("a path of the API's", () => {
  it.each([
    ["/a/../b", 'has a segment "." or ".."'],
    ["/../../x", 'has a segment "." or ".."'],
    ["/.", 'has a segment "." or ".."'],
    ["/%2e%2E/x", 'has a segment "." or ".."'],
    ["/a%2f..%5cb", 'has a segment "." or ".."'],
    ["/a\\..\\b", "has a backslash or a control character"],
    ["/a\tb", "has a backslash or a control character"],
  ])("cannot be %j", async (path, why) => {
    const shown = path.replace("\t", "\\u{9}");
    expect(await errorsOf(documentOf({}, {}, path))).toEqual([
      `error[bind/unsendable-path]: the path "${shown}" ${why}, so that a request would go elsewhere`,
    ]);
  });

  it("is shown where it is written", async () => {
    const { printed } = await generated({ spec: documentOf({}, {}, "/a/../b"), map });
    expect(printed).toContain('|   "/a/../b": {\n   |   ^^^^^^^^^');
  });

  it("is sent without what only tells operations apart", async () => {
    const compiled = await generated({ spec: documentOf({}, {}, "/a?kind=b#Action=c"), map });
    expect(contentOf(compiled, "src/api/hostile.ts")).toContain('path: "/a?kind=b",');
  });
});

describe("the type of a body", () => {
  it.each([
    ['application/json"'],
    ["text/plain\r\nX-Evil: 1"],
    ["a/b*/`${1}`"],
    ["a b/c"],
    ["json"],
    [""],
  ])("cannot be %j", async (type) => {
    const requestBody = { required: true, content: { [type]: { schema: { type: "object" } } } };
    const errors = await errorsOf(documentOf({ requestBody }), withBody);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^error\[bind\/unsendable-media-type\]: op takes a body of type /);
  });

  it("is told without its parameters", async () => {
    const content = { 'Application/JSON; charset="*/\r\n"': { schema: { type: "object" } } };
    const compiled = await generated({
      spec: documentOf({ requestBody: { required: true, content } }),
      map: withBody,
    });
    expect(contentOf(compiled, "src/api/hostile.ts")).toContain(
      'body: { mediaType: "application/json", encoding: "json" },',
    );
  });
});
