import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { apiOf, operationOf } from "./given.js";

const suite = resolve(import.meta.dirname, "../../../shared/suites/json-schema/tests");

/** They need the network, a dynamic scope, or another vocabulary. */
const excluded = ["dynamicRef.json", "refRemote.json", "vocabulary.json"];

/** They need the network or a dynamic scope too, or draft 4's `id`, which OpenAPI has in no version. */
const excludedGroups = [
  "unevaluatedItems with $dynamicRef",
  "unevaluatedProperties with $dynamicRef",
  "validate definition against metaschema",
  "remote ref, containing refs itself",
  "$ref prevents a sibling id from changing the base uri",
  "Recursive references between schemas",
  "Location-independent identifier",
  "Location-independent identifier with base URI change in subschema",
  "id must be resolved against nearest parent, not just immediate parent",
  // 3.1, in which these are wrapped, lets siblings of a reference count.
  "ref overrides any sibling keywords",
];

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; data: unknown; valid: boolean }[];
}

/** What toSchema() makes of a schema that stands in a description as the body of an operation. */
function rewritten(schema: unknown): object {
  const own = typeof schema === "object" ? { $id: "https://test/test.json", ...schema } : schema;
  const requestBody = { content: { "application/json": { schema: own } } };
  const paths = { "/x": { post: { operationId: "op", requestBody } } };
  const { api } = apiOf(JSON.stringify({ openapi: "3.1.0", paths }), "api.json");
  return operationOf(api, "op").requestBody?.contents[0]?.schema?.toSchema() ?? {};
}

function checkOf(schema: unknown): (data: unknown) => boolean | string {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    logger: false,
    ownProperties: true,
  });
  return (data) => {
    try {
      return ajv.validate(schema as object, data);
    } catch (error) {
      return String(error);
    }
  };
}

describe("toSchema means what the schema meant", () => {
  for (const draft of ["draft2020-12", "draft4"]) {
    const folder = join(suite, draft);
    it.skipIf(!existsSync(folder))(`in the JSON Schema Test Suite, ${draft}`, () => {
      let agreed = 0;
      const wrong: string[] = [];
      for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
        const groups: readonly Group[] = JSON.parse(readFileSync(join(folder, file), "utf8"));
        for (const group of excluded.includes(file) ? [] : groups) {
          if (excludedGroups.includes(group.description)) {
            continue;
          }
          const check = checkOf(rewritten(group.schema));
          for (const { data, valid, description } of group.tests) {
            const answer = check(data);
            // The validator has mistakes of its own; they do not count where it makes them anyway.
            if (answer === valid || answer === checkOf(group.schema)(data)) {
              agreed++;
            } else {
              wrong.push(`${file}: ${group.description}: ${description}: ${answer}`);
            }
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(agreed).toBeGreaterThan(500);
    });
  }
});
