import { describe, expect, it } from "vitest";
import { localUpstream, sendJson } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const hostile = useGolden("hostile-text");

/** An answer as JSON, in which `__proto__` is a member like any other. */
const answer =
  '{ "__proto__": "proto", "constructor": "made", "a\\"b": { "\\n": "*/" }, "*/": [{ "`${1}`": "x", "class": 7 }] }';

describe("names that are code elsewhere", () => {
  it("are names in requests, answers and results", async () => {
    await using api = await localUpstream((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(answer);
    });
    await using server = hostile.start(api.url);
    const given = { a_b: "/?#..", enum: "`${1}`", delete: "it's" };
    const result = await server.result("constructor", given);
    expect(JSON.parse(JSON.stringify(result))).toEqual(
      JSON.parse(
        '{ "__proto__": "proto", "it\'s \\"*/\\"": "*/", "`$${1}`": [{ "`${1}`": "x", "class": 7, "*/": "*/ `${1}` 7" }], "constructor": "*/ `${1}` made \\\\ \\"" }',
      ),
    );
    const [received] = api.received;
    expect(received?.target).toBe(
      "/it's/%2F%3F%23../*/$%7B1?constructor=%60%24%7B1%7D%60&__proto__=%2F%2A%5C%2F%60%24%7B1%7D%22",
    );
    expect(received?.headers["x-it's"]).toBe("it's");
    expect(received?.headers["x-text"]).toBe('"`${1}` */ \\');
  });

  it("are names in structured errors", async () => {
    await using api = await localUpstream((_, response) => sendJson(response, 404, {}));
    await using server = hostile.start(api.url);
    expect(JSON.stringify(await server.failure("constructor", { a_b: "x" }))).toBe(
      '{"error":"gone","*/":"`${1}`","__proto__":"x"}',
    );
  });

  it("are words that TypeScript keeps for itself", async () => {
    await using api = await localUpstream((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(answer);
    });
    await using server = hostile.start(api.url);
    expect(await server.result("await", { default: "x" })).toEqual({ this: "made`${1}`*/`" });
  });
});
