import type { Content, RequestBody } from "../openapi/api.js";
import { type ExactValue, parseExactJson } from "../openapi/exact-integers.js";
import { readForm, readMultipart } from "./form.js";
import type { RequestProblem } from "./mock.js";
import { problemsOf } from "./read-value.js";
import { isInRange, isJson, mediaTypeOf, type RawRequest } from "./request.js";

/** What a request's body came to. */
export type ReadBody =
  | {
      readonly kind: "read";
      readonly value: ExactValue;
      readonly problems: readonly RequestProblem[];
    }
  /** Of a media type that the description does not list. */
  | { readonly kind: "unsupported"; readonly supported: readonly string[] };

/** Of this type no bytes are a form without fields. */
const formType = "application/x-www-form-urlencoded";

const nothing: ReadBody = { kind: "read", value: null, problems: [] };

/** Reads a body as the description says, with everything that it does not allow. */
export function readBody(described: RequestBody | null, request: RawRequest): ReadBody {
  const mediaType = mediaTypeOf(request.headers["content-type"]);
  if (request.body.length === 0 && (described?.required !== true || mediaType !== formType)) {
    return described?.required === true ? broken("is required") : nothing;
  }
  if (described === null || described.contents.length === 0) {
    return described === null ? broken("is not part of this operation") : nothing;
  }
  const content = contentFor(mediaType, described.contents);
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (content === null || encoding.toLowerCase() !== "identity") {
    return { kind: "unsupported", supported: described.contents.map((each) => each.mediaType) };
  }
  return readContent(content, mediaType, request);
}

function contentFor(mediaType: string, contents: readonly Content[]): Content | null {
  return (
    contents.find((content) => content.mediaType === mediaType) ??
    contents.find((content) => isInRange(mediaType, content.mediaType)) ??
    null
  );
}

function readContent(content: Content, mediaType: string, request: RawRequest): ReadBody {
  const { body, headers } = request;
  if (isJson(mediaType)) {
    const parsed = parseJson(body);
    return parsed.kind === "broken" ? broken(parsed.why) : checked(content, parsed.value);
  }
  if (mediaType === formType) {
    return checked(content, readForm(body.toString("utf8"), content));
  }
  if (mediaType === "multipart/form-data") {
    const form = readMultipart(body, headers["content-type"] ?? "", content);
    return form === null
      ? broken("must be multipart/form-data with its boundary")
      : checked(content, form);
  }
  return mediaType.startsWith("text/") ? checked(content, body.toString("utf8")) : nothing;
}

function checked({ schema }: Content, value: ExactValue): ReadBody {
  const problems = schema === null ? [] : problemsOf(schema.toSchema(), value, "/body");
  return { kind: "read", value, problems };
}

function broken(why: string): ReadBody {
  return { kind: "read", value: null, problems: [{ at: "/body", why }] };
}

/** What a body says by itself, for the record. */
export function recordedBody({ body, headers }: Pick<RawRequest, "body" | "headers">): ExactValue {
  const mediaType = mediaTypeOf(headers["content-type"]);
  if (body.length === 0 || body.length > mostRecorded) {
    return null;
  }
  if (isJson(mediaType)) {
    const parsed = parseJson(body);
    return parsed.kind === "parsed" ? parsed.value : body.toString("utf8");
  }
  return /^text\/|^application\/(?:x-www-form-urlencoded|xml)|\+xml$/.test(mediaType)
    ? body.toString("utf8")
    : null;
}

const mostRecorded = 1024 * 1024;
/** Levels of lists and objects. */
const deepest = 200;

type Parsed =
  | { readonly kind: "parsed"; readonly value: ExactValue }
  | { readonly kind: "broken"; readonly why: string };

function parseJson(body: Buffer): Parsed {
  const text = body.toString("utf8");
  if (depthOf(text) > deepest) {
    return { kind: "broken", why: `must not be nested more than ${deepest} levels deep` };
  }
  try {
    return { kind: "parsed", value: parseExactJson(text) };
  } catch {
    return { kind: "broken", why: "must be JSON" };
  }
}

/** How deep the brackets of a JSON text go. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isText) {
      at += character === "\\" ? 1 : 0;
      isText = character !== '"';
    } else if (character === '"') {
      isText = true;
    } else if (character === "[" || character === "{") {
      depth++;
      most = Math.max(most, depth);
    } else if (character === "]" || character === "}") {
      depth--;
    }
  }
  return most;
}
