import type { Content, Encoding, SchemaNode } from "../openapi/api.js";
import { type ExactValue, parseExactJson } from "../openapi/exact-integers.js";
import { pairReadings } from "./parameters.js";
import { readValue } from "./read-value.js";
import { decodedForm, isJson, mediaTypeOf, type Pairs, pairsOf } from "./request.js";

/** A form as an object of what its fields spell, by the properties of the schema. */
export function readForm(text: string, { schema, encoding }: Content): ExactValue {
  const pairs = pairsOf(text);
  const members = new Map<string, ExactValue>();
  for (const [name, property] of schema?.properties() ?? []) {
    const value = fieldValue(pairs, name, property.schema, encoding.get(name));
    if (value !== undefined) {
      members.set(name, value);
    }
  }
  for (const [name, value] of pairs) {
    const written = decodedForm(name);
    const [root = written] = written.split("[");
    if (!members.has(written) && !members.has(root)) {
      members.set(written, decodedForm(value));
    }
  }
  return Object.fromEntries(members);
}

/** Source: OpenAPI 3.1.1, section 4.8.15.1 (Encoding Object Example): by style, or JSON for objects. */
function fieldValue(
  pairs: Pairs,
  name: string,
  schema: SchemaNode,
  encoding: Encoding | undefined,
): ExactValue | undefined {
  const style = encoding?.style ?? (hasBrackets(pairs, name) ? "deepObject" : "form");
  const explode = encoding?.style ? encoding.explode : true;
  const isExplodedObject = style === "form" && encoding?.style === undefined;
  const own = isExplodedObject ? pairs.filter(([key]) => decodedForm(key) === name) : pairs;
  if (own.length === 0) {
    return undefined;
  }
  const [first] = own;
  const isObject = schema.types?.includes("object") === true;
  if (isExplodedObject && isObject && own.length === 1 && first !== undefined) {
    return jsonOf(decodedForm(first[1]));
  }
  const readings = pairReadings(own, { name, style, explode, schema }, decodedForm);
  return readings === null ? undefined : readValue(readings, schema, "").value;
}

function hasBrackets(pairs: Pairs, name: string): boolean {
  return pairs.some(([key]) => decodedForm(key).startsWith(`${name}[`));
}

function jsonOf(text: string): ExactValue {
  try {
    return text.length > longestJson ? text : parseExactJson(text);
  } catch {
    return text;
  }
}

/** Short enough not to be nested beyond reason. */
const longestJson = 10_000;

interface Part {
  readonly name: string;
  readonly mediaType: string;
  readonly isFile: boolean;
  readonly bytes: Buffer;
}

/** Null where it is no form. Files stand as their base64. Source: RFC 7578. */
export function readMultipart(
  body: Buffer,
  contentType: string,
  { schema, encoding }: Content,
): ExactValue | null {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  const parts = boundary === undefined ? null : partsOf(body, boundary);
  if (parts === null) {
    return null;
  }
  const properties = schema?.properties();
  const styled = styledParts(parts, properties ?? new Map(), encoding);
  const others = parts.filter(({ name }) => {
    const [root = name] = name.split("[");
    return !styled.has(name) && !styled.has(root);
  });
  const names = [...new Set(others.map(({ name }) => name))];
  return Object.fromEntries([
    ...styled,
    ...names.map((name): [string, ExactValue] => {
      const own = others.filter((part) => part.name === name);
      const property = properties?.get(name)?.schema ?? null;
      return [name, partValue(own, property)];
    }),
  ]);
}

/** What is described by a style, by name: its parts are the pairs of a query, with nothing escaped. */
function styledParts(
  parts: readonly Part[],
  properties: ReadonlyMap<string, { readonly schema: SchemaNode }>,
  encoding: Content["encoding"],
): ReadonlyMap<string, ExactValue> {
  const pairs = parts.map((part): [string, string] => [
    encodeURIComponent(part.name),
    encodeURIComponent(part.isFile ? "" : part.bytes.toString("utf8")),
  ]);
  const found = new Map<string, ExactValue>();
  for (const [name, { schema }] of properties) {
    const stated = encoding.get(name);
    const isFile = parts.some((part) => part.name === name && part.isFile);
    const value = !stated?.style || isFile ? undefined : fieldValue(pairs, name, schema, stated);
    if (value !== undefined) {
      found.set(name, value);
    }
  }
  return found;
}

function partValue(parts: readonly Part[], schema: SchemaNode | null): ExactValue {
  const values = parts.map(({ bytes, isFile, mediaType }): ExactValue => {
    if (isFile) {
      return bytes.subarray(0, longestFile).toString("base64");
    }
    const text = bytes.toString("utf8");
    return isJson(mediaType) ? jsonOf(text) : text;
  });
  const [first = null, ...others] = values;
  const texts = values.filter((value) => typeof value === "string");
  if (schema === null || texts.length < values.length) {
    return others.length === 0 && schema?.types?.includes("array") !== true ? first : values;
  }
  const [text = null] = texts;
  const readings = { text: others.length === 0 ? text : null, list: texts, object: null };
  return readValue(readings, schema, "").value;
}

const longestFile = 100_000;
const mostParts = 1_000;

function partsOf(body: Buffer, boundary: string): readonly Part[] | null {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(mark);
  while (at >= 0 && parts.length < mostParts) {
    const start = at + mark.length;
    if (body.subarray(start, start + 2).toString("latin1") === "--") {
      return parts;
    }
    const next = body.indexOf(mark, start);
    const head = body.indexOf("\r\n\r\n", start);
    if (next < 0 || head < 0 || head > next) {
      return null;
    }
    const part = partOf(
      body.subarray(start, head).toString("utf8"),
      body.subarray(head + 4, next - 2),
    );
    if (part !== null) {
      parts.push(part);
    }
    at = next;
  }
  return null;
}

function partOf(head: string, bytes: Buffer): Part | null {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? "";
  const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) {
    return null;
  }
  return {
    name: name.replaceAll("%22", '"').replaceAll("%0D", "\r").replaceAll("%0A", "\n"),
    mediaType: mediaTypeOf(/^content-type:(.*)$/im.exec(head)?.[1]),
    isFile: /;\s*filename\*?=/i.test(disposition),
    bytes,
  };
}
