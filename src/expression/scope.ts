import type { Expression } from "../model/expression.js";
import type { Span } from "../source/source-file.js";
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
  /** Where the name is declared, for messages. */
  readonly declaredAt?: Span | null;
  /** For the variable of a macro: the part of an answer that it runs over, and its name among facts. */
  readonly read?: { readonly root: string; readonly path: string } | null;
  readonly path?: string;
  /** Whether all that is known of the name is a mistake, which has been reported. */
  readonly broken?: boolean;
}

/** Names in the order given, with the outer scope's behind them; a name given hides an outer one. */
export function scopeOf(entries: ReadonlyMap<string, Binding>, outer?: Scope): Scope {
  return {
    names: () => {
      const further = outer?.names().filter((name) => !entries.has(name)) ?? [];
      return [...entries.keys(), ...further];
    },
    lookup: (name) => entries.get(name) ?? outer?.lookup(name) ?? null,
  };
}
