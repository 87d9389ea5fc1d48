import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { exampleDocuments, realDocuments, whyAbsent } from "../../scripts/specs/documents.js";
import { Collector } from "../../src/diagnostics/collector.js";
import { startMock } from "../../src/mock/mock.js";
import type { Api, Operation } from "../../src/openapi/api.js";
import { loadApi } from "../../src/openapi/load.js";
import { billingApi } from "./mocked.js";
import { validRequest } from "./valid-request.js";

/**
 * Every answer is held to its schema by Ajv, which the mock itself does not use; every request is
 * written by the client of generated servers, which the mock does not use either.
 */
describe("each operation answers a request that is allowed with a value that is", () => {
  it("in the sample", async () => {
    const outcome = await ask(billingApi(), 1);
    expect(outcome.wrong).toEqual([]);
    expect(outcome.nearest).toEqual([]);
    expect(outcome.valid).toBeGreaterThan(80);
    expect(outcome.unasked).toEqual([]);
  });

  it("in descriptions of every version", async () => {
    const names = ["petstore.json", "circular.json", "polymorphism.json", "discriminators.json"];
    const documents = exampleDocuments().filter(({ name }) =>
      [...names, "star-trek.json", "train-travel.json", "readme.json"].some((end) =>
        name.endsWith(`/${end}`),
      ),
    );
    for (const { name, root, path } of documents) {
      const outcome = await ask(load(root, path), name.includes("star-trek") ? 10 : 1);
      expect({ name, wrong: outcome.wrong }).toEqual({ name, wrong: [] });
    }
    expect(documents.length).toBeGreaterThan(7);
  });

  /** Recurly's plan codes have the pattern "/^[a-z0-9_+-]+$/i", slashes included: nothing matches it. */
  const impossible = new Set(["get_plan", "create_plan", "update_plan", "remove_plan"]);
  const absent = whyAbsent();
  const perDocument = 5;
  for (const { name, root, path } of realDocuments()) {
    it(`in ${name}`, async () => {
      const api = load(root, path);
      const outcome = await ask(api, Math.ceil(api.operations.length / perDocument));
      expect(outcome.wrong).toEqual([]);
      expect(outcome.nearest.filter((key) => !impossible.has(key))).toEqual([]);
    });
  }
  if (absent !== null) {
    it.skip(`in published descriptions (${absent})`, () => {});
  }
});

function load(root: string, path: string): Api {
  const api = loadApi({ root, path, namedAt: null }, new Collector());
  if (api === null) {
    throw new Error(`${path} cannot be read`);
  }
  return api;
}

interface Outcome {
  valid: number;
  /** Refused though allowed, or answered with what the schema does not allow. */
  readonly wrong: string[];
  /** Operations whose schema no value fits. */
  readonly nearest: string[];
  /** Operations that no request could be made for. */
  readonly unasked: string[];
}

async function ask(api: Api, every: number): Promise<Outcome> {
  const outcome: Outcome = { valid: 0, wrong: [], nearest: [], unasked: [] };
  const mock = await startMock(api);
  for (const [index, head] of api.operations.entries()) {
    const operation = index % every === 0 ? api.resolve(head) : null;
    for (const which of operation === null ? [] : (["required", "all"] as const)) {
      await askOne(api, operation, which, mock.url, outcome);
    }
  }
  await mock.close();
  return outcome;
}

async function askOne(
  api: Api,
  operation: Operation | null,
  which: "required" | "all",
  url: string,
  outcome: Outcome,
): Promise<void> {
  if (operation === null) {
    return;
  }
  const { key, method } = operation.head;
  const request = validRequest(api, operation, which);
  if (typeof request === "string") {
    outcome.unasked.push(`${key}: ${request}`);
    return;
  }
  const { headers, body } = request;
  const response = await fetch(`${url}${request.path}`, {
    method,
    headers,
    body: body === null ? null : new Uint8Array(body),
    redirect: "manual",
  });
  const text = await response.text();
  const source = response.headers.get("x-mcpgen-mock");
  if (source === "refused") {
    outcome.wrong.push(`${key} ${which}: ${response.status} ${text}`);
  } else if (source === "nearest") {
    outcome.nearest.push(key);
  } else {
    const misfit = misfitOf(operation, response, text);
    if (misfit !== null) {
      outcome.wrong.push(`${key} ${which}: ${misfit}`);
    }
    outcome.valid += misfit === null ? 1 : 0;
  }
}

/** Null for an answer that the description allows. */
function misfitOf(operation: Operation, response: Response, text: string): string | null {
  const status = String(response.status);
  const described = [status, `${status[0]}XX`, "default"]
    .map((each) => operation.responses.find((one) => one.status === each))
    .find((one) => one !== undefined);
  const mediaType = response.headers.get("content-type");
  const content = described?.contents.find((one) => one.mediaType === mediaType);
  if (mediaType === null || !/[/+]json$/.test(mediaType) || content?.schema === undefined) {
    return null;
  }
  return content.schema === null ? null : ajvMisfit(content.schema.toSchema(), JSON.parse(text));
}

/** One for all: it compiles its formats but once, and the schema of an answer once for all its requests. */
const ajv = new Ajv2020({
  strict: false,
  validateSchema: false,
  addUsedSchema: false,
  logger: false,
  inlineRefs: false,
  code: { optimize: false, regExp: Object.assign(regExp, { code: "" }) },
});
formats.default(ajv);
let compiled: { readonly of: object; readonly validate: ValidateFunction } | null = null;

function ajvMisfit(schema: object, value: unknown): string | null {
  if (compiled?.of !== schema) {
    const known = withoutWriteOnly(schema);
    compiled = { of: schema, validate: ajv.compile(known) };
    ajv.removeSchema(known);
  }
  const { validate } = compiled;
  return validate(value) ? null : ajv.errorsText(validate.errors);
}

function regExp(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern);
  }
}

/** What belongs to requests alone is not required of answers. Source: OpenAPI 3.0.4, section 4.7.24.2. */
function withoutWriteOnly<T>(schema: T): T {
  if (typeof schema !== "object" || schema === null) {
    return schema;
  }
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withoutWriteOnly(value)]),
  );
  const { properties, required } = copy;
  if (Array.isArray(required) && typeof properties === "object") {
    copy.required = required.filter((name) => properties[name]?.writeOnly !== true);
  }
  return (Array.isArray(schema) ? Object.values(copy) : copy) as T;
}
