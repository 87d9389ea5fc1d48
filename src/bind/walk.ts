import { noFacts } from "../expression/infer.js";
import type { Type } from "../expression/type.js";
import { describe } from "../expression/types.js";
import type { Expression } from "../model/expression.js";
import { type PageWalk, walkCursor } from "../model/tool.js";
import type { Spanned } from "../source/source-file.js";
import { cursorOfNoScalar, notPaged } from "./call-problems.js";
import type { BindContext } from "./context.js";
import {
  asValue,
  expressionsOf,
  nextCursor,
  type Paging,
  pageScope,
  pagingOf,
  pagingParameter,
  possibleWays,
} from "./paging.js";
import type { PlacedStep, PlacedTemplate } from "./tool-inputs.js";
import type { BoundValue, Values } from "./values.js";

/** A walk, and the paging parameter that it adds to the request. */
export interface BoundWalk {
  readonly walk: PageWalk;
  readonly parameter: readonly PlacedTemplate[];
}

const cursor: Expression = { kind: "name", name: walkCursor };

/** Binds `pages: { max }` of a call; null after a report. */
export function bindWalk(
  step: PlacedStep,
  max: Spanned<number>,
  answer: Type,
  { context, values }: { readonly context: BindContext; readonly values: Values },
): BoundWalk | null {
  const { pagination } = context.map.upstream;
  const { expressions } = values;
  return expressions.under(noFacts, () => {
    const paging = pagingOf(step.used, pagination, answer, expressions);
    if (paging === null) {
      reportNotPaged(step, max, answer, context, values);
      return null;
    }
    const next = nextCursor(paging, cursor, pageScope(answer), values, "request");
    return next === null ? null : walkBy(paging, max, next, values);
  });
}

function walkBy(
  paging: Paging,
  max: Spanned<number>,
  next: BoundValue,
  { collector }: Values,
): BoundWalk | null {
  const { value, type, span } = next;
  const kind = cursorKind(type);
  if (value.kind !== "expression" || kind === null) {
    collector.add(cursorOfNoScalar(span, describe(type.core)));
    return null;
  }
  const asked: Type = { core: type.core, absence: "undefined" };
  const template = pagingParameter(paging, cursor, span) ?? asValue(cursor, asked, span);
  return {
    walk: { max: max.value, cursor: kind, next: value.expression },
    parameter: [{ place: paging.place, template }],
  };
}

function cursorKind({ core }: Type): PageWalk["cursor"] | null {
  switch (core.kind) {
    case "string":
      return "string";
    case "int":
    case "double":
      return "number";
    case "int64":
      return "int64";
    default:
      return null;
  }
}

/** Why the call has no pages: what is wrong with the first way whose parameter it has, or that it has none. */
function reportNotPaged(
  { entry, used }: PlacedStep,
  max: Spanned<number>,
  answer: Type,
  { map }: BindContext,
  { expressions, collector }: Values,
): void {
  const { pagination } = map.upstream;
  const [way] = possibleWays(used, pagination);
  if (way === undefined) {
    const parameters = pagination.map(({ param }) => param.value);
    collector.add(notPaged(entry.call, max.span, parameters));
    return;
  }
  for (const text of expressionsOf(way)) {
    expressions.expression(text, pageScope(answer), "code");
  }
}
