import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { localUpstream, type Received, sendJson } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const vault = useGolden("security-schemes");

const environment = {
  VAULT_TOKEN: "t0ken-value",
  VAULT_USER: "ada",
  VAULT_PASSWORD: "l0velace",
  VAULT_KEY: "k&y value",
  VAULT_SESSION: "s3s/si+on==",
  VAULT_CLIENT: "cl:ent",
  VAULT_CLIENT_SECRET: "cl1ent secret",
  OTHER_CLIENT: "other",
  OTHER_CLIENT_SECRET: "0ther secret",
  OTHER_TOKEN_URL: "http://127.0.0.1:1/token",
};

const isTokenRequest = ({ method, target }: Received) =>
  method === "POST" && target.endsWith("/token");

/** An API that gives out tokens as well, each of them another one. */
function vaultApi(options: {
  readonly answer?: (received: Received, response: ServerResponse, count: number) => void;
  readonly token?: (response: ServerResponse, count: number) => void;
}) {
  let [calls, tokens] = [0, 0];
  const answer = options.answer ?? ((_received, response) => sendJson(response, 200, {}));
  const token =
    options.token ??
    ((response, count) =>
      sendJson(response, 200, {
        access_token: `acc3ss-${count}`,
        token_type: "Bearer",
        expires_in: 3600,
      }));
  return localUpstream((received, response) => {
    if (isTokenRequest(received)) {
      tokens += 1;
      return token(response, tokens);
    }
    calls += 1;
    return answer(received, response, calls);
  });
}

/** What of a request says who is asking. */
function proofsIn({ target, headers }: Received): Record<string, string | undefined> {
  return {
    target,
    authorization: headers.authorization,
    key: headers["x-key"]?.toString(),
    cookie: headers.cookie,
  };
}

const login = `Basic ${Buffer.from("ada:l0velace").toString("base64")}`;

describe("a credential goes where its scheme says, and only to operations that ask for it", () => {
  it.each<[string, Record<string, string>]>([
    ["by_token", { target: "/v1/token", authorization: "Bearer t0ken-value" }],
    ["by_header", { target: "/v1/header", key: "k&y value" }],
    ["by_query", { target: "/v1/query?api%20key=k%26y%20value" }],
    ["by_cookie", { target: "/v1/cookie", cookie: "sid=s3s/si+on==" }],
    ["by_login", { target: "/v1/login", authorization: login }],
    ["by_nothing", { target: "/v1/none" }],
    ["by_maybe", { target: "/v1/maybe" }],
    [
      "by_all",
      { target: "/v1/all?api%20key=k%26y%20value", key: "k&y value", authorization: login },
    ],
    ["by_either", { target: "/v1/either?api%20key=k%26y%20value" }],
    ["by_machine", { target: "/v1/machine", authorization: "Bearer acc3ss-1" }],
  ])("%s", async (tool, want) => {
    await using api = await localUpstream((received, response) =>
      sendJson(response, 200, isTokenRequest(received) ? { access_token: "acc3ss-1" } : {}),
    );
    await using server = vault.start(`${api.url}/v1`, environment);
    await server.result(tool);
    const none = { authorization: undefined, key: undefined, cookie: undefined };
    expect(api.received.filter((each) => !isTokenRequest(each)).map(proofsIn)).toEqual([
      { ...none, ...want },
    ]);
  });
});

