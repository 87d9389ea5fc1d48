import { describe, expect, it } from "vitest";
import { describedLevels } from "../../src/bind/described-levels.js";

type Tree = readonly Tree[];

const below = (tree: Tree) => tree;
const times = (count: number, tree: Tree): Tree => Array.from({ length: count }, () => tree);

describe("describedLevels", () => {
  it.each<{ given: string; tree: Tree; want: number }>([
    { given: "a value with nothing in it", tree: [], want: 6 },
    { given: "a small tree", tree: times(3, times(3, [])), want: 6 },
    { given: "a first level that is too large by itself", tree: times(1000, [[]]), want: 1 },
    { given: "a second level that is too large", tree: times(20, times(20, [])), want: 1 },
    { given: "a third level that is too large", tree: times(5, times(5, times(20, []))), want: 2 },
  ])("of $given: $want", ({ tree, want }) => {
    expect(describedLevels(tree, below)).toBe(want);
  });

  it("ends where a value contains itself", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(describedLevels<unknown[]>(circle, (value) => value as unknown[][])).toBe(6);
    circle.push(circle, circle, circle, circle, circle, circle, circle);
    expect(describedLevels<unknown[]>(circle, (value) => value as unknown[][])).toBe(2);
  });
});
