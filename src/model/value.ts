import type { Expression } from "./expression.js";
import type { JsonValue } from "./json.js";

/** A value that a tool puts into a request, a result or a structured error. */
export type Value =
  | { readonly kind: "literal"; readonly value: JsonValue }
  | {
      readonly kind: "expression";
      readonly expression: Expression;
      /** What stands in where the expression is absent; `none` where the code needs no fallback. */
      readonly fallback: "none" | "undefined" | "null" | "empty-list";
    }
  | { readonly kind: "text"; readonly parts: readonly TextPart[] }
  | {
      readonly kind: "list";
      readonly items: readonly Value[];
      /** In requests: elements that vanish are left out, and so is a list of which nothing remains. */
      readonly leavesOut: boolean;
    }
  | {
      readonly kind: "object";
      readonly members: readonly Member[];
      /** In requests: an object all of whose members vanish is left out. */
      readonly leftOutWhenEmpty: boolean;
    }
  | { readonly kind: "projection"; readonly projection: Projection };

export interface Member {
  readonly name: string;
  readonly value: Value;
}

/** Literal text, or an expression shown in it. */
export type TextPart =
  | { readonly kind: "literal"; readonly text: string }
  | {
      readonly kind: "expression";
      readonly expression: Expression;
      /** True for a value that a template literal prints as wanted: text, number or boolean, never null. */
      readonly plain: boolean;
    };

/** `{ from, pick, maxItems, maxLength, keep }` of an output. */
export interface Projection {
  readonly from: Expression;
  /** Whether `from` may be absent: a missing list is `[]`, anything else null. */
  readonly fromNullable: boolean;
  readonly over: "list" | "object" | "text";
  /** Null where the elements are taken whole. In each value the element is the name `item`. */
  readonly pick: readonly Member[] | null;
  /** Whether an element of the list may be null; it then stays null. */
  readonly elementNullable: boolean;
  /** A longer list is cut, and the result says so. */
  readonly maxItems: number | null;
  /** A longer text is cut; UTF-16 units, never inside a surrogate pair. */
  readonly maxLength: number | null;
  readonly keep: "start" | "end";
}
