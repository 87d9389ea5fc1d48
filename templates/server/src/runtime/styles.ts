import { isObject } from "./json.js";
import type { ParameterForm, Style } from "./operation.js";
import { Ended, failure } from "./outcome.js";

/**
 * `name=value` pairs of a query, a cookie, or a form body.
 *
 * Source: OpenAPI 3.1.1, section 4.8.12.4 (Style Values) and 4.8.12.6 (Style Examples).
 */
export function writePairs(name: string, given: unknown, form: ParameterForm): string[] {
  if (isAbsent(given)) {
    return [];
  }
  const value = contentOf(given, form);
  const style = form.style ?? "form";
  const write = writerOf(name, style, form.allowReserved === true);
  if (style === "deepObject") {
    return writeDeepObject(encode(name), value, write);
  }
  const explode = form.explode ?? (style === "form" || style === "cookie");
  if (Array.isArray(value)) {
    const items = value.filter((item) => !isAbsent(item)).map(write);
    if (explode) {
      return items.map((item) => `${encode(name)}=${item}`);
    }
    return items.length === 0 ? [] : [`${encode(name)}=${items.join(DELIMITERS[style])}`];
  }
  if (isObject(value)) {
    const entries = presentEntries(value);
    if (explode) {
      return entries.map(([key, member]) => `${encode(key)}=${write(member)}`);
    }
    const flat = entries.flatMap(([key, member]) => [encode(key), write(member)]);
    return flat.length === 0 ? [] : [`${encode(name)}=${flat.join(DELIMITERS[style])}`];
  }
  return [`${encode(name)}=${write(value)}`];
}

function writerOf(name: string, style: Style, keepsReserved: boolean): (value: unknown) => string {
  if (style === "cookie") {
    return (value) => cookieText(name, value);
  }
  return keepsReserved ? encodeReserved : encode;
}

/**
 * The style `cookie` escapes nothing: what would end the value cannot be sent.
 *
 * Source: OpenAPI 3.2.0, section 4.12.3 (Style Values); RFC 6265, section 4.1.1 (cookie-octet).
 */
function cookieText(name: string, value: unknown): string {
  const text = textOf(value);
  if (!/^[!#-:<-[\]-~]*$/.test(text)) {
    throw new Ended(
      failure({
        error: "invalid_cookie_value",
        parameter: name,
        reason: "It has characters that a cookie cannot hold.",
      }),
    );
  }
  return text;
}

const DELIMITERS: Readonly<Record<Style, string>> = {
  simple: ",",
  label: ",",
  matrix: ",",
  form: ",",
  cookie: ",",
  deepObject: ",",
  spaceDelimited: "%20",
  pipeDelimited: "%7C",
};

/**
 * The specification leaves open what a list inside a deepObject is. Written here is what most
 * servers read: `a[b][]=x` for plain values, and an index where the elements have members.
 */
function writeDeepObject(
  name: string,
  value: unknown,
  write: (value: unknown) => string,
): string[] {
  if (isAbsent(value)) {
    return [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) =>
      writeDeepObject(`${name}%5B${typeof item === "object" ? index : ""}%5D`, item, write),
    );
  }
  if (isObject(value)) {
    return presentEntries(value).flatMap(([key, member]) =>
      writeDeepObject(`${name}%5B${encode(key)}%5D`, member, write),
    );
  }
  return [`${name}=${write(value)}`];
}

export function writeSimple(
  value: unknown,
  explode: boolean,
  write: (value: unknown) => string,
): string {
  if (Array.isArray(value)) {
    return value.map(write).join(",");
  }
  if (isObject(value)) {
    return writeEntries(value, explode ? "=" : ",", write).join(",");
  }
  return write(value);
}

export function writeLabel(value: unknown, explode: boolean): string {
  const separator = explode ? "." : ",";
  if (Array.isArray(value)) {
    return `.${value.map(encode).join(separator)}`;
  }
  if (isObject(value)) {
    return `.${writeEntries(value, explode ? "=" : ",", encode).join(separator)}`;
  }
  return `.${encode(value)}`;
}

export function writeMatrix(name: string, value: unknown, explode: boolean): string {
  if (Array.isArray(value) && explode) {
    return value.map((item) => `;${encode(name)}=${encode(item)}`).join("");
  }
  if (isObject(value) && explode) {
    return writeEntries(value, "=", encode)
      .map((entry) => `;${entry}`)
      .join("");
  }
  const text = writeSimple(value, false, encode);
  return text === "" ? `;${encode(name)}` : `;${encode(name)}=${text}`;
}

function writeEntries(
  value: Record<string, unknown>,
  between: string,
  write: (value: unknown) => string,
): string[] {
  return presentEntries(value).map(([key, member]) => `${write(key)}${between}${write(member)}`);
}

function presentEntries(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => !isAbsent(member));
}

export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** The text of a parameter that is described by a media type; any other value as it is. */
export function contentOf(value: unknown, form: ParameterForm): unknown {
  if (form.mediaType === undefined) {
    return value;
  }
  return JSON_MEDIA.test(form.mediaType) ? JSON.stringify(value) : textOf(value);
}

const JSON_MEDIA = /[/+]json\b/i;

/** A plain value as text; JSON of anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Everything but RFC 3986's unreserved characters as `%XX`. */
export function encode(value: unknown): string {
  return encodeURIComponent(textOf(value).replaceAll(/\p{Surrogate}/gu, "\ufffd")).replaceAll(
    /[!'()*]/g,
    percent,
  );
}

/**
 * RFC 6570's reserved expansion, without the characters that would end the value (`&`, `#`), mean a
 * space (`+`), or may not stand in a query (`[`, `]`). What is encoded already stays as it is.
 */
function encodeReserved(value: unknown): string {
  return encode(value)
    .replaceAll(/%25([0-9A-Fa-f]{2})/g, "%$1")
    .replaceAll(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|3D)/g, decodeURIComponent);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
