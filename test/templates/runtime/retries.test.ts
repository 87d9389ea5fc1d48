import { describe, expect, it } from "vitest";
import { failure, value } from "../../../templates/server/src/runtime/outcome.js";
import { type Answerer, localUpstream, sendJson } from "../local-upstream.js";
import { type Api, type ApiError, testServer, tool } from "./test-server.js";

const thing = { id: "1", count: 2, tags: ["a"], note: null };
const read = (api: Api) => api.getThing({ path: { id: "1" } });
const write = (api: Api) => api.makeThing({ body: { name: "x" } });
const keyed = (api: Api) => api.makeKeyed();

/** Answers with each status in turn, then with the thing. */
const statuses =
  (...given: number[]): Answerer =>
  (_request, response, count) => {
    const status = given[count - 1] ?? 200;
    sendJson(response, status, status === 200 ? thing : { code: "x" });
  };

const hangUp: Answerer = (_request, response, count) => {
  if (count === 1) {
    response.socket?.destroy();
  } else {
    sendJson(response, 200, thing);
  }
};

const never: Answerer = () => undefined;

async function outcomeOf(run: (api: Api) => Promise<object>, answer: Answerer) {
  await using upstream = await localUpstream(answer);
  const server = testServer(upstream.url, tool(run));
  const called = await server.call();
  const { received } = upstream;
  return {
    called,
    requests: received.length,
    keys: received.map(({ headers }) => headers["idempotency-key"]),
  };
}

const unavailable = { failure: { error: "upstream_unavailable", retry: true } };
const unknown = { failure: { error: "outcome_unknown", retry: false } };
const done = { structured: thing };

describe("what is repeated", () => {
  it.each([
    ["a read at 503", read, statuses(503, 503), 3, done],
    ["a read at 429", read, statuses(429), 2, done],
    ["a read whose connection broke", read, hangUp, 2, done],
    ["a read, but not more often than it may", read, statuses(503, 503, 503, 503), 3, unavailable],
    ["no read at 500", read, statuses(500), 1, unavailable],
    [
      "no read that timed out",
      read,
      never,
      1,
      { failure: { error: "upstream_timeout", retry: true } },
    ],
    ["a write at 429", write, statuses(429), 2, done],
    ["no write at 503", write, statuses(503), 1, unavailable],
    ["no write at 502", write, statuses(502), 1, unknown],
    ["no write whose connection broke", write, hangUp, 1, unknown],
    ["no write that timed out", write, never, 1, unknown],
    ["a write with a key at 503", keyed, statuses(503), 2, done],
    ["a write with a key whose connection broke", keyed, hangUp, 2, done],
    ["no write with a key at 500", keyed, statuses(500), 1, unknown],
    [
      "a write with a key, which may have been made, at 502",
      keyed,
      statuses(502, 429, 429),
      3,
      unknown,
    ],
    [
      "a write with a key, which was never made, at 503",
      keyed,
      statuses(503, 503, 503),
      3,
      unavailable,
    ],
  ] as const)("%s", async (_name, run, answer, requests, wanted) => {
    const outcome = await outcomeOf(run, answer);
    expect(outcome.requests).toBe(requests);
    expect(outcome.called).toMatchObject(wanted);
    expect(new Set(outcome.keys).size).toBe(1);
  });

  it("a write whose connection was refused, until it is given up", async () => {
    const server = testServer("http://127.0.0.1:1", tool(write));
    expect(await server.call()).toMatchObject(unavailable);
    expect((await server.log()).at(-1)).toMatchObject({
      upstream: [{ status: 0 }, { status: 0 }, { status: 0 }],
    });
    expect(server.running.readiness()).toEqual({ ready: false, reason: "upstream_unavailable" });
  });

  it("waits as long as Retry-After says, and gives up where that is too long", async () => {
    const answer =
      (seconds: string): Answerer =>
      (_request, response, count) =>
        count === 1
          ? sendJson(response, 429, {}, { "retry-after": seconds })
          : sendJson(response, 200, thing);
    const started = performance.now();
    expect((await outcomeOf(read, answer("1"))).called).toEqual(done);
    expect(performance.now() - started).toBeGreaterThan(990);
    const long = await outcomeOf(read, answer("3600"));
    expect(long.requests).toBe(1);
    expect(long.called).toEqual({ failure: { error: "rate_limited", retry_after: 3600 } });
  });

  it("stops at the deadline of the call", async () => {
    let asked = 0;
    await using upstream = await localUpstream((_request, response) => {
      asked += 1;
      setTimeout(() => sendJson(response, 503, {}), 200);
    });
    const server = testServer(upstream.url, tool(read), { deadlineMs: 400, retries: 9 });
    expect(await server.call()).toMatchObject({ failure: { retry: true } });
    expect(asked).toBeLessThan(4);
  });
});

