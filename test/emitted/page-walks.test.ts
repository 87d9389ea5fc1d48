import { describe, expect, it } from "vitest";
import { type Answerer, localUpstream, sendJson } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const shop = useGolden("page-walks");

/** Answers each path with a page, chosen by its query. */
function paged(
  pages: Record<string, (query: URLSearchParams) => { body: unknown; link?: string }>,
): Answerer {
  return ({ target }, response) => {
    const { pathname, searchParams } = new URL(target, "http://x");
    const page = pages[pathname]?.(searchParams);
    if (page === undefined) {
      return sendJson(response, 404, {});
    }
    sendJson(response, 200, page.body, page.link === undefined ? {} : { link: page.link });
  };
}

const targets = (received: readonly { readonly target: string }[], path: string) =>
  received.filter(({ target }) => target.startsWith(path)).map(({ target }) => target);

describe("a walk", () => {
  it("follows the cursor that the API gives, and keeps the rest of the first page", async () => {
    await using api = await localUpstream(
      paged({
        "/prices": (query) => {
          const page = Number(query.get("cursor") ?? 1);
          const items = [{ id: `p${page}`, cents: page }];
          return {
            body: { items, next_cursor: page < 3 ? `${page + 1}` : null, currency: `C${page}` },
          };
        },
      }),
    );
    await using server = shop.start(api.url);
    expect(await server.result("all_prices")).toEqual({
      prices: [1, 2, 3].map((page) => ({ id: `p${page}`, cents: page })),
      currency: "C1",
    });
    expect(targets(api.received, "/prices")).toEqual([
      "/prices?limit=100",
      "/prices?limit=100&cursor=2",
      "/prices?limit=100&cursor=3",
    ]);
  });

  it("ends at the most pages, and says so", async () => {
    await using api = await localUpstream(
      paged({
        "/prices": (query) => {
          const page = Number(query.get("cursor") ?? 1);
          return { body: { items: [{ id: "p", cents: 1 }], next_cursor: `${page + 1}` } };
        },
      }),
    );
    await using server = shop.start(api.url);
    const result = await server.result("all_prices");
    expect(result.prices).toHaveLength(5);
    expect(result.notice).toBe(
      "Only the first 5 pages were read. Narrow the request to see the rest.",
    );
  });

  it("is not ended by a cursor that breaks the API description", async () => {
    await using api = await localUpstream(
      paged({ "/prices": () => ({ body: { items: [], next_cursor: 7 } }) }),
    );
    await using server = shop.start(api.url);
    expect(await server.failure("all_prices")).toMatchObject({ error: "upstream_contract_broken" });
  });

  it("fails as the page that failed", async () => {
    await using api = await localUpstream(({ target }, response) =>
      target.includes("cursor=")
        ? sendJson(response, 403, {})
        : sendJson(response, 200, { items: [], next_cursor: "2" }),
    );
    await using server = shop.start(api.url);
    expect(await server.failure("all_prices")).toMatchObject({ error: "forbidden" });
  });

  it("goes on from the last row while there is more", async () => {
    const rows = ["a", "b", "c", "d", "e"];
    await using api = await localUpstream(
      paged({
        "/charges": (query) => {
          const from = rows.indexOf(query.get("starting_after") ?? "") + 1;
          const data = rows.slice(from, from + 2).map((id) => ({ id, cents: 1 }));
          return { body: { data, has_more: from + 2 < rows.length } };
        },
      }),
    );
    await using server = shop.start(api.url);
    expect(await server.result("all_charges")).toEqual({
      charges: rows.map((id) => ({ id })),
      note: "x",
    });
  });

  it("keeps a cursor beyond 2^53 as it is", async () => {
    await using api = await localUpstream(({ target }, response) => {
      const isFirst = !target.includes("since_id");
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        isFirst
          ? '{"events":[{"id":1,"kind":"made"}],"more":true,"last_id":9007199254740993}'
          : '{"events":[{"id":2,"kind":"sold"}],"more":false,"last_id":9007199254740995}',
      );
    });
    await using server = shop.start(api.url);
    expect(await server.result("all_events")).toEqual({ kinds: ["made", "sold"] });
    expect(targets(api.received, "/")).toEqual(["/events", "/events?since_id=9007199254740993"]);
  });

  it("counts elements and pages, follows links, and leaves the other steps alone", async () => {
    await using api = await localUpstream(
      paged({
        "/orders": (query) => ({
          body: { orders: Number(query.get("offset")) < 4 ? ["o", "p"] : ["q"], count: 5 },
        }),
        "/tags": (query) => ({ body: query.get("page") === "3" ? [] : ["new", "old"] }),
        "/reviews": (query) => {
          const page = Number(query.get("p") ?? 1);
          const next = `</reviews?product=x&p=${page + 1}>; rel="next", </reviews>; rel="first"`;
          return { body: [{ stars: page }], link: page < 4 ? next : '</reviews>; rel="first"' };
        },
      }),
    );
    await using server = shop.start(api.url);
    expect(await server.result("overview", { product: "x" })).toEqual({
      orders: 5,
      of: 5,
      tags: 4,
      reviews: 4,
      first: ["new", "old"],
      notice: "Only the first 2 pages were read. Narrow the request to see the rest.",
    });
    expect(targets(api.received, "/orders")).toEqual([
      "/orders?offset=0",
      "/orders?offset=2",
      "/orders?offset=4",
    ]);
    expect(targets(api.received, "/tags").sort()).toEqual([
      "/tags",
      "/tags?page=1",
      "/tags?page=2",
    ]);
    expect(targets(api.received, "/reviews")).toEqual([
      "/reviews?product=x",
      "/reviews?product=x&p=2",
      "/reviews?product=x&p=3",
      "/reviews?product=x&p=4",
    ]);
  });

  it("takes what stands in for a page as the last one", async () => {
    await using api = await localUpstream(({ target }, response) => {
      const body = target.startsWith("/orders") ? { orders: [], count: 0 } : ["new"];
      const isMissing = target.startsWith("/tags?page=2");
      sendJson(response, isMissing ? 404 : 200, body);
    });
    await using server = shop.start(api.url);
    expect(await server.result("overview", { product: "x" })).toMatchObject({ tags: 1 });
  });

  it.each([
    [
      "gives less than the description promises",
      [200, { returns: ["a"], count: 2 }],
      [200, { count: 2 }],
      ["a"],
    ],
    ["gives nothing", [204, null], [204, null], []],
    ["ends with an empty answer", [200, { returns: ["a"] }], [204, null], ["a"]],
  ] as const)("bears a list that %s", async (_what, first, second, returns) => {
    await using api = await localUpstream(({ target }, response) => {
      const [status, body] = target.endsWith("offset=0") ? first : second;
      if (body === null) {
        response.writeHead(status).end();
      } else {
        sendJson(response, status, body);
      }
    });
    await using server = shop.start(api.url);
    expect(await server.result("all_returns")).toEqual({ returns });
    expect(await server.result("list_returns")).toMatchObject({ returns });
  });
});
