import type { Expression, RuntimeFunction } from "../model/expression.js";
import type { Statement } from "../model/tool.js";
import type { Member, TextPart, Value } from "../model/value.js";
import { uniqueName } from "./identifiers.js";
import { somePart } from "./model-parts.js";

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
  const mover = new Mover(new Set([...later, "http"]), taken);
  const moved = mover.value(output, "result");
  return {
    statements: [...statements.slice(0, index), ...mover.moved, ...statements.slice(index)],
    output: moved,
  };
}

/**
 * The same for a gate, of which all statements run before it is confirmed: what is moved follows
 * them. The API's own draft is made behind that.
 */
export function failBeforeConfirm(
  statements: readonly Statement[],
  output: Value,
  taken: ReadonlySet<string>,
): Rearranged {
  const mover = new Mover(new Set(["response", "draft", "http"]), taken);
  const moved = mover.value(output, "result");
  return { statements: [...statements, ...mover.moved], output: moved };
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
      case "projection":
        return this.#projection(value, name);
      case "literal":
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

  /** What can fail in going through a list that is known before goes through it before. */
  #projection(value: Extract<Value, { kind: "projection" }>, name: string): Value {
    if (!canFail(value) || uses(value, this.#later)) {
      return value;
    }
    const local = this.#name(name);
    this.moved.push({ kind: "part", name: local, value });
    return { kind: "expression", expression: { kind: "name", name: local }, fallback: "none" };
  }

  #expression(expression: Expression, shownAs: string): Expression {
    if (!canFail(expression) || uses(expression, this.#later)) {
      return expression;
    }
    const name = this.#name(shownAs);
    this.moved.push({ kind: "let", name, value: expression });
    return { kind: "name", name };
  }

  /** A variable's name after the member that shows it, which may be any text. */
  #name(shownAs: string): string {
    const word = shownAs.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^(?![A-Za-z])/, "shown_");
    const name = uniqueName(this.#taken.has(word) ? `shown_${word}` : word, this.#taken);
    this.#taken.add(name);
    return name;
  }
}

/** Functions of the runtime that give a value for whatever they are given. */
const safe: readonly RuntimeFunction[] = ["and", "deepEquals", "isTrue", "or", "present", "text"];

function canFail(part: Expression | Value): boolean {
  return somePart(
    part,
    ({ kind, name }) =>
      kind === "function" || (kind === "runtime" && !safe.some((each) => each === name)),
  );
}

function uses(part: Expression | Value, names: ReadonlySet<string>): boolean {
  return somePart(
    part,
    ({ kind, name }) => kind === "name" && typeof name === "string" && names.has(name),
  );
}
