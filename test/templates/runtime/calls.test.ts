import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  integer,
  list,
  nullable,
  object,
  string,
} from "../../../templates/server/src/runtime/contract.js";
import {
  failure,
  notImplemented,
  notWritten,
  result as outcomeResult,
} from "../../../templates/server/src/runtime/outcome.js";
import { firstOf } from "../../../templates/server/src/runtime/projection.js";
import { together } from "../../../templates/server/src/runtime/tool.js";
import { type Answerer, localUpstream, sendJson } from "../local-upstream.js";
import { type Api, testServer, tool } from "./test-server.js";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const thing = { id: "1", count: 2, tags: ["a"], note: null };
const ok: Answerer = (_request, response) => sendJson(response, 200, thing);
const nowhere = "http://127.0.0.1:1";

describe("a tool", () => {
  it("that throws is an internal error, of which only the log tells more", async () => {
    const server = testServer(
      nowhere,
      tool(() => Promise.reject(new Error("secret detail"))),
    );
    const called = await server.call();
    const log = await server.log();
    expect(called).toEqual({
      failure: {
        error: "internal_error",
        reason: "This server failed to carry out the call.",
        request_id: log[0]?.request_id,
        retry: false,
      },
    });
    expect(log).toContainEqual(
      expect.objectContaining({
        level: "error",
        msg: "internal_error",
        err: expect.objectContaining({ message: "secret detail" }),
      }),
    );
  });

  it("that throws where it should return a promise is one too", async () => {
    const server = testServer(
      nowhere,
      tool(() => {
        throw new Error("at once");
      }),
    );
    expect(await server.call()).toMatchObject({ failure: { error: "internal_error" } });
  });

  it.each([
    ["a number that JSON lacks", { id: 1n }],
    ["a list", []],
  ])("that returns %s is one too", async (_name, result) => {
    expect(
      await testServer(
        nowhere,
        tool(async () => result),
      ).call(),
    ).toMatchObject({
      failure: { error: "internal_error" },
    });
    const failing = tool(async () => failure({ error: "x", result: 1n }));
    expect(await testServer(nowhere, failing).call()).toMatchObject({
      failure: { error: "internal_error" },
    });
  });

  it("that an error rule ends with a result has that result", async () => {
    await using upstream = await localUpstream((_request, response) => sendJson(response, 404, {}));
    const rule = { 404: () => outcomeResult({ found: [] }) };
    const server = testServer(
      upstream.url,
      tool((api) => api.getThing({ path: { id: "1" } }), { errors: rule }),
    );
    expect(await server.call()).toEqual({ structured: { found: [] } });
  });

  it("that was not written, or needs a function that was not, says so", async () => {
    expect(
      await testServer(
        nowhere,
        tool(async () => notImplemented()),
      ).call(),
    ).toMatchObject({
      failure: { error: "not_implemented" },
    });
    const needing = tool(async () => {
      throw notWritten("invoice_label");
    });
    expect(await testServer(nowhere, needing).call()).toMatchObject({
      failure: { error: "not_implemented", reason: expect.stringContaining("invoice_label") },
    });
  });

  it("says what it cut, also where it is held to an output", async () => {
    const output = object({ rows: list(object({ ids: list(integer) })) });
    const cut = tool(
      async () => ({ rows: firstOf([{ ids: firstOf([1, 2, 3], 2) }, { ids: [] }], 1) }),
      {
        output,
      },
    );
    expect(await testServer(nowhere, cut).call()).toEqual({
      structured: {
        rows: [{ ids: [1, 2] }],
        notice:
          "rows: the first 1 of 2 elements are shown. rows[0].ids: the first 2 of 3 elements are shown. Narrow the request to see the rest.",
      },
    });
  });

  it("is held to the output that it declares", async () => {
    const output = object({ name: string, note: nullable(string) });
    const returning = (value: object) =>
      testServer(
        nowhere,
        tool(async () => value, { output }),
      ).call();
    expect(await returning({ name: "Ada", more: 1 })).toEqual({
      structured: { name: "Ada", note: null },
    });
    expect(await returning({ name: 7 })).toMatchObject({ failure: { error: "internal_error" } });
    expect(await returning([])).toMatchObject({ failure: { error: "internal_error" } });
  });

  it("that waits for ever is given up at the deadline", async () => {
    const stuck = testServer(
      nowhere,
      tool(() => new Promise(() => undefined)),
      { deadlineMs: 50 },
    );
    expect(await stuck.call()).toMatchObject({ failure: { error: "upstream_timeout" } });
  });

  it("is told by its signal when the call is over", async () => {
    const listening = tool(async (_api, { signal }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return failure({ error: "stopped" });
    });
    const server = testServer(nowhere, listening, { deadlineMs: 200 });
    // Nobody else holds the signal.
    const collecting = setInterval(collectGarbage, 20);
    expect(await server.call()).toEqual({ failure: { error: "stopped" } });
    clearInterval(collecting);
  });
});

describe("together", () => {
  it("runs requests at once, and reports the first failure in their order", async () => {
    await using upstream = await localUpstream((request, response) => {
      const slow = request.target.endsWith("/slow");
      setTimeout(() => sendJson(response, slow ? 404 : 409, {}), slow ? 100 : 0);
    });
    const both = tool(async (api) => {
      const get = (id: string) =>
        api.getThing({ path: { id } }, { errors: { "4xx": failure({ error: id }) } });
      const [a, b] = await together(get("slow"), get("fast"));
      return { a, b };
    });
    expect(await testServer(upstream.url, both).call()).toEqual({ failure: { error: "slow" } });
    expect(upstream.received.length).toBe(2);
  });
});

