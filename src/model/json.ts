/** A value that JSON can carry. */
export type JsonValue = JsonPrimitive | readonly JsonValue[] | JsonObject;
export type JsonPrimitive = null | boolean | number | string;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}
