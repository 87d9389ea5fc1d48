import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { parseFault } from "../../examples/billing-api/faults/fault.js";
import type { RecordedRequest } from "../../examples/billing-api/http/exchange.js";
import { type BillingApi, startBillingApi } from "../../examples/billing-api/server.js";
import type { Variant } from "./compiled.js";
import { type Session, startSession } from "./session.js";

/** The sample API and a server in front of it, for all tests of a file. */
export interface Sample {
  readonly api: BillingApi;
  readonly session: Session;
  /** Switches a fault of the API on, until the end of the test. */
  fault(text: string): void;
  /** The requests that reached the operation, in their order. */
  requestsTo(operation: string): readonly RecordedRequest[];
}

/** Before each test the API is as at its start; after each one it must have kept to its description. */
export function useSample(variant: Variant = "billing"): Sample {
  let api: BillingApi | undefined;
  let session: Session | undefined;
  beforeAll(async () => {
    api = await startBillingApi();
    session = await startSession({ base: api.url, variant });
  }, 120_000);
  beforeEach(() => {
    api?.reset();
    session?.clearLog();
  });
  afterEach(() => expect(api?.violations).toEqual([]));
  afterAll(async () => {
    await session?.close();
    await api?.close();
  });
  return {
    get api() {
      return started(api);
    },
    get session() {
      return started(session);
    },
    fault(text) {
      started(api).faults.add(parseFault(text));
    },
    requestsTo(operation) {
      return started(api).requests.filter((request) => request.operation === operation);
    },
  };
}

function started<T>(thing: T | undefined): T {
  if (thing === undefined) {
    throw new Error("the sample is not started yet");
  }
  return thing;
}
