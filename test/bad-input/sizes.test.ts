import { describe, expect, it } from "vitest";
import { documentOf, generated } from "../emitted/generated.js";
import { compile, withTool } from "./compile.js";

const job = "  job: { description: Do it., call: op, input: { a: {} }, output: {} }";

/** Values that double at each of 40 levels of YAML aliases. */
function doubling(first: string, next: (before: string) => string): string {
  const lines = [`x0: &x0 ${first}`];
  for (let level = 1; level <= 40; level++) {
    lines.push(`x${level}: &x${level} ${next(`*x${level - 1}`)}`);
  }
  return lines.map((line) => `x-${line}`).join("\n");
}

function yamlWith(top: string, schema: string): string {
  return `openapi: 3.1.0
info: { title: Hostile, version: "1" }
servers: [{ url: https://api.test }]
${top}
paths:
  /x:
    get:
      operationId: op
      parameters: [{ name: a, in: query, schema: ${schema} }]
      responses: { "204": { description: Done. } }
`;
}

/** The codes of what is reported, apart from the notes of a first run. */
function codesIn(printed: string): readonly string[] {
  const codes = [...printed.matchAll(/^\w+\[([a-z-]+\/[a-z-]+)\]/gm)].map(([, code = ""]) => code);
  return [...new Set(codes)].filter((code) => code !== "bind/first-ledger").sort();
}

function sizeOf({ output }: Awaited<ReturnType<typeof generated>>): number {
  const files = output?.files.filter(({ path }) => !path.startsWith("src/runtime/")) ?? [];
  return files.reduce((sum, { content }) => sum + content.length, 0);
}

describe("a description that multiplies what it holds ends soon", () => {
  it.each([
    ["properties", "{ type: string }", (one: string) => `{ properties: { a: ${one}, b: ${one} } }`],
    ["alternatives", "{ type: string }", (one: string) => `{ oneOf: [${one}, ${one}] }`],
    ["parts", "{ type: string }", (one: string) => `{ allOf: [${one}, ${one}] }`],
    ["elements", "{ type: string }", (one: string) => `{ prefixItems: [${one}, ${one}] }`],
  ])("in %s of a schema", { timeout: 30_000 }, async (_what, first, next) => {
    const compiled = await generated({ spec: yamlWith(doubling(first, next), "*x40"), map: job });
    expect(sizeOf(compiled)).toBeLessThan(8_000_000);
  });

  it.each(["default", "enum", "const", "examples"])("in the value of %s", async (keyword) => {
    const list = doubling("[1, 2]", (one) => `[${one}, ${one}]`);
    const compiled = await generated({
      spec: yamlWith(list, `{ ${keyword}: *x40 }`),
      map: job,
    });
    expect(codesIn(compiled.printed)).toEqual(["openapi/oversized-value"]);
    expect(sizeOf(compiled)).toBeLessThan(200_000);
  });

  it("in the map", async () => {
    const lines = ["a0: &a0 [x, x]"];
    for (let level = 1; level <= 40; level++) {
      lines.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`);
    }
    const output = `output:\n${lines.map((line) => `  ${line}`).join("\n")}`;
    const text = await compile(withTool(`call: listOrders\n${output}`));
    expect(codesIn(text)).not.toEqual([]);
    expect(text.length).toBeLessThan(5_000);
  });

  it.each([1000, 100_000])("in %d levels of JSON", async (levels) => {
    const deep = `${'{"items":'.repeat(levels)}{}${"}".repeat(levels)}`;
    const text = JSON.stringify(
      documentOf({ parameters: [{ name: "a", in: "query", schema: "@" }] }),
    ).replace('"@"', deep);
    const compiled = await generated({ spec: text, map: job });
    expect(compiled.output === null || sizeOf(compiled) < 200_000).toBe(true);
    expect(codesIn(compiled.printed)).not.toEqual([]);
  });
});

describe("names that every object has", () => {
  it.each(["constructor", "__proto__", "hasOwnProperty", "toString", "valueOf"])(
    "cannot be inputs: %s",
    async (name) => {
      const spec = documentOf({
        parameters: [{ name, in: "query", schema: { type: "string" } }],
      });
      const map = `  job: { description: Do it., call: op, input: { ${name}: {} }, output: {} }`;
      const { printed } = await generated({ spec, map });
      expect(printed).toContain(
        `error[bind/input-name]: every object has a member "${name}" of its own: an argument cannot be called so`,
      );
    },
  );
});
