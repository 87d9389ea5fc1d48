import type { JsonValue } from "../model/json.js";
import { type ExactValue, exactJson, parseExactly, withDecimalText } from "./exact.js";
import type { ChangeAnswer } from "./mock.js";
import type { Answer } from "./refusals.js";
import { isJson, mediaTypeOf } from "./request.js";

/** The answer that a test makes of the description's. One that is no JSON goes out as it is, unless a body is given. */
export function changed(answer: Answer, change: ChangeAnswer): Answer {
  const exact = exactOf(answer);
  const before = withDecimalText(exact);
  const after = change({ status: answer.status, headers: answer.headers, body: before });
  if (after.body === before) {
    return { ...answer, status: after.status, headers: after.headers };
  }
  const mediaType = isJson(mediaTypeOf(after.headers["content-type"]))
    ? {}
    : { "content-type": "application/json" };
  return {
    status: after.status,
    headers: { ...after.headers, ...mediaType },
    body: Buffer.from(exactJson(restored(after.body, integersIn(exact)))),
  };
}

function exactOf({ headers, body }: Answer): ExactValue {
  return body !== null && isJson(mediaTypeOf(headers["content-type"]))
    ? parseExactly(body.toString("utf8"))
    : null;
}

/** The decimal text of each large integer. */
function integersIn(value: ExactValue): ReadonlySet<string> {
  if (typeof value === "bigint") {
    return new Set([String(value)]);
  }
  return typeof value === "object" && value !== null
    ? new Set(Object.values(value).flatMap((member) => [...integersIn(member)]))
    : new Set();
}

/** What was an integer before the change goes out as one. */
function restored(value: JsonValue, integers: ReadonlySet<string>): ExactValue {
  if (typeof value === "string") {
    return integers.has(value) ? BigInt(value) : value;
  }
  if (integers.size === 0 || typeof value !== "object" || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map((item) => restored(item, integers))
    : Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, restored(member, integers)]),
      );
}
