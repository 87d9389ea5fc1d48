import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { print } from "../../src/emit/code.js";
import { Declarations } from "../../src/emit/declarations.js";
import { Imports } from "../../src/emit/imports.js";
import { inputSchemaCode } from "../../src/emit/input-code.js";
import { advertisedInputs } from "../../src/emit/inputs.js";
import { Names } from "../../src/emit/names.js";
import type { Schema } from "../../src/model/schema.js";
import type { Input } from "../../src/model/tool.js";
import { compile } from "../../templates/server/src/runtime/json-schema-compile.js";
import { neededWith } from "../../templates/server/src/runtime/schema.js";
import { input, text } from "./models.js";

const names = ["a", "b", "c", "d", "e"];

/** Inputs that need each other in any way. */
const tools = fc
  .array(fc.tuple(fc.boolean(), fc.subarray(names)), { minLength: 1, maxLength: names.length })
  .map((parts) =>
    parts.map(([required, others], index): Input => {
      const name = names[index] ?? "";
      const known = others.filter((other) => other !== name && names.indexOf(other) < parts.length);
      return input(name, text, { required, neededWith: required ? [] : known });
    }),
  );

const given = fc.subarray(names).map((some) => Object.fromEntries(some.map((name) => [name, "x"])));

function checkOf(given: readonly Input[]): z.ZodType {
  const declarations = new Declarations(new Imports("../runtime"), new Names([]));
  const code = print(inputSchemaCode(given, declarations));
  return new Function("z", "neededWith", `return ${code};`)(z, neededWith);
}

describe("inputs that need each other", () => {
  it("are checked as the advertised schema says", () => {
    fc.assert(
      fc.property(tools, fc.array(given, { minLength: 8, maxLength: 8 }), (tool, tries) => {
        const check = checkOf(tool);
        const findings = compile(advertisedInputs(tool).schema);
        for (const each of tries) {
          expect(check.safeParse(each).success).toBe(findings(each).length === 0);
        }
      }),
    );
  });

  it("say so to a model whose host drops what the schema says", () => {
    const said = (count: number, more: Schema = {}) => {
      const neededWith = Array.from({ length: count }, (_, index) => `n${index}`);
      const given = input("a", { ...text, ...more }, { required: false, neededWith });
      return advertisedInputs([given]).schema.properties;
    };
    const of = (description: string) => ({ a: { type: "string", description } });
    expect(said(0)).toEqual({ a: { type: "string" } });
    expect(said(1)).toEqual(of("Needed with n0."));
    expect(said(2, { description: "Why." })).toEqual(of("Why. Needed with n0 or n1."));
    expect(said(1, { description: "The reason" })).toEqual(of("The reason. Needed with n0."));
    expect(said(3)).toEqual(of("Needed with n0, n1 or n2."));
    expect(said(9)).toEqual(of("Needed with n0, n1, n2, n3, n4, n5 or 3 more."));
  });
});
