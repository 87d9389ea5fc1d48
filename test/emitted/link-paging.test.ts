import { describe, expect, it } from "vitest";
import { localUpstream, sendJson } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const hub = useGolden("link-paging");

describe("pages by links", () => {
  it("hand the parameter's value to the model, and take it back", async () => {
    await using api = await localUpstream(({ target }, response) => {
      const page = Number(new URL(target, "http://x").searchParams.get("page") ?? 1);
      const link = `<https://elsewhere.example/repos?page=${page + 1}&per_page=1>; rel="next"`;
      sendJson(response, 200, [{ name: `r${page}` }], page < 2 ? { link } : {});
    });
    await using server = hub.start(api.url);
    const first = await server.result("list_repos", { per_page: 1 });
    expect(first).toEqual({ repos: [{ name: "r1", stars: null }], next_cursor: "2" });
    expect(await server.result("list_repos", { per_page: 1, cursor: "2" })).toEqual({
      repos: [{ name: "r2", stars: null }],
      next_cursor: null,
    });
    expect(api.received.map(({ target }) => target)).toEqual([
      "/repos?per_page=1",
      "/repos?per_page=1&page=2",
    ]);
  });

  it("end where the API says that there is no more", async () => {
    await using api = await localUpstream((_request, response, count) =>
      sendJson(
        response,
        200,
        { commits: [`c${count}`], truncated: count === 1 },
        { link: '<?after=c%20x>; rel="next"' },
      ),
    );
    await using server = hub.start(api.url);
    expect(await server.result("list_commits")).toMatchObject({ next_cursor: "c x" });
    expect(await server.result("list_commits", { cursor: "c x" })).toMatchObject({
      next_cursor: null,
    });
    expect(api.received[1]?.target).toBe("/commits?after=c%20x");
  });

  it("stand in the body as well, and are read to the decoded value", async () => {
    await using api = await localUpstream((_request, response, count) =>
      sendJson(response, 200, {
        issues: [`i${count}`],
        count: 2,
        links: { next: count === 1 ? "/issues?cursor=ab%3A12&limit=20" : null },
      }),
    );
    await using server = hub.start(api.url);
    const first = await server.result("list_issues");
    expect(first).toEqual({ issues: ["i1"], total: 2, next_cursor: "ab:12" });
    const second = await server.result("list_issues", { cursor: "ab:12" });
    expect(second).toEqual({ issues: ["i2"], total: 2, next_cursor: null });
    expect(api.received[1]?.target).toBe("/issues?cursor=ab%3A12");
  });

  it("in the body are walked", async () => {
    await using api = await localUpstream((_request, response, count) =>
      sendJson(response, 200, { tags: [`t${count}`], next: count < 3 ? `?start=${count}` : "" }),
    );
    await using server = hub.start(api.url);
    expect(await server.result("all_tags")).toEqual({ tags: ["t1", "t2", "t3"] });
    expect(api.received.map(({ target }) => target)).toEqual([
      "/tags",
      "/tags?start=1",
      "/tags?start=2",
    ]);
  });

  it("that lead on by another parameter are no end", async () => {
    await using api = await localUpstream((_request, response) =>
      sendJson(response, 200, [], { link: '<?cursor=x>; rel="next"' }),
    );
    await using server = hub.start(api.url);
    expect(await server.failure("list_repos")).toMatchObject({ error: "upstream_contract_broken" });
  });
});
