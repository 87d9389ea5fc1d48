import { describe, expect, it } from "vitest";
import { validateDocument } from "../../src/openapi/validate.js";
import { apiOf, apiOfFiles, codes, noted } from "./given.js";

async function findingsOf(
  given: ReturnType<typeof apiOf>,
): Promise<readonly (readonly string[])[]> {
  expect(given.api).not.toBeNull();
  if (given.api !== null) {
    await validateDocument(given.api);
  }
  return given.collector.sorted().map(noted);
}

describe("validateDocument", () => {
  it("finds nothing wrong in a valid document of several files with circles", async () => {
    const given = apiOfFiles({
      "specs/api.yaml": `openapi: 3.0.3
info: { title: T, version: "1" }
paths:
  /a: { get: { responses: { "200": { $ref: "parts.yaml#/ok" } } } }
`,
      "specs/parts.yaml": `
ok: { description: fine, content: { application/json: { schema: { $ref: "#/tree" } } } }
tree: { type: object, properties: { next: { $ref: "#/tree" } } }
`,
    });
    expect(await findingsOf(given)).toEqual([]);
  });

  it("shows each mistake once, where it was written", async () => {
    const given = apiOf(`openapi: 3.0.3
info: { title: T }
paths:
  /a:
    get:
      tgs: [a]
      parameters: [{ $ref: "#/components/parameters/P" }]
      responses: { "200": {} }
components:
  parameters:
    P: { name: p, in: query, schema: { type: string, minLength: x } }
`);
    const found = await findingsOf(given);
    expect(found.map(([message, label]) => [message?.replace(/.*3\.0: /, ""), label])).toEqual([
      ["must have required property 'version'", "api.yaml:2:1 info"],
      ['must NOT have additional properties: "tgs"', "api.yaml:5:5 get"],
      [`must have required property 'description'`, 'api.yaml:8:20 "200"'],
      [
        'warning[openapi/ignored-keyword] "minLength" must be a number, and is ignored here',
        "api.yaml:11:65 x not a number",
      ],
      ["must be integer", "api.yaml:11:65 x"],
    ]);
  });

  it("stops at what references and schemas show already, also of operations that nothing uses", async () => {
    const given = apiOf(`openapi: 3.1.0
paths:
  /a: { get: { responses: { "200": { $ref: "#/gone" } } } }
`);
    expect((await findingsOf(given)).map(([message]) => message)).toEqual([
      'error[openapi/unresolved-reference] reference "#/gone" leads nowhere',
    ]);
  });

  it("says that it cannot check the form of 3.2", async () => {
    const given = apiOf("openapi: 3.2.0\npaths: {}\n");
    await findingsOf(given);
    expect(codes(given.collector)).toEqual(["openapi/not-validated"]);
    expect(given.collector.hasErrors()).toBe(false);
  });

  it("reads no file outside the root, and nothing from the network", async () => {
    const given = apiOfFiles({
      "api.yaml": `openapi: 3.0.3
info: { title: T, version: "1" }
paths: {}
x-a: { $ref: ../../../../etc/hostname }
`,
    });
    const [found] = await findingsOf(given);
    expect(found?.[0]).toMatch(/^error\[openapi\/invalid-document\]/);
    expect(found?.[0]).not.toContain("root:");
  });
});
