import { name, print } from "./code.js";
import { camelCase, type Names } from "./names.js";
import { type Declare, isBetterApart, type Occurrence, Repeated } from "./repeated.js";
import { constant } from "./statements.js";
import type { TsExpression, TsStatement } from "./syntax.js";

/** A check, and what stands before it. */
export interface CheckFile {
  readonly statements: readonly TsStatement[];
  readonly check: TsExpression;
}

/** The checks of a file: one that recurs becomes a constant where that is the better to read. */
export class RepeatedChecks {
  readonly #repeated = new Repeated<TsExpression>();

  /** A check that may become a constant. */
  note(check: TsExpression, occurrence: Occurrence): void {
    this.#repeated.note(check, occurrence);
  }

  /** The same file with constants, each before what uses it. */
  apart({ statements, check }: CheckFile, names: Names): CheckFile {
    const result: TsStatement[] = [];
    const declare: Declare<TsExpression> = (piece, wanted, uses) => {
      if (!isBetterApart(print(piece), uses)) {
        return null;
      }
      const local = names.take(camelCase(wanted), camelCase(`${wanted}_schema`));
      result.push(constant(local, piece));
      return () => name(local);
    };
    this.#repeated.find([...statements.filter(isConstant).map(({ value }) => value), check]);
    for (const statement of statements) {
      result.push(
        isConstant(statement)
          ? { ...statement, value: this.#repeated.replaced(statement.value, declare) }
          : statement,
      );
    }
    const own = this.#repeated.replaced(check, declare);
    return { statements: result, check: own };
  }
}

function isConstant(statement: TsStatement): statement is TsStatement & { kind: "const" } {
  return statement.kind === "const";
}
