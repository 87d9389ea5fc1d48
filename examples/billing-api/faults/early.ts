import type { ServerResponse } from "node:http";
import { renderedRefusal } from "../http/answering.js";
import type { Rendered } from "../http/check-answer.js";
import type { Operation } from "../http/description.js";
import { toJson } from "../http/json.js";
import { Refusal, refusalBody } from "../http/refusal.js";
import type { Fault } from "./fault.js";

/** The operation whose 429 is documented to carry a date. */
const DATES_RETRY_AFTER = "listUsage";

/** An answer that a fault gives instead of the work; null where the work is to be done. */
export function answerInstead(
  fault: Fault,
  operation: Operation,
  requestId: string,
): Rendered | null {
  switch (fault.kind) {
    case "rate-limit": {
      const headers = { "Retry-After": retryAfter(operation, fault.seconds) };
      const refusal = new Refusal(429, "too_many_requests", "Too many requests.", { headers });
      return renderedRefusal(refusal, operation, requestId);
    }
    case "outage": {
      const headers = { "Retry-After": String(fault.seconds) };
      const refusal = new Refusal(503, "unavailable", "The service is not available.", { headers });
      return renderedRefusal(refusal, operation, requestId);
    }
    case "failure":
      return serviceFailure(
        "internal_error",
        "java.lang.NullPointerException: at Ledger.java:212",
        requestId,
      );
    case "html":
      return {
        status: 502,
        headers: {},
        mediaType: "text/html",
        body: "<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>",
      };
    case "redirect":
      return { status: 302, headers: { Location: fault.to }, mediaType: null, body: "" };
    case "not-json":
      return {
        status: 200,
        headers: {},
        mediaType: "application/json",
        body: "Everything is fine.",
      };
    default:
      return null;
  }
}

/** A 500 of the service itself, which answers with plain JSON. */
export function serviceFailure(code: string, message: string, requestId: string): Rendered {
  const mediaType = "application/json";
  const body = refusalBody(new Refusal(500, code, message), mediaType, requestId);
  return { status: 500, headers: {}, mediaType, body: toJson(body) };
}

/** Starts a JSON body and goes on with it until the client leaves. */
export function answerForever(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "application/json" });
  response.write('{"items":[');
  const chunk = `${'{"id":"again"},'.repeat(4000)}\n`;
  const more = (): void => {
    while (!response.destroyed && response.write(chunk)) {
      // As fast as the client reads.
    }
  };
  response.on("drain", more);
  more();
}

/** Source: RFC 9110, section 10.2.3: seconds, or an HTTP date. */
function retryAfter(operation: Operation, seconds: number): string {
  return operation.id === DATES_RETRY_AFTER
    ? new Date(Date.now() + seconds * 1000).toUTCString()
    : String(seconds);
}
