import { describe, expect, it } from "vitest";
import { schedule, type Waiting } from "../../src/bind/schedule.js";

type Named = Waiting<string>;

function part(kind: Named["kind"], name: string, ...uses: readonly string[]): Named {
  return { kind, name: kind === "require" ? null : name, uses: new Set(uses), item: name };
}
const step = (name: string, ...uses: readonly string[]) => part("step", name, ...uses);
const letName = (name: string, ...uses: readonly string[]) => part("let", name, ...uses);
const require = (name: string, ...uses: readonly string[]) => part("require", name, ...uses);

function order(steps: readonly Named[], others: readonly Named[]) {
  return schedule(steps, others).order.map(({ item }) => item);
}

function stuck(steps: readonly Named[], others: readonly Named[]) {
  return schedule(steps, others).stuck.map(({ waiting, lacks, circle, isConsequence }) => ({
    item: waiting.item,
    lacks,
    circle: circle.map(({ item }) => item),
    isConsequence,
  }));
}

describe("the order of a tool", () => {
  it("is the file's for steps", () => {
    expect(order([step("a"), step("b", "a"), step("c")], [])).toEqual(["a", "b", "c"]);
  });

  it("has a `let` or a `require` as soon as all that it uses is known", () => {
    const others = [require("r", "l"), letName("l", "a"), require("s", "b")];
    expect(order([step("a"), step("b")], others)).toEqual(["a", "l", "r", "b", "s"]);
  });

  it("begins with what uses inputs alone", () => {
    expect(order([step("a", "l")], [letName("l", "input"), require("r", "input")])).toEqual([
      "l",
      "r",
      "a",
    ]);
  });

  it("lets a `let` use one that is written below it", () => {
    expect(order([], [letName("x", "y"), letName("y")])).toEqual(["y", "x"]);
  });
});

describe("what cannot be put in order", () => {
  it("is a step that uses a later one", () => {
    expect(stuck([step("a", "b"), step("b")], [])).toEqual([
      { item: "a", lacks: ["b"], circle: [], isConsequence: false },
    ]);
  });

  it("is a step that uses itself", () => {
    expect(stuck([step("a", "a")], [])).toEqual([
      { item: "a", lacks: ["a"], circle: ["a"], isConsequence: false },
    ]);
  });

  it("is a circle, with all that stand in it", () => {
    expect(stuck([], [letName("x", "y"), letName("y", "z"), letName("z", "x")])).toEqual(
      ["x", "y", "z"].map((item, index, all) => ({
        item,
        lacks: [all[(index + 1) % 3]],
        circle: all,
        isConsequence: false,
      })),
    );
  });

  it("is, for no reason of its own, what uses something stuck", () => {
    const found = stuck([step("a", "x")], [letName("x", "x"), require("r", "x")]);
    expect(found.filter(({ isConsequence }) => isConsequence).map(({ item }) => item)).toEqual([
      "a",
      "r",
    ]);
  });
});
