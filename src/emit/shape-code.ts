import type { Answer } from "../model/operation.js";
import type { ObjectShape, Shape, ShapeField } from "../model/shape.js";
import { call, literal, name, object, property } from "./code.js";
import type { Imports } from "./imports.js";
import { camelCase, type Names, pascalCase } from "./names.js";
import { constant } from "./statements.js";
import type { TsExpression, TsStatement } from "./syntax.js";

const simple = {
  string: "string",
  boolean: "boolean",
  number: "number",
  integer: "integer",
  int64: "int64",
  json: "json",
} as const;

/** Writes shapes in the words of runtime/contract.ts; those that the API names become constants of that name. */
export class ShapeWriter {
  readonly #imports: Imports;
  readonly #names: Names;
  readonly #constants = new Map<string, TsExpression>();
  readonly #statements: TsStatement[] = [];
  /** The operation whose answer is written; null before the first. */
  #operation: string | null = null;

  constructor(imports: Imports, names: Names) {
    this.#imports = imports;
    this.#names = names;
  }

  /** The constants, in an order in which each stands before it is used. */
  statements(): readonly TsStatement[] {
    return this.#statements;
  }

  /** Of what is read otherwise elsewhere the constant is named for `operation` too: `invoiceOfRefundInvoice`. */
  answer(answer: Answer, operation: string): TsExpression {
    this.#operation = operation;
    switch (answer.kind) {
      case "json":
        return this.#orNull(this.shape(answer.shape), answer.nullable);
      case "text":
        return this.#word("textAnswer");
      case "file":
        return call(this.#word("file"), [literal(answer.mediaTypes)]);
      case "empty":
        return this.#word("empty");
      default:
        return answer satisfies never;
    }
  }

  shape(shape: Shape): TsExpression {
    switch (shape.kind) {
      case "string":
      case "boolean":
      case "number":
      case "integer":
      case "int64":
      case "json":
        return this.#word(simple[shape.kind]);
      case "list": {
        const element = this.#orNull(this.shape(shape.element), shape.elementNullable);
        return call(this.#word("list"), [element]);
      }
      case "record": {
        const value = this.#orNull(this.shape(shape.value), shape.valueNullable);
        return call(this.#word("record"), [value]);
      }
      case "object":
        return shape.name === null ? this.object(shape.fields) : this.#named(shape, shape.name);
      default:
        return shape satisfies never;
    }
  }

  object(fields: readonly ShapeField[]): TsExpression {
    const members = fields.map((field) =>
      property(field.name, this.#orNull(this.shape(field.shape), field.nullable)),
    );
    return call(this.#word("object"), [object(members)]);
  }

  #named(shape: ObjectShape, wanted: string): TsExpression {
    const key = JSON.stringify(shape);
    const known = this.#constants.get(key);
    if (known !== undefined) {
      return known;
    }
    const value = this.object(shape.fields);
    const base = camelCase(wanted);
    const otherwise =
      this.#operation === null ? `${base}Shape` : `${base}Of${pascalCase(this.#operation)}`;
    const local = this.#names.take(base, otherwise);
    this.#statements.push(constant(local, value));
    this.#constants.set(key, name(local));
    return name(local);
  }

  #orNull(shape: TsExpression, nullable: boolean): TsExpression {
    return nullable ? call(this.#word("nullable"), [shape]) : shape;
  }

  #word(word: string): TsExpression {
    return this.#imports.value(this.#imports.runtimePath("contract"), word);
  }
}

/** The words of runtime/contract.ts, which no constant may take. */
export const contractWords: readonly string[] = [
  ...Object.values(simple),
  ...["textAnswer", "file", "empty", "list", "record", "object", "nullable"],
];
