import type { Expression } from "../model/expression.js";
import type { Type } from "./type.js";

/** What the names of an expression mean. */
export interface Scope {
  /** Names, nearest first; for suggestions. */
  names(): readonly string[];
  lookup(name: string): Binding | null;
}

export interface Binding {
  readonly type: Type;
  /** How the name is read in emitted code. */
  readonly expression: Expression;
  /** True for a step's answer, of which the broken parts matter (`needs`). */
  readonly answer: boolean;
}
