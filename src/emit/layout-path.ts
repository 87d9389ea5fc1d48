import type { TsExpression, TsObjectMember, TsPattern, TsStatement, TsType } from "./syntax.js";

/** Where a node stands: the layout of an operand depends on what it is an operand of. */
export interface Path {
  readonly parent: TsExpression | TsObjectMember | TsStatement | TsType | TsPattern | null;
  readonly key: string;
  readonly up: Path | null;
  /** Objects that have a line for each member whether they fit or not. */
  readonly expanded: ReadonlySet<object>;
}

export const nowhere: Path = { parent: null, key: "", up: null, expanded: new Set() };

export function within(parent: Path["parent"], key: string, up: Path): Path {
  return { parent, key, up, expanded: up.expanded };
}

export function parentKind(path: Path): string {
  return path.parent?.kind ?? "";
}
