import { describe, expect, it } from "vitest";
import { findings, messages, withTool } from "./maps.js";
import { refusedMaps } from "./refused-maps.js";

describe.each(Object.entries(refusedMaps))("%s", (_, refused) => {
  it.each(refused)("cannot hold %s", (_, map, want) => {
    expect(messages(map)).toEqual(want);
  });
});

describe("a projection whose from is misspelt", () => {
  it("is shown where the word stands", () => {
    const output = "output:\n  account: { form: response, pick: [id, code] }";
    expect(findings(withTool(`call: getAccount\n${output}`))).toMatchInlineSnapshot(`
      "error[tool-map/no-from]: "pick" in tools.search.output.account has no "from" beside it
       --> tool-map.yaml:10:18
         |
      10 |       account: { form: response, pick: [id, code] }
         |                  ^^^^
         |                                  ^^^^
         |
         = help: did you mean "from"?
         = help: an object that has such a field is written \`{ object: { … } }\`
      "
    `);
  });
});
