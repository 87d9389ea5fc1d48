import type { Schema } from "../model/schema.js";
import { arrow, call, name } from "./code.js";
import { Deferred } from "./deferred.js";
import type { Imports } from "./imports.js";
import { camelCase, type Names, pascalCase } from "./names.js";
import { type CheckFile, RepeatedChecks } from "./repeated-checks.js";
import type { Definitions } from "./schema-alternatives.js";
import { constant, reference, typeAlias } from "./statements.js";
import type { TsExpression, TsStatement, TsType } from "./syntax.js";
import { typeOfSchema } from "./typescript-type.js";
import type { ZodWriter } from "./zod.js";

/** An entry of `$defs`, and what of it has been declared. */
interface Named {
  readonly schema: Schema;
  readonly type: string;
  readonly local: string;
  isTyped: boolean;
  isChecked: boolean;
}

/** What a file of schemas declares before it uses it: schemas that contain themselves, and checks with a type of their own. */
export class Declarations {
  readonly imports: Imports;
  readonly #names: Names;
  readonly #statements: TsStatement[] = [];
  readonly #named = new Map<string, Named>();
  readonly #deferred = new Deferred();
  readonly #constants = new Map<string, string>();
  readonly #repeated = new RepeatedChecks();

  constructor(imports: Imports, names: Names) {
    this.imports = imports;
    this.#names = names;
  }

  /**
   * `check`, the last that is written, and what stands before it. What recurs in it becomes a constant
   * under a name that is none of those in `avoided`.
   */
  before(check: TsExpression, avoided: Iterable<string> = []): CheckFile {
    this.#names.avoid(avoided);
    return this.#repeated.apart({ statements: this.#statements, check }, this.#names);
  }

  /** `check`, which may become a constant if it recurs. */
  note(check: TsExpression, schema: Schema, hint: string): TsExpression {
    this.#repeated.note(check, { member: hint, title: schema.title ?? null });
    return check;
  }

  /** A constant of a type that cannot be inferred, the same for equal checks of one name. */
  constant(hint: string, check: TsExpression, type: TsType): TsExpression {
    const key = JSON.stringify([hint, check, type]);
    const known = this.#constants.get(key);
    const local = known ?? this.#names.take(camelCase(hint), camelCase(`${hint}_schema`));
    if (known === undefined) {
      this.#constants.set(key, local);
      this.#statements.push(constant(local, check, { type: reference("z.ZodType", [type]) }));
    }
    return name(local);
  }

  /** The check of an entry of `$defs`, declared once, with its type. */
  check(definition: string, definitions: Definitions, writer: ZodWriter): TsExpression {
    const named = this.#find(definition, definitions);
    const { type, local } = named;
    if (!named.isChecked) {
      named.isChecked = true;
      this.#deferred.run(() => {
        const check = writer.write(named.schema, definition);
        this.type(definition, definitions);
        this.#statements.push(
          constant(local, check, { type: reference("z.ZodType", [reference(type)]) }),
        );
      });
    }
    return call(name("z.lazy"), [arrow([], name(local))]);
  }

  /** The type of an entry of `$defs`, declared once. */
  type(definition: string, definitions: Definitions): TsType {
    const named = this.#find(definition, definitions);
    if (!named.isTyped) {
      named.isTyped = true;
      this.#deferred.run(() => {
        const shape = typeOfSchema(named.schema, {
          named: (other) => this.type(other, definitions),
          undefinedToo: true,
        });
        this.#statements.push(typeAlias(named.type, shape));
      });
    }
    return reference(named.type);
  }

  #find(definition: string, definitions: Definitions): Named {
    const key = JSON.stringify([definition, definitions]);
    const known = this.#named.get(key);
    if (known !== undefined) {
      return known;
    }
    const schema = Object.hasOwn(definitions, definition) ? definitions[definition] : undefined;
    const named: Named = {
      schema: schema ?? {},
      type: this.#names.take(pascalCase(definition), pascalCase(`${definition}_value`)),
      local: this.#names.take(camelCase(definition), camelCase(`${definition}_schema`)),
      isTyped: false,
      isChecked: false,
    };
    this.#named.set(key, named);
    return named;
  }
}
