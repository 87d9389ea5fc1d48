import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  findDescription,
  type Operation,
  readDescription,
} from "../../../examples/billing-api/http/description.js";
import { type BillingApi, startBillingApi } from "../../../examples/billing-api/server.js";
import { sampleTokens } from "../../../examples/billing-api/tokens.js";
import { goodRequests, preparations, refusedRequests, type SampleRequest } from "./requests.js";
import { type SentOptions, send } from "./send.js";

const { operations } = readDescription(findDescription());
const powerless = { id: "tok_powerless", name: "Powerless", account: "eu", also: [], scopes: [] };

let api: BillingApi;

beforeAll(async () => {
  const tokens = { ...sampleTokens, powerless: { ...powerless, last_used_at: null } };
  api = await startBillingApi({ tokens });
});
afterAll(() => api.close());
afterEach(() => api.reset());

describe.each([...operations.values()].map((operation) => [operation.id, operation] as const))(
  "%s",
  (id, operation) => {
    it.each([...operation.responses.keys()])("answers with %s", async (status) => {
      const response = await provoke(operation, status);

      const text = await response.text();
      const said = status.endsWith("XX") ? `${String(response.status)[0]}XX` : `${response.status}`;
      expect(said, text).toBe(status);
      expect(api.requests.at(-1)?.operation).toBe(id);
      expect(api.violations).toEqual([]);
    });
  },
);

/** Sends a request that must be answered with a status, and whatever has to come before it. */
async function provoke(operation: Operation, status: string): Promise<Response> {
  const good = goodRequests[operation.id] ?? { line: "" };
  switch (status) {
    case "400":
      return ask(good, { query: "nonsense=1" });
    case "401":
      return ask(good, { token: "unheard-of" });
    case "403":
      return ask(good, { token: "powerless" });
    case "429":
      api.faults.add({ kind: "rate-limit", seconds: 2 });
      return ask(good);
    case "5XX":
      api.faults.add({ kind: "outage", seconds: 2 });
      return ask(good);
    default:
      return status.startsWith("2") ? succeed(operation, good) : refuse(operation, status, good);
  }
}

async function succeed(operation: Operation, good: SampleRequest): Promise<Response> {
  for (const earlier of preparations[operation.id] ?? []) {
    await ask(earlier);
  }
  return ask(good);
}

/** By the table; else a 422 for a key that was used for something else. */
async function refuse(
  operation: Operation,
  status: string,
  good: SampleRequest,
): Promise<Response> {
  const requests = refusedRequests[`${operation.id} ${status}`];
  if (!requests) {
    expect(status, `no request is known that makes ${operation.id} answer ${status}`).toBe("422");
    const headers = { "Idempotency-Key": "used-twice" };
    await succeed(operation, good);
    await ask(good, { headers });
    return ask(good, { headers, query: "account=eu" });
  }
  for (const earlier of requests.slice(0, -1)) {
    await ask(earlier);
  }
  return ask(requests.at(-1) ?? good);
}

const ask = (request: SampleRequest, options: SentOptions = {}): Promise<Response> =>
  send(api.url, request, options);
