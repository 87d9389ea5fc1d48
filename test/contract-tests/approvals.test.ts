import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { untriedApprovals } from "../../src/contract-tests/try-gate.js";
import { Collector } from "../../src/diagnostics/collector.js";
import { compile } from "../../src/generate.js";

const root = join(import.meta.dirname, "../..");

/** The sample's job of that name, whose approval is a word or an expression. */
async function jobOf(wanted: string) {
  const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };
  const compiled = await compile(request, new Collector());
  const tool = compiled?.bound.server.tools.find(({ name }) => name === wanted);
  if (tool === undefined) {
    throw new Error(`the sample has no ${wanted}`);
  }
  return tool;
}

describe("an approval that an expression chooses", () => {
  it.each([
    ["elicitation", "human"],
    ["human", "elicitation"],
  ])("is tried with %s, and a line says that %s was not", async (approval, other) => {
    expect(untriedApprovals(await jobOf("issue_credit_note"), { id: "drf_1", approval })).toEqual([
      {
        tool: "confirm_issue_credit_note",
        name: `approval: ${other}`,
        outcome: "skipped",
        why: `with the arguments and answers that were drawn the map chooses ${approval}`,
      },
    ]);
  });

  it("has no such line where it is a word, nor where there is no draft", async () => {
    const draft = { id: "drf_1", approval: "elicitation" };
    expect(untriedApprovals(await jobOf("void_invoice"), draft)).toEqual([]);
    expect(untriedApprovals(await jobOf("issue_credit_note"), { id: "", approval: "" })).toEqual(
      [],
    );
  });
});
