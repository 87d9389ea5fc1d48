import { describe, expect, it } from "vitest";
import { repeatFor } from "../../../templates/server/src/runtime/repeat.js";

function repeating(deadline = Date.now() + 60_000) {
  const notes: string[] = [];
  return { notes, ...repeatFor({ deadline, notes }) };
}

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("each", () => {
  it("answers in the order of the elements, whichever comes first", async () => {
    const { each, notes } = repeating();
    const answers = await each([30, 20, 10, 0, 5], 5, async (ms) => {
      await later(ms);
      return `${ms}`;
    });
    expect(answers).toEqual(["30", "20", "10", "0", "5"]);
    expect(notes).toEqual([]);
  });

  it("has four requests under way at most", async () => {
    let running = 0;
    let most = 0;
    await repeating().each(Array.from({ length: 20 }), 20, async () => {
      running += 1;
      most = Math.max(most, running);
      await later(1);
      running -= 1;
    });
    expect(most).toBe(4);
  });

  it("leaves out what is beyond the most, and says so", async () => {
    const { each, notes } = repeating();
    expect(await each([1, 2, 3], 2, async (item) => item)).toEqual([1, 2]);
    expect(notes).toEqual(["Only the first 2 of 3 elements were looked up."]);
  });

  it("makes no request for an empty list", async () => {
    expect(await repeating().each([], 5, () => Promise.reject(new Error("none")))).toEqual([]);
  });

  it("fails as the first element in order that failed, and begins nothing after it", async () => {
    const begun: number[] = [];
    const failing = repeating().each([0, 1, 2, 3, 4, 5, 6, 7], 8, async (item) => {
      begun.push(item);
      await later(item === 1 ? 20 : 5);
      if (item === 1 || item === 2) {
        throw new Error(`${item}`);
      }
    });
    await expect(failing).rejects.toThrow("1");
    expect(begun.length).toBeLessThan(8);
  });
});

describe("pages", () => {
  const source = (count: number) => async (cursor: number | undefined) => {
    const page = cursor ?? 1;
    return { items: [`${page}a`, `${page}b`], next: page < count ? page + 1 : null, total: 9 };
  };

  it("joins the lists, and keeps the rest of the first page", async () => {
    const { pages, notes } = repeating();
    const answer = await pages(5, source(3), (page) => page.next);
    expect(answer).toEqual({ items: ["1a", "1b", "2a", "2b", "3a", "3b"], next: 2, total: 9 });
    expect(notes).toEqual([]);
  });

  it("ends at the most, and says so", async () => {
    const { pages, notes } = repeating();
    const answer = await pages(2, source(3), (page) => page.next);
    expect(answer.items).toEqual(["1a", "1b", "2a", "2b"]);
    expect(notes).toEqual(["Only the first 2 pages were read."]);
  });

  it("says nothing where the last page is the most", async () => {
    const { pages, notes } = repeating();
    await pages(3, source(3), (page) => page.next);
    expect(notes).toEqual([]);
  });

  it("asks for no page that there is no time for", async () => {
    const { pages, notes } = repeating(Date.now() + 100);
    const slow = source(50);
    const get = async (cursor: number | undefined) => {
      await later(30);
      return slow(cursor);
    };
    const { items } = await pages(50, get, (page) => page.next);
    expect(items.length).toBeLessThanOrEqual(6);
    expect(notes).toHaveLength(1);
  });

  it("is not walked in a circle", async () => {
    const { pages, notes } = repeating();
    const answer = await pages(
      50,
      async (_cursor: string | undefined) => ({ items: [1] }),
      () => "same",
    );
    expect(answer).toEqual({ items: [1, 1] });
    expect(notes).toEqual(["Only the first 2 pages were read."]);
  });

  it("is not walked in a wider circle either", async () => {
    const { pages, notes } = repeating();
    const answer = await pages(
      50,
      async (cursor: string | undefined) => ({ items: [cursor ?? "first"] }),
      (_page, cursor) => (cursor === "a" ? "b" : "a"),
    );
    expect(answer).toEqual({ items: ["first", "a", "b"] });
    expect(notes).toEqual(["Only the first 3 pages were read."]);
  });

  it.each([
    ["lists that are the answers", [[1], [2, 3]], [1, 2, 3]],
    [
      "lists further down",
      [{ data: { rows: [[1]] }, tags: ["a"] }, { data: { rows: [[2]] } }],
      { data: { rows: [[1], [2]] }, tags: ["a"] },
    ],
    ["a page that is empty", [{ items: [1] }, null], { items: [1] }],
    ["a first page that is empty", [null, { items: [1] }], null],
  ])("joins %s", async (_what, given, want) => {
    const answer = await repeating().pages<unknown, number>(
      9,
      async (cursor) => given[cursor ?? 0],
      (_page, cursor) => ((cursor ?? 0) + 1 < given.length ? (cursor ?? 0) + 1 : null),
    );
    expect(answer).toEqual(want);
  });
});
