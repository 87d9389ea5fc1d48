import { z } from "zod";
import { print, printStatements } from "../../src/emit/code.js";
import { Declarations } from "../../src/emit/declarations.js";
import { Imports } from "../../src/emit/imports.js";
import { Names, takenEverywhere } from "../../src/emit/names.js";
import { ZodWriter } from "../../src/emit/zod.js";
import type { Schema } from "../../src/model/schema.js";
import * as jsonSchema from "../../templates/server/src/runtime/json-schema.js";
import { matching } from "../../templates/server/src/runtime/matching.js";

const runtime = { ...jsonSchema, matching };

/** The check that is emitted for a schema, run: whether it accepts a value. */
export function checkOf(schema: Schema): {
  readonly code: string;
  accepts(value: unknown): boolean;
} {
  const declarations = new Declarations(new Imports("../runtime"), new Names(takenEverywhere));
  const written = new ZodWriter(declarations, schema.$defs ?? {}).write(schema, "value");
  const { statements, check } = declarations.before(written);
  const constants = statements.flatMap((statement) =>
    statement.kind === "const" ? [{ ...statement, type: null }] : [],
  );
  const code = `${printStatements(constants)}\nreturn ${print(check)};`;
  const names = Object.keys(runtime);
  const make = new Function("z", ...names, code.replaceAll("} as const)", "})"));
  const built: z.ZodType = make(z, ...Object.values(runtime));
  return { code, accepts: (value) => built.safeParse(value).success };
}
