import { describe, expect, it } from "vitest";
import { compile, withTool } from "./compile.js";

const spec = `openapi: 3.1.0
info: { title: Knots, version: 1.0.0 }
servers: [{ url: https://knots.example.com }]
paths:
  /knots:
    get:
      operationId: listKnots
      parameters:
        - { name: size, in: query, schema: { allOf: [{ type: string }, { type: integer }] } }
      responses: { "204": { description: None. } }
`;

describe("an input", () => {
  it("of which the spec asks what excludes itself", async () => {
    const map = withTool("call: listKnots\ninput: { size: {} }");
    expect(await compile(map, { spec })).toMatchInlineSnapshot(`
      "error[bind/impossible-input]: no value of "size" could go to query.size
       --> tool-map.yaml:9:14
         |
      9  |     input: { size: {} }
         |              ^^^^
       ::: openapi.yaml:9:46
         |
      9  |         - { name: size, in: query, schema: { allOf: [{ type: string }, { type: integer }] } }
         |                                              ^^^^^ what is asked for here excludes itself
         |
         = help: mend the spec, or leave the input out
      "
    `);
  });
});
