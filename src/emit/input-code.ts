import type { Schema } from "../model/schema.js";
import type { Input } from "../model/tool.js";
import { call, literal, name, object, property } from "./code.js";
import type { Declarations } from "./declarations.js";
import { checkedSchema } from "./inputs.js";
import { keywordsWhere } from "./schema-keywords.js";
import type { TsExpression } from "./syntax.js";
import { ZodWriter } from "./zod.js";
import { chain, zod } from "./zod-words.js";

/** `z.strictObject({ … })`: what a tool's arguments are checked with, each and together. */
export function inputSchemaCode(
  inputs: readonly Input[],
  declarations: Declarations,
): TsExpression {
  const members = inputs.map((input) => property(input.name, inputCode(input, declarations)));
  const check = zod("strictObject", object(members));
  const needs = inputs.filter(({ neededWith }) => neededWith.length > 0);
  if (needs.length === 0) {
    return check;
  }
  const others = object(needs.map((each) => property(each.name, literal(each.neededWith))));
  const together = call(declarations.imports.runtime("neededWith"), [others]);
  return chain(check, "superRefine", together);
}

function inputCode(input: Input, declarations: Declarations): TsExpression {
  const schema = checkedSchema(input);
  const writer = new ZodWriter(declarations, schema.$defs ?? {});
  const check = input.clamp
    ? clamped(schema, input.name, writer, declarations)
    : writer.write(schema, input.name);
  if (input.default !== undefined) {
    return chain(check, "default", literal(input.default));
  }
  return input.required ? check : chain(check, "optional");
}

const bounds = ["minimum", "maximum"];

/** A number outside its bounds is moved to the nearer one. */
function clamped(
  schema: Schema,
  hint: string,
  writer: ZodWriter,
  declarations: Declarations,
): TsExpression {
  const open = keywordsWhere(schema, (keyword) => !bounds.includes(keyword));
  const { minimum, maximum } = schema;
  return call(declarations.imports.runtime("clamp"), [
    writer.write(open, hint),
    minimum === undefined ? name("Number.NEGATIVE_INFINITY") : literal(minimum),
    maximum === undefined ? name("Number.POSITIVE_INFINITY") : literal(maximum),
  ]);
}
