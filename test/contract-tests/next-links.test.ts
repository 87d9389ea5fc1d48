import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nextLinksOf } from "../../src/contract-tests/next-links.js";
import { Collector } from "../../src/diagnostics/collector.js";
import { compile } from "../../src/generate.js";
import type { JsonValue } from "../../src/model/json.js";

const root = join(import.meta.dirname, "../golden/link-paging");
const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };

describe("the link to the next page", () => {
  async function changed(operation: string, body: JsonValue): Promise<JsonValue> {
    const compiled = await compile(request, new Collector());
    const links = compiled === null ? null : nextLinksOf(compiled.bound.server);
    expect([...(links?.keys() ?? [])].sort()).toEqual(["listIssues", "listTags"]);
    return links?.get(operation)?.({ status: 200, headers: {}, body }).body ?? null;
  }

  it.each([
    ["made up", "quiet river", /^\?start=-?\d+$/],
    ["relative", "/tags", /^\?start=-?\d+$/],
    ["absolute", "https://example.com/a?b=1", /^https:\/\/example\.com\/a\?b=1&start=-?\d+$/],
    ["an example that has the parameter", "/tags?start=7", /^\/tags\?start=7$/],
    ["that of the last page", "", /^$/],
  ])("has the parameter where it is %s", async (_what, next, wanted) => {
    const body = { tags: ["next"], next };
    expect(await changed("listTags", body)).toEqual({
      ...body,
      next: expect.stringMatching(wanted),
    });
  });

  it("is found inside of objects, and is none where there is none", async () => {
    expect(await changed("listIssues", { links: { next: "a", last: "a" } })).toEqual({
      links: { next: expect.stringMatching(/^\?cursor=./), last: "a" },
    });
    expect(await changed("listIssues", { links: null })).toEqual({ links: null });
    expect(await changed("listTags", { next: null })).toEqual({ next: null });
  });
});
