import type { ExactObject, ExactValue } from "../openapi/exact-integers.js";
import { isList, isObject } from "./exact.js";
import { lastPageValue } from "./value/words.js";

/** How deep in objects the ways to other pages stand: `links.pages.next.href`. */
const deepest = 4;

/**
 * An answer with lists that leads to no other page: what goes by a usual name of the next one is null,
 * or left out, or empty, whichever is `valid` first; it stays where none is. Nothing is looked for in
 * elements of lists, whose `next` is of their own.
 */
export function lastPage(answer: ExactValue, valid: (answer: ExactValue) => boolean): ExactValue {
  if (!isObject(answer) || !hasList(answer, deepest)) {
    return answer;
  }
  return waysOn(answer, deepest).reduce<ExactObject>((page, way) => {
    const ends = (way.last === null ? [null, undefined, ""] : [way.last]).map((end) =>
      withMember(page, way.path, end),
    );
    return ends.find(valid) ?? page;
  }, answer);
}

interface Way {
  readonly path: readonly string[];
  /** What it holds on the last page. */
  readonly last: ExactValue;
}

/** Members that say that there is another page, or which. */
function waysOn(object: ExactObject, depth: number): readonly Way[] {
  return Object.entries(object).flatMap(([name, member]): readonly Way[] => {
    const last = lastPageValue(name);
    if (last !== undefined) {
      const ends = member === last || member === null || member === "" || isList(member);
      return ends ? [] : [{ path: [name], last }];
    }
    const inner = isObject(member) && depth > 1 ? waysOn(member, depth - 1) : [];
    return inner.map((way) => ({ ...way, path: [name, ...way.path] }));
  });
}

function hasList(object: ExactObject, depth: number): boolean {
  return Object.values(object).some(
    (member) => isList(member) || (isObject(member) && depth > 1 && hasList(member, depth - 1)),
  );
}

/** Undefined leaves the member out. */
function withMember(
  object: ExactObject,
  [name = "", ...rest]: readonly string[],
  value: ExactValue | undefined,
): ExactObject {
  const entries = Object.entries(object).flatMap(([each, member]) => {
    if (each !== name) {
      return [[each, member] as const];
    }
    if (rest.length > 0 && isObject(member)) {
      return [[each, withMember(member, rest, value)] as const];
    }
    return value === undefined ? [] : [[each, value] as const];
  });
  return Object.fromEntries(entries);
}
