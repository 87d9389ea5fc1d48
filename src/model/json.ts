/** A value that JSON can carry. */
export type JsonValue = JsonPrimitive | readonly JsonValue[] | JsonObject;
export type JsonPrimitive = null | boolean | number | string;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

/** The value if it is an object, else an empty one. */
export function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The value if it is a string, else an empty one. */
export function asText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** What a text holds as JSON; undefined where it is none. */
export function parsedJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
