import { randomUUID } from "node:crypto";
import { writeJson } from "./body-integers.js";
import { AnswerFile } from "./contract.js";
import { isObject } from "./json.js";
import type { BodyForm, PartForm } from "./operation.js";
import { Ended, failure } from "./outcome.js";
import { textOf } from "./percent.js";
import { isAbsent, writePairs } from "./styles.js";

export interface WrittenBody {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export function writeBody(form: BodyForm, value: unknown): WrittenBody {
  const { mediaType } = form;
  switch (form.encoding) {
    case "json":
      return { mediaType, bytes: Buffer.from(writeJson(value, form)) };
    case "form":
      return { mediaType, bytes: Buffer.from(writeForm(membersOf(value), form.parts ?? {})) };
    case "multipart":
      return writeMultipart(mediaType, membersOf(value), form.parts ?? {});
    case "text":
      return { mediaType, bytes: Buffer.from(textOf(value)) };
    case "binary":
      return { mediaType, bytes: bytesOf(value) };
  }
}

/**
 * A member that is described by a style is written like a query parameter, any other by its media
 * type: plain values as text, objects as JSON.
 *
 * Source: OpenAPI 3.1.1, section 4.8.15.1.2 (Encoding Usage for RFC 6570-Style Serialization).
 */
function writeForm(members: Members, parts: Readonly<Record<string, PartForm>>): string {
  return members
    .flatMap(([name, value]) => {
      const part = parts[name] ?? {};
      const styled =
        part.style !== undefined || part.explode !== undefined || part.allowReserved !== undefined;
      return styled ? writePairs(name, value, part) : writePairs(name, plain(value), {});
    })
    .join("&");
}

/** Lists are repeated; what has members is JSON. */
function plain(value: unknown): unknown {
  return Array.isArray(value) ? value.filter((item) => !isAbsent(item)).map(textOf) : textOf(value);
}

type Members = readonly (readonly [string, unknown])[];

function membersOf(value: unknown): Members {
  return isObject(value) ? Object.entries(value).filter(([, member]) => !isAbsent(member)) : [];
}

/** Source: RFC 7578. */
function writeMultipart(
  mediaType: string,
  members: Members,
  parts: Readonly<Record<string, PartForm>>,
): WrittenBody {
  const boundary = `----${randomUUID()}`;
  const chunks = members.flatMap(([name, value]) => {
    const form = parts[name] ?? {};
    const { headers = {} } = form;
    return isStyled(form)
      ? styledParts(name, value, form).flatMap((part) => writePart(boundary, ...part, { headers }))
      : elementsOf(value).flatMap((item) => writePart(boundary, name, item, form));
  });
  return {
    mediaType: `${mediaType}; boundary=${boundary}`,
    bytes: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

/** A list is a part for each element. */
function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.filter((item) => !isAbsent(item)) : [value];
}

/** A style goes before a media type, but not before the bytes of a file. */
function isStyled({ style, base64 }: PartForm): boolean {
  return style !== undefined && base64 !== true;
}

/**
 * The parts are what the pairs of a query would be, with nothing escaped.
 *
 * Source: OpenAPI 3.1.1, section 4.8.15.1.2 (Encoding Usage for RFC 6570-Style Serialization).
 */
function styledParts(
  name: string,
  value: unknown,
  { allowReserved: _, ...form }: PartForm,
): readonly (readonly [string, string])[] {
  return writePairs(name, value, form).map((pair) => {
    const end = pair.indexOf("=");
    return [decodeURIComponent(pair.slice(0, end)), decodeURIComponent(pair.slice(end + 1))];
  });
}

function writePart(boundary: string, name: string, value: unknown, form: PartForm): Buffer[] {
  const isFile = form.base64 === true || value instanceof Uint8Array || value instanceof AnswerFile;
  const bytes = isFile ? bytesOf(value) : Buffer.from(textOf(value));
  const fileName =
    form.fileName ?? (value instanceof AnswerFile ? value.name : isFile ? name : null);
  const type = form.contentType?.split(",")[0] ?? defaultType(value, isFile);
  const disposition = [`form-data; name="${quoted(name)}"`];
  if (fileName !== null) {
    disposition.push(`filename="${quoted(fileName)}"`);
  }
  const head = [`--${boundary}`, `Content-Disposition: ${disposition.join("; ")}`];
  if (type !== null) {
    head.push(`Content-Type: ${type.trim()}`);
  }
  for (const [header, text] of Object.entries(form.headers ?? {})) {
    head.push(`${header}: ${text}`);
  }
  return [Buffer.from(`${head.join("\r\n")}\r\n\r\n`), bytes, Buffer.from("\r\n")];
}

function defaultType(value: unknown, isFile: boolean): string | null {
  if (value instanceof AnswerFile) {
    return value.media_type;
  }
  if (isFile) {
    return "application/octet-stream";
  }
  return typeof value === "object" ? "application/json" : null;
}

/** Source: HTML Living Standard, section 4.10.22.8 (Multipart form data). */
function quoted(text: string): string {
  return text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Bytes, or the base64 text in which a model gives them. */
function bytesOf(value: unknown): Buffer {
  if (value instanceof AnswerFile) {
    return value.bytes;
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value);
  }
  const text = textOf(value).replaceAll(/\s/g, "");
  if (!BASE64.test(text)) {
    throw new Ended(failure({ error: "invalid_file", reason: "A file is given as base64." }));
  }
  return Buffer.from(text, "base64");
}
