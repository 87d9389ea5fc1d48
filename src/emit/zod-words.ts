import { call, member, name } from "./code.js";
import { typeOfKeyword } from "./schema-keywords.js";
import type { TsExpression } from "./syntax.js";

/** A zod expression, and the keywords that it answers for. */
export interface Checked {
  readonly expression: TsExpression;
  readonly handles: (keyword: string) => boolean;
}

/** `z.method(…)` */
export function zod(method: string, ...args: readonly TsExpression[]): TsExpression {
  return call(name(`z.${method}`), args);
}

export function chain(
  of: TsExpression,
  method: string,
  ...args: readonly TsExpression[]
): TsExpression {
  return call(member(of, method), args);
}

/** Keywords for values of other types say nothing here. */
export function isOtherType(keyword: string, type: string): boolean {
  const concerned = typeOfKeyword(keyword);
  return concerned !== null && concerned !== type;
}
