import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Collector } from "../src/diagnostics/collector.js";
import { renderText } from "../src/diagnostics/render-text.js";
import { name, print } from "../src/emit/code.js";
import { expressionCode } from "../src/emit/expression-code.js";
import { Imports } from "../src/emit/imports.js";
import { globalFunctions, methodsOf, stringsFunctions } from "../src/expression/functions.js";
import { infer, noFacts } from "../src/expression/infer.js";
import { parseExpression } from "../src/expression/parse.js";
import { scopeOf } from "../src/expression/scope.js";
import * as types from "../src/expression/types.js";
import { generate } from "../src/generate.js";
import * as calendar from "../templates/server/src/runtime/calendar.js";
import * as strings from "../templates/server/src/runtime/cel-strings.js";
import * as convert from "../templates/server/src/runtime/convert.js";
import * as expression from "../templates/server/src/runtime/expression.js";
import * as matches from "../templates/server/src/runtime/matches.js";
import * as money from "../templates/server/src/runtime/money.js";
import * as time from "../templates/server/src/runtime/time.js";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/tool-map.md"), "utf8");

/** What a fragment is put into, by top-level key: a key that the fragment has itself is left out. */
const around: Readonly<Record<string, string>> = {
  version: "version: 1",
  server: "server: { name: billing }",
  spec: "spec: specs/billing.yaml",
  output: "output: server",
  upstream: `upstream:
  baseUrl: \${env.BILLING_API_BASE}
  auth: { bearerAuth: "\${env.BILLING_API_TOKEN}" }
  idempotency: { header: Idempotency-Key }`,
  operations:
    "operations: { effects: { createReminder: write, searchOrders: read, addPaymentMethod: write } }",
  tools: `tools:
  get_invoice: { description: Look up., call: getInvoice, input: { invoice_id: {} } }
  list_invoices: { description: List., call: listInvoices, input: { customer_id: {} } }`,
};

/** Lines of the page marked `yaml map`, `yaml top`, `yaml tools` or `yaml tool`, as a whole map. */
function wholeMap(mark: string, lines: string): string {
  switch (mark) {
    case "map":
      return lines;
    case "top": {
      const own = new Set([...lines.matchAll(/^(\w+):/gm)].map(([, key]) => key));
      const others = Object.entries(around).filter(([key]) => !own.has(key));
      return [...others.map(([, text]) => text), lines].join("\n");
    }
    case "tools":
      return wholeMap("top", `tools:\n${indented(lines, 2)}`);
    case "tool":
      return wholeMap("tools", `job:\n  description: Does a job.\n${indented(lines, 2)}`);
    default:
      throw new Error(`a YAML block is marked "${mark}"`);
  }
}

function indented(lines: string, by: number): string {
  return lines.replace(/^(?=.)/gm, " ".repeat(by));
}

const blocks = [...page.matchAll(/^```yaml(.*)\n([\s\S]*?)^```$/gm)].map(
  ([, mark = "", lines = ""], index) => ({ index, mark: mark.trim(), lines }),
);

