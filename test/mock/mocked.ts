import { afterAll, beforeAll } from "vitest";
import { Collector } from "../../src/diagnostics/collector.js";
import { type Mock, type MockOptions, startMock } from "../../src/mock/mock.js";
import type { JsonValue } from "../../src/model/json.js";
import type { Api } from "../../src/openapi/api.js";
import { loadApi, readApi } from "../../src/openapi/load.js";

export const repository = `${import.meta.dirname}/../..`;

export function apiOf(document: object): Api {
  const file = { path: "openapi.json", text: JSON.stringify(document) };
  return known(readApi(file, repository, new Collector()));
}

/** A description as it is written in YAML. */
export function readingDescription(text: string): Api {
  return known(readApi({ path: "openapi.yaml", text }, repository, new Collector()));
}

export function billingApi(): Api {
  return known(
    loadApi({ root: repository, path: "specs/billing.yaml", namedAt: null }, new Collector()),
  );
}

function known(api: Api | null): Api {
  if (api === null) {
    throw new Error("the description cannot be read");
  }
  return api;
}

/** A description of one path. */
export function describing(
  paths: object,
  rest: { readonly components?: object; readonly security?: readonly object[] } = {},
): Api {
  return apiOf({ openapi: "3.1.1", info: { title: "t", version: "1" }, paths, ...rest });
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: JsonValue;
}

/** What a mock answers. */
export async function ask(
  mock: Mock,
  path: string,
  init: RequestInit & { readonly prefer?: string } = {},
): Promise<Answered> {
  const { prefer, ...rest } = init;
  const headers = { ...(init.headers as Record<string, string>), ...(prefer && { prefer }) };
  const response = await fetch(`${mock.url}${path}`, { redirect: "manual", ...rest, headers });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const json = isJson && text !== "" ? JSON.parse(text) : null;
  return { status: response.status, headers: response.headers, text, json };
}

/** A mock for all tests of a block. */
export function useMock(api: () => Api, options: MockOptions = {}): () => Mock {
  let mock: Mock | undefined;
  beforeAll(async () => {
    mock = await startMock(api(), options);
  });
  afterAll(() => mock?.close());
  return () => {
    if (mock === undefined) {
      throw new Error("the mock is not started yet");
    }
    return mock;
  };
}