describe("error rules", () => {
  const refuse: Answerer = (_request, response) =>
    sendJson(response, 409, { code: "taken", message: "Taken.", extra: 1 }, { "retry-after": "7" });

  it("asks the call, the tool, the server and then the built-in rules", async () => {
    await using upstream = await localUpstream(refuse);
    const call = async (levels: { call?: object; tool?: object; server?: object }) =>
      testServer(
        upstream.url,
        tool((api) => api.getThing({ path: { id: "1" } }, { errors: { ...levels.call } }), {
          errors: { ...levels.tool },
        }),
        { errors: { ...levels.server } },
      ).call();
    const rule = (error: string) => ({ "4xx": failure({ error }) });
    const pass = { 409: () => undefined };
    expect(await call({ call: rule("a"), tool: rule("b"), server: rule("c") })).toEqual({
      failure: { error: "a" },
    });
    expect(await call({ call: pass, tool: rule("b"), server: rule("c") })).toEqual({
      failure: { error: "b" },
    });
    expect(await call({ tool: pass, server: rule("c") })).toEqual({ failure: { error: "c" } });
    expect(await call({})).toEqual({
      failure: { error: "conflict", status: 409, reason: "Taken." },
    });
  });

  it("gives a rule the status, headers, typed fields and the seconds to wait", async () => {
    await using upstream = await localUpstream(refuse);
    const server = testServer(
      upstream.url,
      tool((api) =>
        api.getThing(
          { path: { id: "1" } },
          {
            errors: {
              409: (error: ApiError) =>
                failure({
                  error: "seen",
                  status: error.status,
                  body: error.body,
                  type: error.headers["content-type"],
                  wait: error.retryAfter,
                }),
            },
          },
        ),
      ),
    );
    expect(await server.call()).toEqual({
      failure: {
        error: "seen",
        status: 409,
        body: { code: "taken", message: "Taken." },
        type: "application/json",
        wait: 7,
      },
    });
  });

  it("lets a step go on with a value", async () => {
    await using upstream = await localUpstream(refuse);
    const server = testServer(
      upstream.url,
      tool(async (api) => {
        const found = await api.getThing({ path: { id: "1" } }, { errors: { 409: value(null) } });
        return { found: found?.id ?? "none" };
      }),
    );
    expect(await server.call()).toEqual({ structured: { found: "none" } });
  });

  it("has rules for statuses below 400, where they are named", async () => {
    await using upstream = await localUpstream((_request, response) =>
      sendJson(response, 202, { ...thing, code: "computing" }),
    );
    const rule = (error: ApiError) =>
      error.body.code === "computing" ? failure({ error: "computing" }) : undefined;
    const named = testServer(upstream.url, tool(read, { errors: { 202: rule } }));
    const unnamed = testServer(upstream.url, tool(read, { errors: { default: rule } }));
    expect(await named.call()).toEqual({ failure: { error: "computing" } });
    expect(await unnamed.call()).toEqual(done);
  });

  it("never calls a change that may have been made a failure by a rule for all tools", async () => {
    await using upstream = await localUpstream(never);
    const errors = { timeout: failure({ error: "slow", reason: "Try again." }) };
    expect(await testServer(upstream.url, tool(read), { errors }).call()).toMatchObject({
      failure: { error: "slow" },
    });
    expect(await testServer(upstream.url, tool(write), { errors }).call()).toMatchObject(unknown);
    expect(await testServer(upstream.url, tool(write, { errors })).call()).toMatchObject({
      failure: { error: "slow" },
    });
  });

  it.each<[string, Answerer, string]>([
    ["got no answer", hangUp, "no answer came back"],
    ["failed", statuses(500), "the service answered that it failed"],
    ["failed at a gateway", statuses(502), "the service answered that it failed"],
  ])("says of a change that %s what came of it", async (_what, answer, words) => {
    expect((await outcomeOf(write, answer)).called).toMatchObject({
      failure: { error: "outcome_unknown", reason: expect.stringContaining(words) },
    });
  });

  it("leaves out a reason that nobody gave", async () => {
    const errors = {
      409: (error: ApiError) => failure({ error: "x", reason: error.body.message }),
    };
    await using upstream = await localUpstream((_request, response) => sendJson(response, 409, {}));
    const called = await testServer(upstream.url, tool(read, { errors })).call();
    expect(called).toEqual({ failure: { error: "x" } });
  });

  it.each([
    [401, { error: "credentials_rejected", retry: false }],
    [403, { error: "forbidden", reason: "Taken." }],
    [404, { error: "not_found" }],
    [422, { error: "invalid_request" }],
    [418, { error: "request_refused", status: 418 }],
    [429, { error: "rate_limited", retry_after: null, reason: "Taken." }],
    [501, { error: "upstream_unavailable" }],
  ])("%d without a rule", async (status, wanted) => {
    await using upstream = await localUpstream((_request, response) =>
      sendJson(response, status, { message: "Taken." }),
    );
    expect(await testServer(upstream.url, tool(read)).call()).toMatchObject({ failure: wanted });
  });
});
