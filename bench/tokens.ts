import { readFileSync } from "node:fs";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { load } from "js-yaml";
import { oneToolPerOperation } from "./one-to-one.js";
import { repository } from "./places.js";
import { type Report, ratio, thousands } from "./report.js";

interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: object;
}

/** What one tools/list costs a model, in tokens of o200k, as compact JSON on both sides. */
export async function measureTokens(): Promise<Report> {
  const { tools }: { readonly tools: readonly Tool[] } = JSON.parse(
    readFileSync(`${repository}servers/billing/tools.json`, "utf8"),
  );
  const document = load(readFileSync(`${repository}specs/billing.yaml`, "utf8"));
  const oneToOne = oneToolPerOperation(document as Readonly<Record<string, unknown>>);
  const whole = tokens({ tools });
  const shown = tokens({
    tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
  });
  const other = tokens({ tools: oneToOne });
  return {
    title: "Tokens (o200k) of one tools/list for specs/billing.yaml",
    columns: ["", "tool map", "one tool an operation", "ratio"],
    rows: [
      [
        "tools",
        String(tools.length),
        String(oneToOne.length),
        ratio(tools.length, oneToOne.length),
      ],
      ["name, description, inputSchema", thousands(shown), thousands(other), ratio(shown, other)],
      ["everything advertised", thousands(whole), thousands(other), ratio(whole, other)],
    ],
    notes: ["everything advertised: with our output schemas and annotations; the other has none"],
  };
}

function tokens(value: object): number {
  return encode(JSON.stringify(value)).length;
}
