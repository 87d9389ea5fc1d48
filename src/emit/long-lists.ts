import type { JsonValue } from "../model/json.js";

/** More values than this, or longer ones, are a table: they are checked, and neither shown nor made a type. */
const mostValues = 500;
/** In characters of JSON. */
const longestValues = 20_000;

/** The longest value that is named as an example of the others, in characters of JSON. */
const longestNamed = 60;

/** Whether a list of allowed values is too long for what a model reads, and for a type. */
export function isLong(values: readonly JsonValue[]): boolean {
  if (values.length > mostValues) {
    return true;
  }
  let length = 0;
  return values.some((value) => {
    length += JSON.stringify(value).length;
    return length > longestValues;
  });
}

/** Whether there are too many alternatives to show. */
export function areMany(alternatives: readonly unknown[]): boolean {
  return alternatives.length > mostValues;
}

/** What stands in a description for values that are not shown. */
export function inWords(values: readonly JsonValue[]): string {
  const some = values
    .slice(0, 3)
    .map((value) => JSON.stringify(value))
    .filter((text) => text.length <= longestNamed);
  const named = some.length === 0 ? "" : `, such as ${some.join(", ")}`;
  return values.length === 1
    ? "One value, too long to be shown."
    : `One of ${values.length} values${named}.`;
}
