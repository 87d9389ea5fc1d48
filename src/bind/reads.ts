import type { Typed } from "../expression/infer.js";
import type { Type } from "../expression/type.js";
import type { RuntimeFunction } from "../model/expression.js";
import type { Api } from "../openapi/api.js";
import { AnswerTypes } from "./answer-type.js";
import { alternativesOf } from "./answer-union.js";
import { type AnswerPath, ReadTree } from "./read-tree.js";

/**
 * What becomes of the value of an expression: `output` shows it, `code` computes, sends or compares
 * with it, `part` gives it a name or goes through its elements, so that what is read of it shows later.
 */
export type ReadUse = "output" | "code" | "part";

/** One answer that expressions read, and what they read of it. */
export class AnswerSource {
  readonly types: AnswerTypes;
  /** What must fit the spec for the call to go on. */
  readonly needs = new ReadTree();
  /** What this tool reads of it. */
  readonly own = new ReadTree();
  readonly #reads: ReadTree;
  #touched: AnswerPath[] = [];

  /** `reads` gathers over all tools what is read of the operation's answers. */
  constructor(api: Api, reads: ReadTree) {
    this.#reads = reads;
    this.types = new AnswerTypes(api, (path) => this.#touched.push(path));
  }

  /** Forgets what was looked at before an expression is inferred. */
  begin(): void {
    this.#touched = [];
  }

  /**
   * Notes what the expression looked at, now that it is known what becomes of its value. An
   * expression that is more than a selection depends on what it reads, whatever it is for.
   */
  commit(use: ReadUse, typed: Typed | null): void {
    const needed = use === "code" || typed?.plainPath !== true;
    const inside = typed !== null && looksInside(typed.expression);
    for (const path of this.#touched) {
      const isDeepest = !this.#touched.some((other) => isAbove(path, other));
      this.#mark(path, isDeepest && inside);
      if (needed) {
        this.needs.mark(path, false);
      }
    }
    if (typed !== null && use !== "part") {
      this.#markWhole(typed.type, needed);
    }
    this.#touched = [];
  }

  #mark(path: AnswerPath, whole: boolean): void {
    this.own.mark(path, whole);
    this.#reads.mark(path, whole);
  }

  #markWhole(type: Type, needed: boolean): void {
    for (const one of alternativesOf(type) ?? []) {
      this.#markWhole(one, needed);
    }
    const path = this.types.pathOf(type);
    if (path !== null) {
      this.#mark(path, true);
      if (needed) {
        this.needs.mark(path, false);
      }
    } else if (type.core.kind === "list") {
      this.#markWhole(type.core.element, needed);
    } else if (type.core.kind === "map") {
      this.#markWhole(type.core.value, needed);
    }
  }
}

/** Whether `path` leads to something that holds what `other` leads to. */
function isAbove(path: AnswerPath, other: AnswerPath): boolean {
  return (
    path.length < other.length &&
    path.every((step, index) => {
      const match = other[index];
      return step.kind === "field"
        ? match?.kind === "field" && match.name === step.name
        : match?.kind === step.kind;
    })
  );
}

/** Functions that look at all that their arguments hold. */
const thorough: readonly RuntimeFunction[] = ["contains", "deepEquals", "text", "toText"];

/** Whether an expression hands a value on to something that looks at all of it. */
function looksInside(part: unknown): boolean {
  if (typeof part !== "object" || part === null) {
    return false;
  }
  const isThorough =
    "kind" in part &&
    (part.kind === "function" ||
      (part.kind === "runtime" && "name" in part && thorough.some((name) => name === part.name)));
  return isThorough || Object.values(part).some(looksInside);
}
