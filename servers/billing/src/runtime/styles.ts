import { isCookieText } from "./header-text.js";
import { isObject } from "./json.js";
import type { ParameterForm, Style } from "./operation.js";
import { Ended, failure } from "./outcome.js";
import { encode, encodeReserved, type Location, textOf } from "./percent.js";

/**
 * `name=value` pairs of a query, a cookie, or a form body.
 *
 * Source: OpenAPI 3.1.1, section 4.8.12.4 (Style Values) and 4.8.12.6 (Style Examples).
 */
export function writePairs(
  name: string,
  given: unknown,
  form: ParameterForm,
  location: Exclude<Location, "path"> = "query",
): string[] {
  if (isAbsent(given)) {
    return [];
  }
  const value = contentOf(given, form);
  const style = form.style ?? "form";
  const explode = form.explode ?? (style === "form" || style === "cookie");
  const isJoined = typeof value === "object" && (!explode || location === "cookie");
  if (style === "deepObject") {
    return writeDeepObject(encode(name), value, writerOf(form, location, false));
  }
  const write = style === "cookie" ? cookieWriter(name) : writerOf(form, location, isJoined);
  if (Array.isArray(value)) {
    const items = present(value).map(write);
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

/** What writes a value; `isPart`: it is one of several that delimiters hold apart. */
export function writerOf(
  { allowReserved }: ParameterForm,
  location: Location,
  isPart: boolean,
): (value: unknown) => string {
  return allowReserved === true ? (value) => encodeReserved(value, location, isPart) : encode;
}

/**
 * The style `cookie` escapes nothing: what would end the value cannot be sent.
 *
 * Source: OpenAPI 3.2.0, section 4.12.3 (Style Values).
 */
function cookieWriter(name: string): (value: unknown) => string {
  return (value) => {
    const text = textOf(value);
    if (!isCookieText(text)) {
      throw new Ended(
        failure({
          error: "invalid_cookie_value",
          parameter: name,
          reason: "It has characters that a cookie cannot hold.",
        }),
      );
    }
    return text;
  };
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

/** `escaped`: whether what stands between the values is escaped too, as in a path. */
export function writeSimple(
  value: unknown,
  { explode = false, style = "simple" }: ParameterForm,
  write: (value: unknown) => string,
  escaped = true,
): string {
  const between = escaped ? DELIMITERS[style] : decodeURIComponent(DELIMITERS[style]);
  if (Array.isArray(value)) {
    return present(value).map(write).join(between);
  }
  if (isObject(value)) {
    return writeEntries(value, explode ? "=" : between, write).join(between);
  }
  return write(value);
}

export function writeLabel(
  value: unknown,
  explode: boolean,
  write: (value: unknown) => string,
): string {
  const separator = explode ? "." : ",";
  if (Array.isArray(value)) {
    return `.${present(value).map(write).join(separator)}`;
  }
  if (isObject(value)) {
    return `.${writeEntries(value, explode ? "=" : ",", write).join(separator)}`;
  }
  return `.${write(value)}`;
}

export function writeMatrix(
  name: string,
  value: unknown,
  explode: boolean,
  write: (value: unknown) => string,
): string {
  if (Array.isArray(value) && explode) {
    return present(value)
      .map((item) => matrixPair(encode(name), write(item)))
      .join("");
  }
  if (isObject(value) && explode) {
    return presentEntries(value)
      .map(([key, member]) => matrixPair(write(key), write(member)))
      .join("");
  }
  return matrixPair(encode(name), writeSimple(value, {}, write));
}

/** Source: RFC 6570, section 3.2.7: an empty value has no equals sign. */
function matrixPair(name: string, text: string): string {
  return text === "" ? `;${name}` : `;${name}=${text}`;
}

function writeEntries(
  value: Record<string, unknown>,
  between: string,
  write: (value: unknown) => string,
): string[] {
  return presentEntries(value).map(([key, member]) => `${write(key)}${between}${write(member)}`);
}

function present(value: readonly unknown[]): readonly unknown[] {
  return value.filter((item) => !isAbsent(item));
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