describe("cancellation", () => {
  const slow: Answerer = (_request, response) => {
    setTimeout(() => sendJson(response, 200, thing), 150);
  };

  it("breaks off a read", async () => {
    await using upstream = await localUpstream(slow);
    const server = testServer(
      upstream.url,
      tool((api) => api.getThing({ path: { id: "1" } })),
    );
    const started = performance.now();
    const called = await server.call({}, AbortSignal.timeout(30));
    expect(called).toEqual({ failure: { error: "cancelled" } });
    expect(performance.now() - started).toBeLessThan(140);
  });

  it("never breaks off a write that has been sent, and sends none afterwards", async () => {
    await using upstream = await localUpstream(slow);
    const writing = tool((api) => api.makeThing({ body: {} }));
    const server = testServer(upstream.url, writing);
    expect(await server.call({}, AbortSignal.timeout(30))).toEqual({ structured: thing });
    expect(await server.call({}, AbortSignal.abort())).toEqual({ failure: { error: "cancelled" } });
    expect(upstream.received.length).toBe(1);
  });

  it("leaves a write alone that timed out", async () => {
    let finished = false;
    await using upstream = await localUpstream((_request, response) => {
      setTimeout(() => {
        finished = !response.destroyed;
        sendJson(response, 200, thing);
      }, 150);
    });
    const server = testServer(
      upstream.url,
      tool((api) => api.makeThing({ body: {} })),
      { timeoutMs: 50 },
    );
    expect(await server.call()).toMatchObject({ failure: { error: "outcome_unknown" } });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(finished).toBe(true);
  });
});

describe("the log", () => {
  it("has one line that opens and one that closes, without what is to stay out of it", async () => {
    await using upstream = await localUpstream(ok);
    const server = testServer(
      upstream.url,
      tool((api) => api.makeThing({ body: {} }), { secret: ["pin"] }),
    );
    await server.call({ email: "ada@example.com", pin: "1234" });
    const log = await server.log();
    expect(log).toEqual([
      {
        level: "info",
        time: expect.any(String),
        request_id: expect.any(String),
        caller: "ada",
        tool: "tool",
        arguments: { email: "[redacted]", pin: "[redacted]" },
        msg: "call opened",
      },
      {
        level: "info",
        time: expect.any(String),
        request_id: log[0]?.request_id,
        caller: "ada",
        tool: "tool",
        outcome: "ok",
        ms: expect.any(Number),
        upstream: [{ method: "POST", path: "/things", status: 200, ms: expect.any(Number) }],
        msg: "call closed",
      },
    ]);
  });

  it("cannot be made to hold a line that is not ours", async () => {
    const server = testServer(
      nowhere,
      tool(async () => ({})),
    );
    await server.call({ 'x\n{"level":"info"}': "\u001b[2J\r\n{}", email: 1 });
    await server.running.close(0);
    expect(server.logText().trim().split("\n").length).toBe(2);
    expect(server.logText()).not.toContain("\u001b");
  });

  it("is written before a write is sent, or the write is not", async () => {
    let opened = "";
    await using upstream = await localUpstream((_request, response) => {
      opened = server.logText();
      sendJson(response, 200, thing);
    });
    const server = testServer(
      upstream.url,
      tool((api) => api.makeThing({ body: {} })),
    );
    await server.call();
    expect(opened).toContain("call opened");
    await server.running.close(0);
    expect(await server.call()).toMatchObject({
      failure: { error: "audit_unavailable", retry: true },
    });
    expect(upstream.received.length).toBe(1);
  });
});

describe("a server", () => {
  it("counts calls per caller", async () => {
    const limited = testServer(
      nowhere,
      tool(async () => ({}), { limit: { calls: 1, seconds: 60 } }),
    );
    expect(await limited.call()).toEqual({ structured: {} });
    expect(await limited.call()).toEqual({
      failure: { error: "rate_limited", retry_after: expect.any(Number) },
    });
  });

  it("is ready again once a call succeeds", async () => {
    let status = 500;
    await using upstream = await localUpstream((_request, response) =>
      sendJson(response, status, thing),
    );
    const server = testServer(
      upstream.url,
      tool((api: Api) => api.getThing({ path: { id: "1" } })),
    );
    await server.call();
    expect(server.running.readiness()).toEqual({ ready: false, reason: "upstream_unavailable" });
    status = 200;
    await server.call();
    expect(server.running.readiness()).toEqual({ ready: true });
  });

  it("waits for running calls before it closes, and warms up without the network", async () => {
    await using upstream = await localUpstream((_request, response) => {
      setTimeout(() => sendJson(response, 200, thing), 100);
    });
    const server = testServer(
      upstream.url,
      tool((api) => api.getThing({ path: { id: "1" } })),
    );
    await server.running.warmUp();
    expect(upstream.received).toEqual([]);
    const call = server.call();
    await server.running.close(1000);
    expect(await call).toEqual({ structured: thing });
    expect((await server.log()).map(({ msg }) => msg)).toEqual(["call opened", "call closed"]);
  });
});
