import { describe, expect, it } from "vitest";
import { compile, withTool, withTools } from "./compile.js";

/** A search with one parameter, of which the lines are given. */
function specWith(kind: string, rest = ""): string {
  return `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: https://shop.test }]
paths:
  /items:
    get:
      operationId: search
      parameters:
        - name: kind
          in: query
${kind.replace(/^/gm, "          ")}
      responses: { "204": { description: Done. } }
${rest}`;
}

const search = withTool("call: search\ninput: { kind: {} }\noutput: {}");

const words = "schema: { type: string }\ndescription: What\u202e is shown.";

describe("characters that nobody sees, in a text of the API's that a model would read", () => {
  it("are shown at their place", async () => {
    expect(await compile(search, { spec: specWith(words) })).toMatchInlineSnapshot(`
      "error[bind/hidden-characters]: a text of the API's description holds characters that a reader cannot see: "What\\u{202e} is shown."
       --> openapi.yaml:12:28
         |
      12 |           description: What\\u{202e} is shown.
         |                            ^^^^^^^^ here
       ::: tool-map.yaml:9:14
         |
      9  |     input: { kind: {} }
         |              ^^^^ a model reads it with "kind"
         |
         = help: remove them from the API's description
         = help: or give the input a \`description\` of its own in the map
      "
    `);
  });

  it("are no business of a tool that has words of its own", async () => {
    const own = withTool("call: search\ninput: { kind: { description: A kind. } }\noutput: {}");
    expect(await compile(own, { spec: specWith(words) })).toBe("");
  });

  it("are no business of a tool that does not show them", async () => {
    const hidden = withTool("call: search\noutput: {}");
    expect(await compile(hidden, { spec: specWith(words) })).toBe("");
    const cut = `schema: { type: string }\ndescription: ${"Words. ".repeat(60)}What\u202e is shown.`;
    expect(await compile(search, { spec: specWith(cut) })).toBe("");
  });

  it("are shown where values hold them, until the map lists others", async () => {
    const spec = specWith('schema: { type: [string, "null"], enum: [plain, "ra\\u200bre", null] }');
    expect(await compile(search, { spec })).toMatchInlineSnapshot(`
      "error[bind/hidden-characters]: a text of the API's description holds characters that a reader cannot see: "ra\\u{200b}re"
       --> openapi.yaml:11:59
         |
      11 |           schema: { type: [string, "null"], enum: [plain, "ra\\u200bre", null] }
         |                                                           ^^^^^^^^^^^^ here
       ::: tool-map.yaml:9:14
         |
      9  |     input: { kind: {} }
         |              ^^^^ a model reads it with "kind"
         |
         = help: remove them from the API's description
         = help: or list its values with \`enum\` in the map, without that one
      "
    `);
    const narrowed = withTool("call: search\ninput: { kind: { enum: [plain] } }\noutput: {}");
    expect(await compile(narrowed, { spec })).toBe("");
  });

  it("are shown in what an object's members say, and through references", async () => {
    const spec = specWith(
      'content: { application/json: { schema: { $ref: "#/components/schemas/Kind" } } }',
      `components:
  schemas:
    Kind:
      type: object
      properties:
        colour:
          $ref: "#/components/schemas/Colour"
    Colour:
      type: string
      description: |
        The colour,
        by\u00ad name.
`,
    );
    expect(await compile(search, { spec })).toMatchInlineSnapshot(`
      "error[bind/hidden-characters]: a text of the API's description holds characters that a reader cannot see: "The colour, by\\u{ad} name."
       --> openapi.yaml:24:11
         |
      24 |         by\\u{ad} name.
         |           ^^^^^^ here
       ::: tool-map.yaml:9:14
         |
      9  |     input: { kind: {} }
         |              ^^^^ a model reads it with "kind"
         |
         = help: remove them from the API's description
         = help: or leave it out of the input or output
      "
    `);
  });

  it("are reported once, however many tools show them", async () => {
    const tool = "  description: Search.\n  call: search\n  input: { kind: {} }\n  output: {}";
    const text = await compile(withTools(`one:\n${tool}\ntwo:\n${tool}`), {
      spec: specWith(words),
    });
    expect(text.match(/bind\/hidden-characters/g)).toHaveLength(1);
  });

  it.each([
    ["a default", 'schema: { type: string, default: "a\\u2066b" }'],
    ["a pattern", 'schema: { type: string, pattern: "^a\\u2066?$" }'],
    ["an example", 'schema: { type: string, examples: ["a\\u2066b"] }'],
  ])("are shown in %s", async (_what, kind) => {
    const text = await compile(search, { spec: specWith(kind) });
    expect(text).toContain("error[bind/hidden-characters]");
    expect(text).toContain("\\u{2066}");
  });

  it("are shown in the name of a result's member", async () => {
    const spec = specWith("schema: { type: string }").replace(
      '"204": { description: Done. }',
      '"200": { description: OK., content: { application/json: { schema: { type: object, properties: { "a\\u2066b": { type: object, properties: { c: { type: string } } } } } } } }',
    );
    const text = await compile(withTool("call: search"), { spec });
    expect(text).toContain("error[bind/hidden-characters]");
  });

  it.each([
    ["joined emoji, and those with a variation selector", "👩‍👩‍👧 ⚠️ Unofficial"],
    ["letters that a joiner changes", "می‌خواهم"],
    ["a byte order mark at the file's start, tabs and line breaks", "a"],
  ])("are none: %s", async (_what, text) => {
    const spec = specWith(`schema: { type: string }\ndescription: "${text}\\n\\tend"`);
    expect(await compile(search, { spec: `\ufeff${spec}` })).toBe("");
  });
});
