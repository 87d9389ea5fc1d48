import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advertisedValue } from "../../src/emit/json-schema.js";
import { closedInput } from "../../src/emit/schema-closed.js";
import { merged } from "../../src/emit/schema-merge.js";
import { runtimeSchema } from "../../src/emit/schema-residual.js";
import { statedSchema } from "../../src/emit/stated-schema.js";
import type { Schema } from "../../src/model/schema.js";
import type { JsonSchema } from "../../templates/server/src/runtime/json-schema-check.js";
import { compile } from "../../templates/server/src/runtime/json-schema-compile.js";
import { checkOf } from "./emitted-check.js";
import { instance, schema } from "./random-schema.js";

/** What JSON Schema says, by the runtime's own reading of it, which the public test suite holds to account. */
function bySchema(wanted: JsonSchema): (value: unknown) => boolean {
  const findings = compile(wanted);
  return (value) => findings(value).length === 0;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** A schema that stands in three members, and `given` in it and beside it. */
function recurring(given: Schema): Schema {
  const long = ["first", "second", "third", "fourth"].map((name) => `the_${name}_of_several`);
  const others = long.map((name) => [name, { type: ["string"] }] as const);
  const shared: Schema = {
    type: ["object"],
    title: "Shared",
    properties: { given, ...Object.fromEntries<Schema>(others) },
  };
  return {
    type: ["object"],
    properties: {
      given,
      shared,
      list: { type: ["array"], items: shared },
      orNull: { ...shared, type: ["object", "null"] },
    },
  };
}

const runs = { numRuns: 1500 };
const instances = fc.array(instance, { minLength: 8, maxLength: 8 });

describe("random schemas", () => {
  it("are checked as JSON Schema says", () => {
    fc.assert(
      fc.property(schema, instances, (given, values) => {
        const { accepts, code } = checkOf(merged(given));
        // What is an integer and a text at once is nothing once the two are one schema.
        const isOne = JSON.stringify(given).includes('"int64"');
        const wanted = bySchema(runtimeSchema(isOne ? merged(given) : given, {}));
        for (const value of values) {
          if (accepts(value) !== wanted(value)) {
            throw new Error(`${wanted(value)} for ${JSON.stringify(value)} by ${code}`);
          }
        }
      }),
      runs,
    );
  });

  it("are checked alike wherever they recur", () => {
    fc.assert(
      fc.property(schema, instances, (given, values) => {
        const { accepts, code } = checkOf(merged(recurring(given)));
        expect(code).toContain("const shared = ");
        const wanted = bySchema(runtimeSchema(merged(given), {}));
        for (const value of values) {
          const each = { given: value };
          const places = [{ given: value }, { shared: each }, { list: [each] }, { orNull: each }];
          if (places.some((place) => accepts(place) !== wanted(value))) {
            throw new Error(`${wanted(value)} for ${JSON.stringify(value)} by ${code}`);
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  it("accept no more when they are closed", () => {
    // A value that fits two open alternatives of a oneOf may fit one alone when they are closed.
    const plain = schema.filter((given) => !JSON.stringify(given).includes('"oneOf"'));
    fc.assert(
      fc.property(plain, instances, (given, values) => {
        const closed = closedInput(given);
        const isOpen = bySchema(given);
        const isClosed = bySchema(closed);
        for (const value of values) {
          if (isClosed(value) && !isOpen(value)) {
            throw new Error(`${JSON.stringify(value)} by ${JSON.stringify(closed)}`);
          }
        }
      }),
      runs,
    );
  });

  it("are advertised as they are checked, or with a note as more", () => {
    fc.assert(
      fc.property(schema, instances, (given, values) => {
        const closed = closedInput(given);
        const { accepts } = checkOf(closed);
        const { schema: advertised, notes } = advertisedValue(closed, "value");
        const shown = statedSchema(advertised);
        const isAdvertised = bySchema(shown);
        if (ajv.validateSchema(shown) !== true) {
          throw new Error(`no valid schema: ${JSON.stringify(shown)}`);
        }
        for (const value of values) {
          const [checked, told] = [accepts(value), isAdvertised(value)];
          if (checked !== told && (checked || notes.length === 0)) {
            throw new Error(
              `checked: ${checked}, advertised: ${told} for ${JSON.stringify(value)} by ${JSON.stringify(shown)}`,
            );
          }
        }
      }),
      runs,
    );
  });
});
