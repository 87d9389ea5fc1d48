import type { Expression, RuntimeFunction } from "../model/expression.js";
import type { Statement } from "../model/tool.js";
import type { Member, TextPart, Value } from "../model/value.js";
import { uniqueName } from "./identifiers.js";

/** A tool's statements and result, once what can fail stands where failing is harmless. */
export interface Rearranged {
  readonly statements: readonly Statement[];
  readonly output: Value;
}

/**
 * Moves what can fail in a result, and does not need the answer of the tool's write, before the
 * write: a function that throws, or a division by zero, must not turn a change that was made into
 * an error. `taken` are the names in scope.
 */
export function failBeforeWrite(
  statements: readonly Statement[],
  output: Value,
  write: string | null,
  taken: ReadonlySet<string>,
): Rearranged {
  const index = statements.findIndex(
    (statement) => statement.kind === "call" && statement.name === write,
  );
  if (index === -1) {
    return { statements, output };
  }
  const later = statements.slice(index).flatMap((statement) => namesMadeBy(statement));
  const mover = new Mover(new Set(later), taken);
  const moved = mover.value(output, "result");
  return {
    statements: [...statements.slice(0, index), ...mover.moved, ...statements.slice(index)],
    output: moved,
  };
}

function namesMadeBy(statement: Statement): readonly string[] {
  return statement.kind === "call" || statement.kind === "let" ? [statement.name] : [];
}

class Mover {
  readonly moved: Statement[] = [];
  /** What is known only after the write. */
  readonly #later: ReadonlySet<string>;
  readonly #taken: Set<string>;

  constructor(later: ReadonlySet<string>, taken: ReadonlySet<string>) {
    this.#later = later;
    this.#taken = new Set(taken);
  }

  /** `name` is the member under which the value is shown. */
  value(value: Value, name: string): Value {
    switch (value.kind) {
      case "expression":
        return { ...value, expression: this.#expression(value.expression, name) };
      case "text":
        return { ...value, parts: value.parts.map((part) => this.#part(part, name)) };
      case "list":
        return { ...value, items: value.items.map((item) => this.value(item, name)) };
      case "object":
        return { ...value, members: value.members.map((member) => this.#member(member)) };
      case "literal":
      case "projection":
        return value;
      default:
        return value satisfies never;
    }
  }

  #member({ name, value }: Member): Member {
    return { name, value: this.value(value, name) };
  }

  #part(part: TextPart, name: string): TextPart {
    return part.kind === "literal"
      ? part
      : { ...part, expression: this.#expression(part.expression, name) };
  }

  #expression(expression: Expression, shownAs: string): Expression {
    if (!canFail(expression) || uses(expression, this.#later)) {
      return expression;
    }
    const name = uniqueName(this.#taken.has(shownAs) ? `shown_${shownAs}` : shownAs, this.#taken);
    this.#taken.add(name);
    this.moved.push({ kind: "let", name, value: expression });
    return { kind: "name", name };
  }
}

/** Functions of the runtime that give a value for whatever they are given. */
const safe: readonly RuntimeFunction[] = ["and", "deepEquals", "isTrue", "or", "text"];

function canFail(expression: Expression): boolean {
  return some(
    expression,
    (part) =>
      part.kind === "function" ||
      (part.kind === "runtime" && !safe.some((name) => name === part.name)),
  );
}

function uses(expression: Expression, names: ReadonlySet<string>): boolean {
  return some(
    expression,
    (part) => part.kind === "name" && typeof part.name === "string" && names.has(part.name),
  );
}

/** Whether a test holds for a part of an expression, at any depth. */
function some(
  part: unknown,
  test: (part: { readonly kind?: unknown; readonly name?: unknown }) => boolean,
): boolean {
  if (typeof part !== "object" || part === null) {
    return false;
  }
  return test(part) || Object.values(part).some((inner) => some(inner, test));
}
