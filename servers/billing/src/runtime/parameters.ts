import { isHeaderText } from "./header-text.js";
import { isObject } from "./json.js";
import type { ParameterForm, Parameters } from "./operation.js";
import { Ended, failure } from "./outcome.js";
import { textOf } from "./percent.js";
import {
  contentOf,
  isAbsent,
  writeLabel,
  writeMatrix,
  writePairs,
  writerOf,
  writeSimple,
} from "./styles.js";

/** The values of one location, by name on the wire. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Fills in a path template. A value can only ever be a part of the segment that it stands in: a
 * path with a segment that is empty, `.` or `..` is refused.
 */
export function writePath(template: string, forms: Parameters, values: Values): string {
  const path = template.replaceAll(/\{([^{}]+)\}/g, (_placeholder, name: string) =>
    writePathValue(name, values[name], forms[name] ?? {}),
  );
  const segments = path.split("/");
  const expected = template.split("/");
  const strayed =
    segments.length !== expected.length ||
    segments.some((segment, index) => isStray(segment) && expected[index] !== segment);
  if (strayed) {
    throw refusedPath(Object.keys(forms), values);
  }
  return path;
}

function writePathValue(name: string, value: unknown, form: ParameterForm): string {
  if (isAbsent(value) || hasDotSegment(value)) {
    throw refusedPath([name], { [name]: value });
  }
  const { style = "simple", explode = false } = form;
  const given = contentOf(value, form);
  const write = writerOf(form, "path", typeof given === "object" || style === "matrix");
  if (style === "label") {
    return writeLabel(given, explode, write);
  }
  if (style === "matrix") {
    return writeMatrix(name, given, explode, write);
  }
  return writeSimple(given, form, write);
}

function isStray(segment: string): boolean {
  return segment === "" || isDots(segment);
}

/** Some servers decode `%2F` before they resolve `..`, so what is encoded is no protection. */
function hasDotSegment(value: unknown): boolean {
  const texts = isObject(value) || Array.isArray(value) ? Object.values(value) : [value];
  return texts.some((text) =>
    textOf(text)
      .split(/[/\\]|%2f|%5c/i)
      .some(isDots),
  );
}

function isDots(text: string): boolean {
  return /^(?:\.|%2e){1,2}$/i.test(text);
}

function refusedPath(names: readonly string[], values: Values): Ended {
  const name = names.find((candidate) => isAbsent(values[candidate])) ?? names[0] ?? "path";
  return new Ended(
    failure({
      error: "invalid_path_value",
      parameter: name,
      given: textOf(values[name] ?? "").slice(0, 100),
      reason:
        'A value in a path cannot be empty, and neither it nor a part of it between slashes can be "." or "..".',
    }),
  );
}

/** The query without its question mark; empty where nothing is sent. */
export function writeQuery(forms: Parameters, values: Values): string {
  return Object.entries(values)
    .flatMap(([name, value]) => writePairs(name, value, forms[name] ?? {}))
    .join("&");
}

/** By name in lower case. */
export function writeHeaders(forms: Parameters, values: Values): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (!isAbsent(value)) {
      const form = forms[name] ?? {};
      const text = writeSimple(contentOf(value, form), form, textOf, false);
      headers[name.toLowerCase()] = headerValue(name, text);
    }
  }
  return headers;
}

/** The value of the Cookie header; empty where nothing is sent. */
export function writeCookies(forms: Parameters, values: Values): string {
  return Object.entries(values)
    .map(([name, value]) => writeCookie(name, value, forms[name] ?? {}))
    .filter((pair) => pair !== "")
    .join("; ");
}

/** Source: OpenAPI 3.1.1, section 4.8.12.4 (`form`), and 3.2.0, the same section (`cookie`). */
function writeCookie(name: string, value: unknown, form: ParameterForm): string {
  const pairs = writePairs(name, value, form, "cookie");
  return form.style === "cookie" ? pairs.join("; ") : pairs.join("&");
}

export function headerValue(name: string, text: string): string {
  if (!isHeaderText(text)) {
    throw new Ended(
      failure({
        error: "invalid_header_value",
        parameter: name,
        reason: "It has characters that a header cannot hold.",
      }),
    );
  }
  return text;
}
