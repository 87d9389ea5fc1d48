import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Collector } from "../../src/diagnostics/collector.js";
import { renderText } from "../../src/diagnostics/render-text.js";
import { parseEvals } from "../../src/eval/file/parse.js";
import { refusedEvals, withPrompt, withTop } from "./refused-evals.js";

const root = join(import.meta.dirname, "../..");
const schema = JSON.parse(readFileSync(join(root, "evals.schema.json"), "utf8"));
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function findings(text: string): string {
  const collector = new Collector();
  parseEvals({ path: "evals.yaml", text }, collector);
  return renderText(collector.sorted(), { colour: false });
}

type Node = Readonly<Record<string, unknown>>;

function properties(...path: readonly string[]): readonly string[] {
  const node = path.reduce<Node>((inner, key) => inner[key] as Node, schema);
  return Object.keys(node.properties as Node).sort();
}

/** What only the parser knows. */
const beyondSchemas = new Set(["a variable of no kind"]);

describe("evals.schema.json", () => {
  it("accepts the sample's file, as the parser does", () => {
    const text = readFileSync(join(root, "evals.yaml"), "utf8");
    expect(findings(text)).toBe("");
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(Object.entries(refusedEvals).filter(([what]) => !beyondSchemas.has(what)))(
    "refuses %s, as the parser does",
    (_, text) => {
      expect(validate(parse(text))).toBe(false);
    },
  );

  const prompt = (at: string) => ["definitions", "prompt", ...(at === "" ? [] : [at])];
  const answer = schema.definitions.expect.properties.answer.anyOf[1];
  it.each<readonly [string, string, readonly string[]]>([
    ["the file", withTop("zzz: 1"), properties()],
    ["upstream", withTop("upstream: { zzz: 1 }"), properties("properties", "upstream")],
    ["server", withTop("server: { zzz: 1 }"), properties("properties", "server")],
    ["model", withTop("model: { zzz: 1 }"), properties("properties", "model")],
    ["a prompt", withPrompt("zzz: 1"), properties(...prompt(""))],
    ["expect", withPrompt("expect: { zzz: 1 }"), properties("definitions", "expect")],
    ["never", withPrompt("never: { zzz: 1 }"), properties("definitions", "never")],
    ["state", withPrompt("expect: { state: { zzz: 1 } }"), properties("definitions", "state")],
    [
      "a call",
      withPrompt("expect: { calls: [{ zzz: 1 }] }"),
      Object.keys(schema.definitions.call.anyOf[1].properties).sort(),
    ],
    [
      "an answer",
      withPrompt("expect: { answer: { zzz: 1 } }"),
      Object.keys(answer.properties).sort(),
    ],
  ])("knows the keys of %s that the parser knows", (_, text, keys) => {
    const [, listed = ""] = /the keys here are (.*)/.exec(findings(text)) ?? [];
    expect(keys).toEqual(listed.split(", ").sort());
  });
});
