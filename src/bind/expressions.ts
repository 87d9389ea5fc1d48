import { Collector } from "../diagnostics/collector.js";
import {
  type Facts,
  type InferOptions,
  infer,
  join,
  noFacts,
  type Typed,
} from "../expression/infer.js";
import {
  parseExpression,
  parseTemplateText,
  type SyntaxTree,
  type TemplatePart,
} from "../expression/parse.js";
import type { Scope } from "../expression/scope.js";
import type { FunctionDeclaration } from "../model/server.js";
import type { SourceText } from "../source/source-text.js";
import { wholeHttp } from "./call-problems.js";
import { partOfHttp } from "./http-scope.js";
import type { AnswerSource, ReadUse } from "./reads.js";

/** What an expression is for: a guard is true or false; a name keeps a moment, which is text elsewhere. */
export type Wanted = "anything" | "guard" | "name";

/**
 * Types the expressions of one tool, in the order in which they run, and notes what each reads of
 * the answers in scope and which values later ones know not to be null.
 */
export class Expressions {
  readonly #functions: readonly FunctionDeclaration[];
  readonly #collector: Collector;
  readonly #sources: AnswerSource[] = [];
  #known: Facts = noFacts;

  constructor(functions: readonly FunctionDeclaration[], collector: Collector) {
    this.#functions = functions;
    this.#collector = collector;
  }

  addSource(source: AnswerSource): void {
    this.#sources.push(source);
  }

  /** From here on what these facts say holds. */
  assume(facts: Facts): void {
    this.#known = join(this.#known, facts);
  }

  /** The facts that hold by now, for what is bound later as of this place. */
  get known(): Facts {
    return this.#known;
  }

  /** Types the expressions in `body` under further facts. */
  assuming<T>(facts: Facts, body: () => T): T {
    return this.under(join(this.#known, facts), body);
  }

  /** Types the expressions in `body` under these facts alone. */
  under<T>(facts: Facts, body: () => T): T {
    const before = this.#known;
    this.#known = facts;
    const result = body();
    this.#known = before;
    return result;
  }

  /** The expression that is the whole of a text. */
  expression(
    text: SourceText,
    scope: Scope,
    use: ReadUse,
    wanted: Wanted = "anything",
  ): Typed | null {
    const tree = parseExpression(text, this.#collector);
    return tree === null ? null : this.infer(tree, scope, use, wanted);
  }

  /** Whether a text is an expression that can be typed in a scope; reports and notes nothing. */
  fits(text: SourceText, scope: Scope): boolean {
    const collector = new Collector();
    const tree = parseExpression(text, collector);
    const options = { functions: this.#functions, known: this.#known, guard: false };
    return (
      tree !== null && infer(tree, scope, options, collector) !== null && !collector.hasErrors()
    );
  }

  /** The parts of a text in which `${…}` may stand. */
  parts(text: SourceText): readonly TemplatePart[] | null {
    return parseTemplateText(text, this.#collector);
  }

  /** An expression that was parsed before. */
  infer(tree: SyntaxTree, scope: Scope, use: ReadUse, wanted: Wanted = "anything"): Typed | null {
    for (const source of this.#sources) {
      source.begin();
    }
    const options: InferOptions = {
      functions: this.#functions,
      known: this.#known,
      guard: wanted === "guard",
      time: wanted === "name" ? "keep" : "text",
    };
    const typed = infer(tree, scope, options, this.#collector);
    for (const source of this.#sources) {
      source.commit(use, typed);
    }
    const part = typed === null ? null : partOfHttp(typed.type);
    if (part !== null) {
      this.#collector.add(wholeHttp(part, tree.span));
      return null;
    }
    return typed;
  }
}
