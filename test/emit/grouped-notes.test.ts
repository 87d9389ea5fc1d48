import { describe, expect, it } from "vitest";
import { groupedNotes } from "../../src/emit/grouped-notes.js";

const bounds = (place: string) => `the bounds of "${place}" are not shown`;

describe("notes of one kind", () => {
  it("are one, which names the first places and counts the others", () => {
    const many = ["a.id", "a.b.id", "a.c.id", "a.d.id", "a.e.id"].map(bounds);
    expect(groupedNotes([...many, 'the pattern of "a.id" is too long', ...many])).toEqual([
      'the bounds of "a.id" are not shown (and so for "a.b.id", "a.c.id" and 2 others)',
      'the pattern of "a.id" is too long',
    ]);
  });

  it.each([
    [["a"], bounds("a")],
    [["a", "b"], `${bounds("a")} (and so for "b")`],
    [["a", "b", "c"], `${bounds("a")} (and so for "b" and "c")`],
    [["a", "b", "c", "d"], `${bounds("a")} (and so for "b", "c" and "d")`],
  ])("names as few as %j", (places, want) => {
    expect(groupedNotes(places.map(bounds))).toEqual([want]);
  });
});
