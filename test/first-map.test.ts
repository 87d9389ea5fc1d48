import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderText } from "../src/diagnostics/render-text.js";
import { generate } from "../src/generate.js";

const page = readFileSync(join(import.meta.dirname, "../docs/first-map.md"), "utf8");
const blocks = [...page.matchAll(/^```yaml ?(\w*)\n([\s\S]*?)^```$/gm)].map(
  ([, mark = "", lines = ""]) => ({ mark, lines }),
);
const [spec, first, second, third] = blocks.map(({ lines }) => lines);

/** The map with some of the tools that are added to it. */
function mapWith(...tools: readonly (string | undefined)[]): string {
  const added = tools.map((lines) => (lines ?? "").replace(/^(?=.)/gm, "  "));
  return `${first}${added.join("")}`;
}

describe("docs/first-map.md", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "mcpgen-first-map-"));
    mkdirSync(join(folder, "specs"));
    writeFileSync(join(folder, "specs/helpdesk.yaml"), spec ?? "");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function compile(map: string) {
    writeFileSync(join(folder, "tool-map.yaml"), map);
    const options = { strictLedger: false, validateSpec: true };
    return generate({ root: folder, mapPath: "tool-map.yaml", ...options });
  }

  it("is short, and all its YAML is tried here", () => {
    expect(blocks.map(({ mark }) => mark)).toEqual(["spec", "map", "tools", "tools"]);
    expect(page.trimEnd().split("\n").length).toBeLessThanOrEqual(80);
  });

  it.each([
    ["one tool", mapWith()],
    ["a second one", mapWith(second)],
    ["a third one alone", mapWith(third)],
    ["all", mapWith(second, third)],
  ])("compiles with %s", async (_, map) => {
    const { diagnostics, output } = await compile(map);
    const serious = diagnostics.filter(({ severity }) => severity !== "note");
    expect(renderText(serious, { colour: false })).toBe("");
    expect(output).not.toBeNull();
  });

  it.each([
    ["coalesce", "coalesce(response.tags, [])", "response.tags", "expression/may-be-null"],
    ["the test of map", "tag != null && ", "", "expression/may-be-null"],
    ["require", "ticket.subject != null && ", "", "bind/absent-in-text"],
    ["the place of the id", "path.id:", "id:", "bind/ambiguous-input"],
  ])("is right that %s is needed", async (_, from, to, code) => {
    const map = mapWith(second, third);
    expect(map.split(from)).toHaveLength(2);
    const { diagnostics } = await compile(map.replace(from, to));
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect([...new Set(errors.map((error) => error.code))]).toEqual([code]);
  });
});
