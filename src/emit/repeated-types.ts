import { printStatements } from "./code.js";
import { type Names, pascalCase } from "./names.js";
import { type Declare, isBetterApart, type Occurrence, Repeated } from "./repeated.js";
import { reference, typeAlias } from "./statements.js";
import type { TsStatement, TsType, TsTypeMember } from "./syntax.js";

/** The members of an interface, and the types that are declared before it. */
export interface TypeFile {
  readonly statements: readonly TsStatement[];
  readonly members: readonly TsTypeMember[];
}

/** The types of a file: one that recurs has a name where that is the better to read. */
export class RepeatedTypes {
  readonly #repeated = new Repeated<TsType>();

  /** A type that may have a name. */
  note(type: TsType, occurrence: Occurrence): void {
    this.#repeated.note(type, occurrence);
  }

  /** The same file with types of their own, each before what uses it. */
  apart({ statements, members }: TypeFile, names: Names): TypeFile {
    const result: TsStatement[] = [];
    const declare: Declare<TsType> = (piece, wanted, uses) => {
      const code = printStatements([typeAlias("T", piece)]);
      if (!isBetterApart(code, uses)) {
        return null;
      }
      const local = names.take(pascalCase(wanted), `${pascalCase(wanted)}Value`);
      result.push(typeAlias(local, piece));
      return () => reference(local);
    };
    this.#repeated.find([...statements.filter(isType).map(({ type }) => type), members]);
    for (const statement of statements) {
      result.push(
        isType(statement)
          ? { ...statement, type: this.#repeated.replaced(statement.type, declare) }
          : statement,
      );
    }
    const own = this.#repeated.replaced(members, declare);
    return { statements: result, members: own };
  }
}

function isType(statement: TsStatement): statement is TsStatement & { kind: "type-alias" } {
  return statement.kind === "type-alias";
}
