import type { ExactValue } from "../openapi/exact-integers.js";
import { exactJson, isList } from "./exact.js";
import { isJson } from "./request.js";

/** A media type that is safe in a header; what a description calls one may be anything. */
export function safeMediaType(written: string): string {
  if (/^(?:\*|application)\/\*$/.test(written)) {
    return "application/json";
  }
  if (written === "text/*") {
    return "text/plain";
  }
  return /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/.test(written)
    ? written
    : "application/octet-stream";
}

/** The bytes of an answer; `value` is null where nothing is known of it. */
export function bytesOf(mediaType: string, value: ExactValue, isKnown: boolean): Buffer {
  if (isJson(mediaType)) {
    return Buffer.from(exactJson(value));
  }
  if (
    isKnown &&
    typeof value !== "string" &&
    /^application\/(?:x-)?(?:nd|jsonl|json-seq)/.test(mediaType)
  ) {
    const items: readonly ExactValue[] = isList(value) ? value : [value];
    return Buffer.from(items.map((item) => `${exactJson(item)}\n`).join(""));
  }
  if (mediaType === "text/event-stream") {
    const data = typeof value === "string" ? value : exactJson(value);
    return Buffer.from(`data: ${data.replace(/[\r\n]+/g, " ")}\n\n`);
  }
  const fixed = Object.hasOwn(files, mediaType) ? files[mediaType] : undefined;
  if (fixed !== undefined) {
    return fixed;
  }
  if (/[/+]xml$/.test(mediaType)) {
    const text = typeof value === "string" && value.trimStart().startsWith("<") ? value : emptyXml;
    return Buffer.from(text);
  }
  return Buffer.from(isKnown ? (typeof value === "string" ? value : exactJson(value)) : "mock");
}

const emptyXml = '<?xml version="1.0" encoding="UTF-8"?>\n<answer/>\n';

/** The smallest files of their kinds. */
const files: Readonly<Record<string, Buffer>> = {
  "application/pdf": Buffer.from(
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
  ),
  "image/png": Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "base64",
  ),
  "image/gif": Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
  "application/zip": Buffer.from(`504b0506${"00".repeat(18)}`, "hex"),
};