/** Keys that the page says are refused: rows of fragments, and of where they stand. */
const reserved = page
  .slice(page.indexOf("## Reserved keys"))
  .split("\n")
  .flatMap((line) => {
    const [, fragments, where] = /^\| (`.*`) \| ([\w ]+) \|$/.exec(line) ?? [];
    return [...(fragments ?? "").matchAll(/`([^`]+)`/g)].map(([, fragment = ""]) => ({
      fragment,
      where,
    }));
  });

describe("the YAML in docs/tool-map.md", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "mcpgen-docs-"));
    cpSync(join(root, "specs"), join(folder, "specs"), { recursive: true });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function compile(map: string) {
    writeFileSync(join(folder, "tool-map.yaml"), map);
    return generate({
      root: folder,
      mapPath: "tool-map.yaml",
      strictLedger: false,
      validateSpec: false,
    });
  }

  it.each(blocks)("compiles: block $index, $mark", async ({ mark, lines }) => {
    const { diagnostics, output } = await compile(wholeMap(mark, lines));
    const serious = diagnostics.filter(({ severity }) => severity !== "note");
    expect(renderText(serious, { colour: false })).toBe("");
    expect(output).not.toBeNull();
  });

  it.each(reserved)("is refused: $fragment", async ({ fragment, where }) => {
    const lines = where === "tool" ? `call: listPrices\n${fragment}` : fragment;
    const { diagnostics } = await compile(wholeMap(where === "tool" ? "tool" : "top", lines));
    expect(diagnostics.map(({ code }) => code)).toEqual(["tool-map/not-supported"]);
  });
});

/** The keys that a JSON Schema knows, and the words that it lets stand as values; not those that it refuses. */
function wordsOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) {
    return schema.flatMap(wordsOf);
  }
  if (typeof schema !== "object" || schema === null) {
    return [];
  }
  const parts = Object.entries(schema).filter(([key]) => key !== "not");
  return parts.flatMap(([key, value]) => [
    ...(key === "properties" ? Object.keys(value) : []),
    ...(key === "enum" && Array.isArray(value) ? value.map(String) : []),
    ...wordsOf(value),
  ]);
}

describe("docs/tool-map.md", () => {
  it("mentions every key of tool-map.schema.json", () => {
    const schema: unknown = JSON.parse(readFileSync(join(root, "tool-map.schema.json"), "utf8"));
    const code = [...page.matchAll(/`[^`\n]+`|^```[\s\S]*?^```/gm)]
      .map(([text]) => text)
      .join("\n");
    const said = new Set(code.match(/[\w$]+(?:-\w+)*/g));
    const jsonTypes = ["array", "object", "null"];
    const missing = [...new Set(wordsOf(schema))].filter((word) => !said.has(word));
    expect(missing.filter((word) => !jsonTypes.includes(word))).toEqual([]);
  });

  it("lists every function of the expression language", () => {
    const present = [
      types.string,
      types.listOf(types.present(types.string)),
      types.timestamp,
      types.duration,
      types.anything,
    ];
    const methods = present.flatMap((core) =>
      [...methodsOf(core).keys()].map((each) => `.${each}(`),
    );
    const functions = [...globalFunctions.keys(), "coalesce", "dyn", "type", "has"].map(
      (each) => `\`${each}(`,
    );
    const long = [...stringsFunctions.keys()].map((each) => `strings.${each}(`);
    expect([...functions, ...long, ...methods].filter((each) => !page.includes(each))).toEqual([]);
  });

  const examples = [...page.matchAll(/`([^`]+)` → `([^`]+)`/g)].map(
    ([, text = "", result = ""]) => ({ text, result }),
  );

  it("gives examples of functions", () => {
    expect(examples.length).toBeGreaterThan(25);
  });

  it.each(examples)("is right about $text", ({ text, result }) => {
    expect(evaluate(text)).toEqual(JSON.parse(result));
  });
});

const runtime: Readonly<Record<string, unknown>> = {
  ...calendar,
  ...strings,
  ...convert,
  ...expression,
  ...matches,
  ...money,
  ...time,
};

/** The value of an expression without names: compiled to TypeScript, and run. */
function evaluate(text: string): unknown {
  const collector = new Collector();
  const file = { path: "docs/tool-map.md", text };
  const span = { file, start: 0, end: text.length };
  const tree = parseExpression({ text, span, offsets: 0 }, collector);
  const options = { functions: [], known: noFacts };
  const typed = tree && infer(tree, scopeOf(new Map()), options, collector);
  if (typed === null) {
    throw new Error(renderText(collector.sorted(), { colour: false }));
  }
  const imports = new Imports("./runtime");
  const names = { imports, name, field: () => null, taken: new Set(Object.keys(runtime)) };
  const code = String(print(expressionCode(typed.expression, names)));
  return new Function(...Object.keys(runtime), `return ${code};`)(...Object.values(runtime));
}
