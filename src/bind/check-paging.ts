import { nearest } from "../diagnostics/suggest.js";
import type { PaginationEntry } from "../tool-map/tool-map.js";
import { answerType } from "./calls.js";
import type { BindContext } from "./context.js";
import { Expressions } from "./expressions.js";
import type { UsedOperation } from "./operation-table.js";
import { pagingOf, takes } from "./paging.js";
import { unknownPagingParameter, unusedPaging } from "./problems.js";
import { ReadTree } from "./read-tree.js";
import { AnswerSource } from "./reads.js";

/** Reports ways of paging that fit no operation in use: a mistyped name would switch paging off unseen. */
export function checkPaging(context: BindContext): void {
  const { map, operations, collector } = context;
  if (collector.hasErrors()) {
    return;
  }
  const used = operations.used();
  const names = used.flatMap((each) => each.operation.parameters.map(({ name }) => name));
  for (const way of map.upstream.pagination) {
    const takers = used.filter((each) => takes(each, way));
    if (takers.length === 0) {
      collector.add(unknownPagingParameter(way.param, nearest(way.param.value, names)));
    } else if (!takers.some((each) => fits(each, way, context))) {
      collector.add(unusedPaging(way));
    }
  }
}

function fits(used: UsedOperation, way: PaginationEntry, context: BindContext): boolean {
  const { api, functions, collector } = context;
  const source = new AnswerSource(api, new ReadTree());
  const expressions = new Expressions(functions, collector);
  return pagingOf(used, [way], answerType({ used }, source), expressions) !== null;
}
