import type { Expression } from "../model/expression.js";
import { arrowNames } from "./arrow-names.js";
import { isIdentifier, member, name } from "./code.js";
import { expressionCode } from "./expression-code.js";
import type { Imports } from "./imports.js";
import type { RuntimeName } from "./names.js";
import type { TsExpression } from "./syntax.js";

/** How the names of a file are to be chosen. */
export interface NamePlan {
  /** Whether inputs are variables of their own, rather than members of `input`. */
  readonly destructured: boolean;
  /** What the file imports and declares. */
  readonly taken: ReadonlySet<string>;
}

/**
 * What the names of the map stand for at a place in a file, and which of them are used there. An
 * input is a variable of its name where the inputs are destructured, else a member of `input`.
 */
export class CodeScope {
  readonly imports: Imports;
  readonly #names: ReadonlyMap<string, TsExpression>;
  readonly #plan: NamePlan;
  readonly #used: Set<string>;
  readonly #arrowNames: Set<string>;

  constructor(
    imports: Imports,
    names: ReadonlyMap<string, TsExpression>,
    plan: NamePlan,
    used: Set<string> = new Set(),
    arrows: Set<string> = new Set(),
  ) {
    this.imports = imports;
    this.#names = names;
    this.#plan = plan;
    this.#used = used;
    this.#arrowNames = arrows;
  }

  /** The same scope with one name more, or with another meaning. */
  with(added: string, code: TsExpression): CodeScope {
    const names = new Map([...this.#names, [added, code]]);
    return new CodeScope(this.imports, names, this.#plan, this.#used, this.#arrowNames);
  }

  /** The scope of a function within, whose uses are counted apart. */
  inside(): CodeScope {
    return new CodeScope(this.imports, this.#names, this.#plan, new Set(), this.#arrowNames);
  }

  /** Counts what a function within has used of the names around it. */
  adopt(inner: CodeScope, except: string): void {
    for (const used of inner.#used) {
      if (used !== except) {
        this.#used.add(used);
      }
    }
  }

  uses(wanted: string): boolean {
    return this.#used.has(wanted);
  }

  /** All the names that were used, those of inputs as `input.<name>`. */
  used(): ReadonlySet<string> {
    return this.#used;
  }

  /** The inputs that are used as variables, in the order in which they are declared. */
  usedInputs(declared: readonly string[]): readonly string[] {
    return declared.filter((input) => this.#used.has(`input.${input}`));
  }

  runtime(wanted: RuntimeName): TsExpression {
    return this.imports.runtime(wanted);
  }

  /** Counts a name that a function around what is written gives its parameter. */
  hides(parameter: string): void {
    this.#arrowNames.add(parameter);
  }

  /** The names of functions' parameters in what was written here. */
  arrowNames(): ReadonlySet<string> {
    return this.#arrowNames;
  }

  expression(expression: Expression): TsExpression {
    for (const parameter of arrowNames(expression)) {
      this.#arrowNames.add(parameter);
    }
    return expressionCode(expression, {
      imports: this.imports,
      taken: this.#plan.taken,
      name: (wanted) => this.name(wanted),
      field: (of, wanted) => this.#field(of, wanted),
    });
  }

  /** What a name of the map stands for. */
  name(wanted: string): TsExpression {
    this.#used.add(wanted);
    return this.#names.get(wanted) ?? name(wanted);
  }

  /** A member that is not simply read from what it is a member of; null for any other. */
  #field(of: string, wanted: string): TsExpression | null {
    if (of === "input" && this.#plan.destructured && isIdentifier(wanted)) {
      this.#used.add(`input.${wanted}`);
      return name(wanted);
    }
    if (of === "http") {
      return this.name(`http.${wanted}`);
    }
    return of === "error" && wanted === "retry_after" ? member(this.name(of), "retryAfter") : null;
  }
}
