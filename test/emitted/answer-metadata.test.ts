import { describe, expect, it } from "vitest";
import { localUpstream, sendJson } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const notes = useGolden("answer-metadata");
const environment = { NOTES_TEAM: "t3am-secret" };

describe("what came with an answer", () => {
  it.each([
    [201, "/notes/1", { created: true, place: "/notes/1" }],
    [204, undefined, { created: false, place: null }],
  ])("is there where the answer is empty: %d", async (status, location, want) => {
    await using api = await localUpstream((_request, response) => {
      response.writeHead(status, location === undefined ? {} : { location });
      response.end();
    });
    await using server = notes.start(api.url, environment);
    expect(await server.result("put_note", { id: "1", text: "x" })).toEqual(want);
  });

  it("goes into later requests and conditions", async () => {
    await using api = await localUpstream(({ method }, response) => {
      if (method === "GET") {
        return sendJson(response, 200, { text: "a" }, { etag: '"v1"' });
      }
      response.writeHead(204).end();
    });
    await using server = notes.start(api.url, environment);
    expect(await server.result("append_to_note", { id: "1", line: "b" })).toEqual({
      status: 204,
      found: true,
    });
    const put = api.received.find(({ method }) => method === "PUT");
    expect(put?.headers["if-match"]).toBe('"v1"');
    expect(put?.body.toString()).toBe('{"text":"ab"}');
  });

  it("ends the tool where a condition on it does not hold", async () => {
    await using api = await localUpstream((_request, response, count) =>
      sendJson(response, 200, { text: "a" }, { etag: `"v${count}"` }),
    );
    await using server = notes.start(api.url, environment);
    expect(await server.failure("append_to_note", { id: "1", line: "b" })).toEqual({
      error: "changed_meanwhile",
      was: '"v1"',
    });
    expect(api.received).toHaveLength(2);
  });

  it("is that of the error which a value stands in for, and nothing of a step that was skipped", async () => {
    await using api = await localUpstream(({ method }, response) => {
      if (method === "GET") {
        return sendJson(response, 404, {});
      }
      response.writeHead(201).end();
    });
    await using server = notes.start(api.url, environment);
    expect(await server.result("append_to_note", { id: "1", line: "b", check: false })).toEqual({
      status: 201,
      found: false,
    });
    const put = api.received.find(({ method }) => method === "PUT");
    expect(put?.headers["if-match"]).toBeUndefined();
    expect(put?.body.toString()).toBe('{"text":"b"}');
  });
});