describe("a client", () => {
  it("proves itself by Basic, and asks for the scopes that are used and no others", async () => {
    await using api = await vaultApi({});
    await using server = vault.start(`${api.url}/v1`, environment);
    await server.result("by_machine");
    const [asked] = api.received;
    expect(asked).toMatchObject({ method: "POST", target: "/v1/oauth/token" });
    const pair = Buffer.from("cl%3Aent:cl1ent+secret").toString("base64");
    expect(asked?.headers.authorization).toBe(`Basic ${pair}`);
    expect(asked?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(Object.fromEntries(new URLSearchParams(asked?.body.toString()))).toEqual({
      grant_type: "client_credentials",
      scope: "secrets:list secrets:read secrets:write",
    });
  });

  it("proves itself in the body where the map says so, at its own address", async () => {
    await using api = await vaultApi({});
    const OTHER_TOKEN_URL = `${api.url}/elsewhere/token`;
    await using server = vault.start(`${api.url}/v1`, { ...environment, OTHER_TOKEN_URL });
    await server.result("by_other");
    const [asked, called] = api.received;
    expect(asked?.target).toBe("/elsewhere/token");
    expect(asked?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(asked?.body.toString()))).toEqual({
      grant_type: "client_credentials",
      client_id: "other",
      client_secret: "0ther secret",
    });
    expect(called?.headers.authorization).toBe("Bearer acc3ss-1");
  });

  it("fetches one token for calls at the same time, and for later ones", async () => {
    await using api = await vaultApi({});
    await using server = vault.start(`${api.url}/v1`, environment);
    await Promise.all(Array.from({ length: 8 }, () => server.result("by_machine")));
    await server.result("by_machine");
    expect(api.received.filter(isTokenRequest)).toHaveLength(1);
    expect(api.received.filter(isTokenRequest)[0]).toBe(api.received[0]);
  });

  it("fetches another shortly before the end of the last one", async () => {
    await using api = await vaultApi({
      token: (response, count) =>
        sendJson(response, 200, { access_token: `acc3ss-${count}`, expires_in: "0.3" }),
    });
    await using server = vault.start(`${api.url}/v1`, environment);
    await server.result("by_machine");
    await server.result("by_machine");
    await new Promise((resolve) => setTimeout(resolve, 350));
    await server.result("by_machine");
    const used = api.received
      .filter((each) => !isTokenRequest(each))
      .map(({ headers }) => headers.authorization);
    expect(used).toEqual(["Bearer acc3ss-1", "Bearer acc3ss-1", "Bearer acc3ss-2"]);
  });

  it.each(["by_machine", "make_secret"])(
    "tries %s once more at 401, with a new token",
    async (tool) => {
      await using api = await vaultApi({
        answer: ({ headers }, response) =>
          sendJson(response, headers.authorization === "Bearer acc3ss-1" ? 401 : 201, {}),
      });
      await using server = vault.start(`${api.url}/v1`, environment);
      const given = tool === "make_secret" ? { name: "x" } : {};
      await Promise.all([server.result(tool, given), server.result(tool, given)]);
      expect(api.received.filter(isTokenRequest)).toHaveLength(2);
      const bodies = api.received
        .filter((each) => !isTokenRequest(each))
        .map(({ body }) => `${body}`);
      expect(new Set(bodies).size).toBe(1);
      expect(bodies).toHaveLength(4);
    },
  );

  it("does not try a third time", async () => {
    await using api = await vaultApi({
      answer: (_received, response) => sendJson(response, 401, {}),
    });
    await using server = vault.start(`${api.url}/v1`, environment);
    expect(await server.failure("by_machine")).toMatchObject({ error: "credentials_rejected" });
    expect(api.received.map(({ target }) => target)).toEqual([
      "/v1/oauth/token",
      "/v1/machine",
      "/v1/oauth/token",
      "/v1/machine",
    ]);
  });

  it("that has a fixed token does not try again", async () => {
    await using api = await vaultApi({
      answer: (_received, response) => sendJson(response, 401, {}),
    });
    await using server = vault.start(`${api.url}/v1`, environment);
    expect(await server.failure("by_token")).toMatchObject({ error: "credentials_rejected" });
    expect(api.received).toHaveLength(1);
  });

  it.each<[string, number, object, string, number]>([
    ["refuses the client", 401, { error: "invalid_client" }, "credentials_rejected", 1],
    ["refuses the scopes", 400, { error: "invalid_scope" }, "credentials_rejected", 1],
    ["is down", 503, {}, "upstream_unavailable", 3],
    ["gives no token", 200, { token_type: "Bearer" }, "upstream_unavailable", 1],
    [
      "gives a token of another kind",
      200,
      { access_token: "x", token_type: "mac" },
      "upstream_unavailable",
      1,
    ],
    [
      "gives a token that no header can hold",
      200,
      { access_token: "a\r\nb: c" },
      "upstream_unavailable",
      1,
    ],
    ["redirects", 302, {}, "upstream_unavailable", 1],
  ])("sends nothing where the token endpoint %s", async (_what, status, body, error, tries) => {
    await using api = await vaultApi({
      token: (response) => sendJson(response, status, body, { location: "/elsewhere" }),
    });
    await using server = vault.start(`${api.url}/v1`, environment);
    const failure = await server.failure("make_secret", { name: "x" });
    expect(failure).toMatchObject({ error });
    expect(Object.keys(failure).sort()).toEqual(["error", "reason", "request_id", "retry"]);
    expect(api.received.map(({ target }) => target)).toEqual(
      Array.from({ length: tries }, () => "/v1/oauth/token"),
    );
  });

  describe("whose token endpoint refuses", () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
    afterEach(() => void vi.useRealTimers());

    /** How often it has been asked after calls at these seconds. */
    async function asked(
      seconds: readonly number[],
      headers: Readonly<Record<string, string>> = {},
      status = 401,
    ): Promise<{ readonly counts: readonly number[]; readonly log: string }> {
      await using api = await vaultApi({
        token: (response) => sendJson(response, status, { error: "invalid_client" }, headers),
      });
      await using server = vault.start(`${api.url}/v1`, environment);
      const counts: number[] = [];
      let now = 0;
      for (const at of seconds) {
        vi.advanceTimersByTime((at - now) * 1000);
        now = at;
        await server.failure("by_machine");
        counts.push(api.received.length);
      }
      return { counts, log: await server.log() };
    }

    it("asks it again after a while, which grows up to a minute", async () => {
      const { counts } = await asked([0, 1, 4, 6, 14, 17, 35, 38, 76, 79, 137, 140, 198, 201]);
      expect(counts).toEqual([1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7]);
    });

    it("asks it when it says, but within five minutes", async () => {
      expect((await asked([0, 19, 21], { "retry-after": "20" })).counts).toEqual([1, 1, 2]);
      expect((await asked([0, 299, 301], { "retry-after": "86400" })).counts).toEqual([1, 1, 2]);
      expect((await asked([0, 19, 21], { "retry-after": "20" }, 503)).counts).toEqual([1, 1, 2]);
    });

    it("logs the refusal once, and every call", async () => {
      const { log } = await asked([0, 1, 2]);
      const lines = log
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(lines.filter(({ level }) => level === "error")).toMatchObject([
        { problem: "no token", status: 401 },
      ]);
      expect(lines.filter(({ outcome }) => outcome === "credentials_rejected")).toHaveLength(3);
    });

    it("works again once it gives a token", async () => {
      await using api = await vaultApi({
        token: (response, count) =>
          count === 1
            ? sendJson(response, 400, { error: "invalid_client" })
            : sendJson(response, 200, { access_token: `acc3ss-${count}`, expires_in: 1 }),
      });
      await using server = vault.start(`${api.url}/v1`, environment);
      await Promise.all([server.failure("by_machine"), server.failure("by_machine")]);
      expect(api.received).toHaveLength(1);
      vi.advanceTimersByTime(6_000);
      await server.result("by_machine");
      vi.advanceTimersByTime(2_000);
      await server.result("by_machine");
      expect(api.received.filter(isTokenRequest)).toHaveLength(3);
    });
  });

  it("shows its tokens nowhere, neither the last one nor the one before", async () => {
    await using api = await vaultApi({
      answer: (_received, response, count) =>
        sendJson(response, 200, { note: "acc3ss-1 acc3ss-2 cl1ent secret" }, { "x-count": count }),
      token: (response, count) =>
        sendJson(response, 200, { access_token: `acc3ss-${count}`, expires_in: 0.01 }),
    });
    await using server = vault.start(`${api.url}/v1`, environment);
    await server.result("by_machine");
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { note } = await server.result("by_machine");
    expect(note).toBe("[redacted] [redacted] [redacted]");
    await server.failure("make_secret", { name: 5, other: "acc3ss-2" });
    const log = await server.log();
    expect(log).not.toMatch(/acc3ss|cl1ent secret/);
    expect(log).toContain("[redacted]");
  });
});

describe("a start", () => {
  it.each([
    [
      "http://auth.example.com/token",
      "the token URL of other (from OTHER_TOKEN_URL) is not an https URL",
    ],
    [
      "https://u:p@auth.example.com/token",
      "the token URL of other (from OTHER_TOKEN_URL) is not an https URL",
    ],
    [
      "ftp://auth.example.com/token",
      "the token URL of other (from OTHER_TOKEN_URL) is not an https URL",
    ],
    ["", "OTHER_TOKEN_URL is not set"],
  ])("is refused where tokens would be fetched from %j", (OTHER_TOKEN_URL, message) => {
    expect(() =>
      vault.start("https://vault.example.com/v1", { ...environment, OTHER_TOKEN_URL }),
    ).toThrow(message);
  });
});
