import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { z } from "zod";
import type { Client, UpstreamError } from "../../../templates/server/src/runtime/client.js";
import {
  empty,
  file,
  integer,
  list,
  nullable,
  object,
  type Read,
  string,
  textAnswer,
} from "../../../templates/server/src/runtime/contract.js";
import { apiKey, basic, bearer } from "../../../templates/server/src/runtime/credentials.js";
import { env } from "../../../templates/server/src/runtime/env.js";
import type { ErrorRules } from "../../../templates/server/src/runtime/errors.js";
import type { Operations } from "../../../templates/server/src/runtime/operation.js";
import type { Failure } from "../../../templates/server/src/runtime/outcome.js";
import { type RunningServer, startServer } from "../../../templates/server/src/runtime/running.js";
import { defineServer } from "../../../templates/server/src/runtime/server.js";
import { type Context, defineTool, type Tool } from "../../../templates/server/src/runtime/tool.js";
import type { UpstreamDefinition } from "../../../templates/server/src/runtime/upstream.js";

export const problem = object({ code: nullable(string), message: nullable(string) });

export type ApiError = UpstreamError<Read<typeof problem>>;

const thing = object({ id: string, count: integer, tags: list(string), note: nullable(string) });

export const operations = {
  getThing: {
    method: "GET",
    path: "/things/{id}",
    effect: "read",
    security: [{ token: [] }],
    answer: thing,
  },
  findThings: {
    method: "POST",
    path: "/things/search",
    effect: "read",
    body: { mediaType: "application/json", encoding: "json" },
    answer: list(thing),
  },
  getReport: { method: "GET", path: "/report", effect: "read", answer: textAnswer },
  getFile: { method: "GET", path: "/file", effect: "read", answer: file(["image/*"]) },
  makeThing: {
    method: "POST",
    path: "/things",
    effect: "write",
    body: { mediaType: "application/json", encoding: "json" },
    answer: thing,
  },
  makeKeyed: { method: "POST", path: "/keyed", effect: "write", idempotent: true, answer: thing },
  deleteThing: { method: "DELETE", path: "/things/{id}", effect: "destructive", answer: empty },
  secured: {
    method: "GET",
    path: "/secured",
    effect: "read",
    security: [{ other: [] }, { key: [], cookie: [], login: [] }],
    answer: empty,
  },
} as const satisfies Operations;

export interface Requests {
  getThing: { path: { id: string } };
  findThings: { body?: { q?: string } };
  getReport: Record<never, never>;
  getFile: Record<never, never>;
  makeThing: { body: { name?: string } };
  makeKeyed: Record<never, never>;
  deleteThing: { path: { id: string } };
  secured: Record<never, never>;
}

export type Api = Client<typeof operations, Requests>;

/** A tool without input that does one thing. */
export function tool(
  run: (api: Api, context: Context<Api>) => Promise<object | Failure>,
  more: Partial<Pick<Tool, "errors" | "limit" | "output" | "secret">> = {},
): Tool {
  return {
    ...defineTool({
      name: "tool",
      input: z.strictObject({ email: z.string().optional(), pin: z.string().optional() }),
      run: (_input, context: Context<Api>) => run(context.api, context),
    }),
    ...more,
  };
}

export interface TestServer {
  readonly running: RunningServer;
  call(given?: object, signal?: AbortSignal): Promise<Called>;
  /** Closes the server; every line of its log. */
  log(): Promise<readonly Record<string, unknown>[]>;
  logText(): string;
}

export type Called =
  | { readonly structured: object }
  | { readonly failure: Record<string, unknown> };

/** A running server with that one tool, over an upstream at `url`, logging to a file. */
export function testServer(
  url: string,
  only: Tool,
  {
    errors,
    ...upstream
  }: Partial<Omit<UpstreamDefinition, "problem">> & {
    errors?: ErrorRules<unknown, unknown, Read<typeof problem>>;
  } = {},
): TestServer {
  const logFile = join(mkdtempSync(join(tmpdir(), "mcpgen-log-")), "deep", "audit.log");
  const running = startServer(
    defineServer({
      name: "test",
      version: "1.0.0",
      upstream: {
        operations,
        problem,
        baseUrl: env("BASE"),
        auth: {
          token: bearer(env("TOKEN")),
          key: apiKey({ in: "query", name: "api key" }, "k3y-value"),
          cookie: apiKey({ in: "cookie", name: "sid" }, "c00kie-value"),
          login: basic("ada", "l0velace"),
        },
        timeoutMs: 300,
        deadlineMs: 5_000,
        retries: 2,
        idempotencyHeader: "Idempotency-Key",
        contract: "warn",
        ...upstream,
      },
      ...(errors === undefined ? {} : { errors }),
      audit: { to: { file: logFile }, redact: ["email"] },
      tools: [only],
    }),
    { BASE: url, TOKEN: "s3cret-token" },
  );
  onTestFinished(() => running.close(0));
  const logText = (): string => readFileSync(logFile, "utf8");
  return {
    running,
    async call(given = {}, signal = new AbortController().signal) {
      const result = await running.callTool("tool", given, { signal, caller: "ada" });
      return result.kind === "success"
        ? { structured: result.structured }
        : { failure: result.body };
    },
    log: async () => {
      await running.close(0);
      return logText()
        .split("\n")
        .filter((line) => line !== "")
        .map((line): Record<string, unknown> => JSON.parse(line));
    },
    logText,
  };
}
