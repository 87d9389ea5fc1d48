import { describe, expect, it } from "vitest";
import { type Answerer, localUpstream, sendJson } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const library = useGolden("repeated-calls");

const book = (id: string) => ({ id, title: `Title ${id}` });

/** A shelf with so many books, of which "b2" has gone and "b9" was withdrawn. */
function shelfOf(count: number): Answerer {
  const books = Array.from({ length: count }, (_, index) => book(`b${index + 1}`));
  return ({ target }, response) => {
    const { pathname, searchParams } = new URL(target, "http://x");
    const id = pathname.split("/").at(-1) ?? "";
    if (pathname.startsWith("/shelves/")) {
      return sendJson(response, 200, { name: "Sea", books, lent: ["b1", "b3"] });
    }
    if (pathname === "/loans") {
      const page = Number(searchParams.get("after") ?? 1);
      const days = searchParams.get("book") === "b1" ? page : 10;
      return sendJson(response, 200, { loans: [{ days }], next: page < 3 ? `${page + 1}` : null });
    }
    if (id === "b2" || id === "b9") {
      return sendJson(response, id === "b2" ? 404 : 410, {});
    }
    return sendJson(response, 200, { book: { title: `Title ${id}`, author: "Anon" } });
  };
}

describe("a call for each element", () => {
  it("answers in the order of the elements", async () => {
    await using api = await localUpstream(shelfOf(1));
    await using server = library.start(api.url);
    expect(await server.result("show_books", { ids: ["b7", "b1", "b5"] })).toEqual({
      books: ["b7", "b1", "b5"].map((id) => ({ title: `Title ${id}`, author: "Anon" })),
    });
  });

  it("leaves out what is beyond the most, and says so", async () => {
    await using api = await localUpstream(shelfOf(1));
    await using server = library.start(api.url);
    const ids = Array.from({ length: 12 }, (_, index) => `x${index}`);
    const result = await server.result("show_books", { ids });
    expect(result.books).toHaveLength(5);
    expect(result.notice).toBe(
      "Only the first 5 of 12 elements were looked up. Narrow the request to see the rest.",
    );
    expect(api.received).toHaveLength(5);
  });

  it("ends with the first failure in the order of the elements", async () => {
    await using api = await localUpstream(shelfOf(1));
    await using server = library.start(api.url);
    expect(await server.failure("show_books", { ids: ["b1", "b9", "b2"] })).toMatchObject({
      status: 410,
    });
  });

  it("makes no request for an empty list", async () => {
    await using api = await localUpstream(shelfOf(1));
    await using server = library.start(api.url);
    expect(await server.result("show_books", { ids: [] })).toEqual({ books: [] });
    expect(api.received).toHaveLength(0);
  });

  it("knows its element in the request, in the rules and in what stands in", async () => {
    await using api = await localUpstream(shelfOf(3));
    await using server = library.start(api.url);
    expect(await server.result("show_shelf", { shelf_id: "s1" })).toEqual({
      name: "Sea",
      books: [
        { title: "Title b1", author: "Anon", tags: [] },
        { title: "Title b2", author: null, tags: ["gone"] },
        { title: "Title b3", author: "Anon", tags: [] },
      ],
      lent: 0,
      days: [6, 30, 30],
    });
  });

  it("may be skipped, or walk through pages for every element", async () => {
    await using api = await localUpstream(shelfOf(1));
    await using server = library.start(api.url);
    const result = await server.result("show_shelf", { shelf_id: "s1", lent_only: true });
    expect(result).toMatchObject({ lent: 2, days: [6] });
    const loans = api.received.filter(({ target }) => target.startsWith("/loans"));
    expect(loans.map(({ target }) => target)).toEqual([
      "/loans?book=b1",
      "/loans?book=b1&after=2",
      "/loans?book=b1&after=3",
    ]);
  });

  it("fails with the rule's error, which names the element", async () => {
    await using api = await localUpstream(shelfOf(9));
    await using server = library.start(api.url);
    expect(await server.failure("show_shelf", { shelf_id: "s1" })).toEqual({
      error: "book_withdrawn",
      book_id: "b9",
      shelf: "Sea",
    });
  });

  it("tells of every list that was cut", async () => {
    await using api = await localUpstream((request, response, count) =>
      request.target === "/books/b9"
        ? sendJson(response, 200, { book: { title: "Nine" } })
        : shelfOf(30)(request, response, count),
    );
    await using server = library.start(api.url);
    const result = await server.result("show_shelf", { shelf_id: "s1" });
    expect(result.notice).toBe(
      "Only the first 20 of 30 elements were looked up. Only the first 10 of 30 elements were looked up. Narrow the request to see the rest.",
    );
  });
});
