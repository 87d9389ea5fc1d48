import type { Schema } from "../model/schema.js";
import { arrow, call, name } from "./code.js";
import type { Imports } from "./imports.js";
import { camelCase, type Names, pascalCase } from "./names.js";
import type { Definitions } from "./schema-alternatives.js";
import { constant, reference, typeAlias } from "./statements.js";
import type { TsExpression, TsStatement, TsType } from "./syntax.js";
import { typeOfSchema } from "./typescript-type.js";
import type { ZodWriter } from "./zod.js";

interface Named {
  readonly type: TsType;
  readonly expression: TsExpression;
}

/** What a file of schemas declares before it uses it: schemas that contain themselves, and checks with a type of their own. */
export class Declarations {
  readonly imports: Imports;
  readonly #names: Names;
  readonly #statements: TsStatement[] = [];
  readonly #named = new Map<string, Named>();

  constructor(imports: Imports, names: Names) {
    this.imports = imports;
    this.#names = names;
  }

  statements(): readonly TsStatement[] {
    return this.#statements;
  }

  /** A constant of a type that cannot be inferred. */
  constant(hint: string, check: TsExpression, type: TsType): TsExpression {
    const local = this.#names.take(camelCase(hint), camelCase(`${hint}_schema`));
    const annotation = reference("z.ZodType", [type]);
    this.#statements.push(constant(local, check, { type: annotation }));
    return name(local);
  }

  /** An entry of `$defs`: a type and a schema of its name, declared once. */
  definition(definition: string, definitions: Definitions, writer: ZodWriter): Named {
    const schema: Schema = Object.hasOwn(definitions, definition)
      ? (definitions[definition] ?? {})
      : {};
    const key = JSON.stringify([definition, definitions]);
    const known = this.#named.get(key);
    if (known !== undefined) {
      return known;
    }
    const typeName = this.#names.take(pascalCase(definition), pascalCase(`${definition}_value`));
    const local = this.#names.take(camelCase(definition), camelCase(`${definition}_schema`));
    const type = reference(typeName);
    const named: Named = { type, expression: call(name("z.lazy"), [arrow([], name(local))]) };
    this.#named.set(key, named);
    const check = writer.write(schema, definition);
    const shape = typeOfSchema(schema, {
      named: (other) => this.definition(other, definitions, writer).type,
      undefinedToo: true,
    });
    this.#statements.push(
      typeAlias(typeName, shape),
      constant(local, check, { type: reference("z.ZodType", [type]) }),
    );
    return named;
  }
}
