import { type ExactValue, parseExactJson } from "../openapi/exact-integers.js";
import {
  exactJson,
  isList,
  isObject,
  type Path,
  withDecimalText,
  withLargeIntegers,
} from "./exact.js";
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
  const integers = new Set(placesOfIntegers(exact));
  const body = withLargeIntegers(after.body, (path) => integers.has(placeOf(path)));
  const mediaType = isJson(mediaTypeOf(after.headers["content-type"]))
    ? {}
    : { "content-type": "application/json" };
  return {
    status: after.status,
    headers: { ...after.headers, ...mediaType },
    body: Buffer.from(exactJson(body)),
  };
}

function exactOf({ headers, body }: Answer): ExactValue {
  return body !== null && isJson(mediaTypeOf(headers["content-type"]))
    ? parseExactJson(body.toString("utf8"))
    : null;
}

/** Where large integers stand: at such a place, a text of digits means one after the change too. */
function placesOfIntegers(value: ExactValue, path: Path = []): readonly string[] {
  if (typeof value === "bigint") {
    return [placeOf(path)];
  }
  if (isList(value)) {
    return value.flatMap((item, index) => placesOfIntegers(item, [...path, index]));
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([name, member]) => placesOfIntegers(member, [...path, name]))
    : [];
}

/** All items of a list are one place: a change may add some, or take some away. */
function placeOf(path: Path): string {
  return JSON.stringify(path.map((step) => (typeof step === "number" ? 0 : step)));
}
