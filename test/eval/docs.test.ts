import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Collector } from "../../src/diagnostics/collector.js";
import { renderText } from "../../src/diagnostics/render-text.js";
import { checkEvals } from "../../src/eval/check-evals.js";
import { parseEvals } from "../../src/eval/file/parse.js";
import { withPrompt } from "./refused-evals.js";
import { sampleSurface } from "./stage.js";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/evals.md"), "utf8");
const blocks = [...page.matchAll(/^```yaml (evals(?:-prompt)?)\n([\s\S]*?)^```$/gm)];

describe("docs/evals.md", () => {
  it.each(blocks.map(([, mark = "", text = ""]) => [mark, text] as const))(
    "shows %s that fit the sample's server",
    async (mark, text) => {
      const collector = new Collector();
      const whole = mark === "evals" ? text : withPrompt(text);
      const evals = parseEvals({ path: "evals.yaml", text: whole }, collector);
      if (evals !== null) {
        checkEvals(evals, await sampleSurface(), collector);
      }
      expect(renderText(collector.sorted(), { colour: false })).toBe("");
      expect(blocks).toHaveLength(3);
    },
  );

  it("names every key of the file, and every option of the command", () => {
    const schema = readFileSync(join(root, "evals.schema.json"), "utf8");
    const keys = new Set<string>();
    JSON.parse(schema, (key, value) => {
      if (key === "properties") {
        for (const name of Object.keys(value)) {
          keys.add(name);
        }
      }
      return value;
    });
    const command = readFileSync(join(root, "src/cli/eval.ts"), "utf8");
    const options = [...command.matchAll(/"(--[a-z-]+)/g)].map(([, option = ""]) => option);
    expect(options.length).toBeGreaterThan(10);
    expect([...keys, ...options].filter((word) => !page.includes(word))).toEqual([]);
  });
});
