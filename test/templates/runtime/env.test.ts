import { describe, expect, it } from "vitest";
import { object } from "../../../templates/server/src/runtime/contract.js";
import { apiKey, bearer } from "../../../templates/server/src/runtime/credentials.js";
import {
  ConfigurationError,
  type Environment,
  EnvReader,
  type EnvText,
  env,
  join,
} from "../../../templates/server/src/runtime/env.js";
import { startServer } from "../../../templates/server/src/runtime/running.js";
import { defineServer } from "../../../templates/server/src/runtime/server.js";
import {
  readUpstream,
  type UpstreamDefinition,
} from "../../../templates/server/src/runtime/upstream.js";

const start = (baseUrl: EnvText, environment: Environment) =>
  startServer(
    defineServer({
      name: "billing",
      version: "1.0.0",
      upstream: {
        operations: {},
        problem: object({}),
        baseUrl,
        auth: {
          a: bearer(env("TOKEN")),
          b: apiKey({ in: "header", name: "X-Key" }, env("KEY")),
          c: apiKey({ in: "cookie", name: "sid" }, env("KEY")),
        },
        headers: { "X-Tenant": join("t-", env("TENANT")) },
        with: { account: join("acc-", env("ACCOUNT")) },
        timeoutMs: 1000,
        deadlineMs: 1000,
        retries: 0,
        contract: "warn",
      },
      audit: { to: "stderr" },
      tools: [],
    }),
    environment,
  );

const problemsOf = (baseUrl: EnvText, environment: Environment): readonly string[] => {
  try {
    start(baseUrl, environment);
    return [];
  } catch (error) {
    return error instanceof ConfigurationError ? error.problems : [String(error)];
  }
};

const set = { TOKEN: "s3cret", KEY: "k3y!", ACCOUNT: "acme", TENANT: "x" };

describe("a start", () => {
  it("reports every missing variable at once", () => {
    expect(problemsOf(join(env("BASE"), "/v2"), { TOKEN: "" })).toEqual([
      "ACCOUNT is not set",
      "BASE is not set",
      "KEY is not set",
      "TENANT is not set",
      "TOKEN is not set",
    ]);
  });

  it.each([
    ["not a url", "the base URL of the upstream is not an http or https URL"],
    ["ftp://x", "the base URL of the upstream is not an http or https URL"],
    ["https://user:pass@x", "the base URL of the upstream has more than an origin and a path"],
    ["https://x/?a=1", "the base URL of the upstream has more than an origin and a path"],
    [
      "http://api.example/v1",
      "credentials are not sent over plain http: the base URL of the upstream must be https",
    ],
    [
      "http://127.0.0.1.evil.example",
      "credentials are not sent over plain http: the base URL of the upstream must be https",
    ],
  ])("refuses the base URL %s", (baseUrl, wanted) => {
    expect(problemsOf(baseUrl, set)).toEqual([wanted]);
  });

  it.each([
    "https://api.example/v1/",
    "http://localhost:1",
    "http://127.0.0.1:1",
    "http://[::1]:1",
  ])("takes the base URL %s", (baseUrl) => {
    expect(problemsOf(baseUrl, set)).toEqual([]);
  });

  it("names the variables that a base URL is made of, and not what they hold", () => {
    const base = join(env("BASE"), "/", env("TENANT"));
    expect(problemsOf(base, { ...set, BASE: "s3cret api" })).toEqual([
      "the base URL of the upstream (from BASE and TENANT) is not an http or https URL",
    ]);
  });

  it("refuses a token that is more than one line, without showing it", () => {
    expect(problemsOf("https://x", { ...set, TOKEN: "a\nb" })).toEqual([
      "the credential for a (from TOKEN) has characters that a header cannot hold",
    ]);
  });

  it("refuses a header that is more than one line with the rest, without showing it", () => {
    expect(problemsOf("https://x", { ...set, KEY: "k\r", TENANT: "x\ny" })).toEqual([
      "the credential for b (from KEY) has characters that a header cannot hold",
      "the credential for c (from KEY) has characters that a cookie cannot hold",
      "the value of the header X-Tenant (from TENANT) has characters that a header cannot hold",
    ]);
  });
});

describe("a start over plain http to another machine", () => {
  const upstream = { operations: {}, problem: object({}), timeoutMs: 1, deadlineMs: 1, retries: 0 };
  const far = "http://far.example";
  const refused = (more: Partial<UpstreamDefinition>): readonly string[] => {
    const reader = new EnvReader({ KEY: "k3y" });
    readUpstream({ ...upstream, contract: "warn", baseUrl: far, ...more }, reader);
    return reader.problems();
  };
  const main =
    "credentials are not sent over plain http: the base URL of the upstream must be https";

  it.each([
    ["nothing secret", { headers: { "X-A": "a" }, with: { a: "a" } }, []],
    ["a header from the environment", { headers: { "X-A": env("KEY") } }, [main]],
    ["a value from the environment", { with: { a: join("a", env("KEY")) } }, [main]],
  ])("with %s", (_what, more, wanted) => {
    expect(refused(more)).toEqual(wanted);
  });

  it("is judged for each address by itself", () => {
    const servers = { one: { baseUrl: far }, two: { baseUrl: far, credentials: true } };
    const more = { baseUrl: "https://x", servers, headers: { "X-A": env("KEY") } };
    expect(refused(more)).toEqual([main.replace("the upstream", "two")]);
  });
});
