import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Collector } from "../../src/diagnostics/collector.js";
import { advertisedValue } from "../../src/emit/json-schema.js";
import { merged } from "../../src/emit/schema-merge.js";
import type { JsonValue } from "../../src/model/json.js";
import type { Schema } from "../../src/model/schema.js";
import { readApi } from "../../src/openapi/load.js";
import type { JsonSchema } from "../../templates/server/src/runtime/json-schema-check.js";
import { compile } from "../../templates/server/src/runtime/json-schema-compile.js";
import { checkOf } from "../emit/emitted-check.js";

/**
 * The JSON Schema Test Suite: each schema goes through the front end as the body of an operation,
 * becomes zod code, and that code says of each instance whether it is accepted. The advertised
 * schema must accept every instance that is valid.
 */
export function run(root: string, print: (line: string) => void): number {
  const folder = join(root, "../shared/suites/json-schema/tests");
  if (!existsSync(folder)) {
    print("skipped: the JSON Schema Test Suite is not at ../shared/suites/json-schema");
    print("0 passed, 0 failed");
    return 0;
  }
  const outcomes = drafts.map((draft) => {
    const outcome = runDraft(join(folder, draft.name), draft);
    const total = outcome.passed + outcome.failures.length;
    const share = ((100 * outcome.passed) / total).toFixed(2);
    for (const failure of outcome.failures) {
      print(`${draft.name}: ${failure.file}: ${failure.what}\n    ${reasonFor(failure)}`);
    }
    const refused = outcome.failures.filter((failure) => failure.valid).length;
    print(
      `${draft.name}: ${outcome.passed} of ${total} agree (${share} %, ${draft.target} % wanted)`,
    );
    print(`${draft.name}: ${refused} valid instances refused, ${outcome.hidden} not advertised`);
    print(`${draft.name}: left out: optional/, ${leftOut.join(", ")}, cases with $dynamicRef`);
    return {
      ...outcome,
      good: Number(share) >= draft.target && refused === 0 && outcome.hidden === 0,
    };
  });
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failures.length, 0);
  print(`${passed} passed, ${failed} failed`);
  return outcomes.every((outcome) => outcome.good) ? 0 : 1;
}

/** What needs a network or a scope that is known at run time alone. */
const leftOut = ["dynamicRef", "refRemote", "vocabulary"];

interface Draft {
  readonly name: string;
  /** Per cent of the cases. */
  readonly target: number;
  /** The schema in the words of 2020-12. */
  readonly translate: (schema: JsonValue) => JsonValue;
}

const drafts: readonly Draft[] = [
  { name: "draft2020-12", target: 99, translate: (schema) => schema },
  { name: "draft4", target: 97, translate: fromDraft4 },
];

interface Failure {
  readonly file: string;
  readonly what: string;
  readonly valid: boolean;
  readonly schema: string;
  readonly problem: string | null;
}

interface Case {
  readonly description: string;
  readonly schema: JsonValue;
  readonly tests: readonly {
    readonly description: string;
    readonly data: JsonValue;
    readonly valid: boolean;
  }[];
}

function runDraft(folder: string, draft: Draft) {
  const failures: Failure[] = [];
  let passed = 0;
  let hidden = 0;
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  for (const file of files.filter((name) => !leftOut.includes(name.replace(".json", "")))) {
    const cases: readonly Case[] = JSON.parse(readFileSync(join(folder, file), "utf8"));
    for (const each of cases.filter(
      ({ schema }) => !JSON.stringify(schema).includes('"$dynamicRef"'),
    )) {
      const checks = checksOf(draft.translate(each.schema));
      for (const { description, data, valid } of each.tests) {
        const accepted = checks.kind === "checks" ? checks.accepts(data) : null;
        if (accepted === valid) {
          passed += 1;
        } else {
          const what = `${each.description}: ${description}: ${valid ? "valid" : "invalid"}`;
          const problem = checks.kind === "problem" ? checks.message : null;
          failures.push({ file, what, valid, schema: JSON.stringify(each.schema), problem });
        }
        hidden += checks.kind === "checks" && accepted === true && !checks.advertises(data) ? 1 : 0;
      }
    }
  }
  return { passed, failures, hidden };
}

type Checks =
  | {
      readonly kind: "checks";
      accepts(value: unknown): boolean;
      advertises(value: unknown): boolean;
    }
  | { readonly kind: "problem"; readonly message: string };

function checksOf(schema: JsonValue): Checks {
  try {
    const model = merged(throughFrontEnd(schema));
    const { accepts } = checkOf(model);
    const shown = compile(advertisedValue(model, "").schema as JsonSchema);
    return { kind: "checks", accepts, advertises: (value) => shown(value).length === 0 };
  } catch (error) {
    return { kind: "problem", message: String(error) };
  }
}

/** The schema of the request body of an OpenAPI document that holds it. */
function throughFrontEnd(schema: JsonValue): Schema {
  const collector = new Collector();
  const body = { required: true, content: { "application/json": { schema: asRoot(schema) } } };
  const text = JSON.stringify({
    openapi: "3.1.1",
    info: { title: "suite", version: "1" },
    paths: { "/": { post: { operationId: "check", requestBody: body, responses: {} } } },
  });
  const api = readApi({ path: "suite.json", text }, "/nowhere", collector);
  const [head] = api?.operations ?? [];
  const node = head && api?.resolve(head)?.requestBody?.contents[0]?.schema;
  if (!node) {
    throw new Error(
      collector
        .sorted()
        .map((diagnostic) => diagnostic.message)
        .join("; "),
    );
  }
  return node.toSchema();
}

/** Within a document, "#" is the schema itself only where it has an identifier of its own. */
function asRoot(schema: JsonValue): JsonValue {
  return isObject(schema) && !("$id" in schema)
    ? { $id: "https://suite.example/root.json", ...schema }
    : schema;
}

/** `id` is `$id` today, or `$anchor`, and nothing beside a `$ref` counted. */
function fromDraft4(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) {
    return schema.map(fromDraft4);
  }
  if (!isObject(schema)) {
    return schema;
  }
  if (typeof schema.$ref === "string") {
    return { $ref: schema.$ref };
  }
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === "enum" || keyword === "default") {
        return [keyword, value];
      }
      if (keyword !== "id" || typeof value !== "string") {
        return [keyword, fromDraft4(value)];
      }
      return value.startsWith("#") ? ["$anchor", value.slice(1)] : ["$id", value];
    }),
  );
}

function isObject(value: JsonValue): value is { readonly [name: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function reasonFor({ schema, problem }: Failure): string {
  if (problem !== null) {
    return problem;
  }
  return /json-schema\.org\/draft[^"]*"[^"]*$|"\$ref":"https?:\/\/json-schema\.org/.test(schema)
    ? "refers to the metaschema, which is on the network"
    : `by ${schema.slice(0, 200)}`;
}
