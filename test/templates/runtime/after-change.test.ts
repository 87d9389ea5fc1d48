import { describe, expect, it } from "vitest";
import { failure, fatal, notWritten } from "../../../templates/server/src/runtime/outcome.js";
import { type Answerer, localUpstream, sendJson } from "../local-upstream.js";
import { type Api, testServer, tool } from "./test-server.js";

const thing = { id: "1", count: 2, tags: ["a"], note: null };
const change = (api: Api) => api.makeThing({ body: {} });
const look = (api: Api, rules = {}) => api.getThing({ path: { id: "1" } }, { errors: rules });

/** Makes things, and finds none. */
const forgetful: Answerer = ({ method }, response) =>
  method === "POST" ? sendJson(response, 201, thing) : sendJson(response, 500, {});

describe("a tool that fails after a change was made", () => {
  it.each([
    [
      "of its own code",
      async () => {
        throw new Error("a bug");
      },
      { error: "internal_error" },
    ],
    ["of a read", (api: Api) => look(api), { error: "upstream_unavailable" }],
  ])("%s says so, and asks for no repetition", async (_what, afterwards, wanted) => {
    await using upstream = await localUpstream(forgetful);
    const both = tool(async (api) => {
      await change(api);
      return await afterwards(api);
    });

    expect(await testServer(upstream.url, both).call()).toMatchObject({
      failure: {
        ...wanted,
        reason: "The change was made, and what had to follow it failed. Do not make it again.",
        retry: false,
      },
    });
  });

  it.each([
    [
      "an error rule",
      (api: Api) => look(api, { "5xx": failure({ error: "not_seen" }) }),
      { error: "not_seen" },
    ],
    [
      "a function that is not written",
      async () => {
        throw notWritten("label");
      },
      { error: "not_implemented" },
    ],
  ])("by %s says so beside", async (_what, afterwards, wanted) => {
    await using upstream = await localUpstream(forgetful);
    const both = tool(async (api) => {
      await change(api);
      return await afterwards(api);
    });

    expect(await testServer(upstream.url, both).call()).toMatchObject({
      failure: { ...wanted, change_made: true },
    });
  });

  it.each([
    ["200 whose body says no", 200, failure({ error: "declined" }), { error: "declined" }],
    ["202 that leaves it open", 202, failure({ error: "pending" }), { error: "pending" }],
    ["200 of which nothing is known", 200, fatal, { error: "outcome_unknown" }],
  ])("by a rule for %s does not claim the change", async (_what, status, rule, wanted) => {
    await using upstream = await localUpstream((_request, response) =>
      sendJson(response, status, thing),
    );
    const refused = tool((api) =>
      api.makeThing({ body: {} }, { errors: { [status]: () => rule } }),
    );

    const called = await testServer(upstream.url, refused).call();
    expect(called).toMatchObject({ failure: wanted });
    expect(called).not.toHaveProperty("failure.change_made");
    expect(JSON.stringify(called)).not.toContain("was made");
  });

  it.each([
    [
      "an earlier change",
      async (api: Api) => void (await change(api)),
      () => failure({ error: "declined" }),
    ],
    ["a change that a rule has no word on", async () => undefined, () => undefined],
  ])("keeps %s", async (_what, before, rule) => {
    await using upstream = await localUpstream((_request, response) =>
      sendJson(response, 200, thing),
    );
    const both = tool(async (api) => {
      await before(api);
      await api.makeThing({ body: {} }, { errors: { 200: rule } });
      throw notWritten("label");
    });

    expect(await testServer(upstream.url, both).call()).toMatchObject({
      failure: { change_made: true },
    });
  });

  it("before its change says nothing of one", async () => {
    await using upstream = await localUpstream(forgetful);
    const both = tool(async (api) => {
      await look(api);
      return await change(api);
    });

    const called = await testServer(upstream.url, both).call();
    expect(called).toMatchObject({ failure: { error: "upstream_unavailable", retry: true } });
    expect(called).not.toHaveProperty("failure.change_made");
  });
});
