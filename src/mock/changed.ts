import type { JsonValue } from "../model/json.js";
import type { ChangeAnswer } from "./mock.js";
import type { Answer } from "./refusals.js";
import { isJson, mediaTypeOf } from "./request.js";

/** The answer that a test makes of the description's. One that is no JSON goes out as it is, unless a body is given. */
export function changed(answer: Answer, change: ChangeAnswer): Answer {
  const before = jsonOf(answer);
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
    body: Buffer.from(JSON.stringify(after.body)),
  };
}

function jsonOf({ headers, body }: Answer): JsonValue {
  return body !== null && isJson(mediaTypeOf(headers["content-type"]))
    ? JSON.parse(body.toString("utf8"))
    : null;
}
