import { parseExactJson } from "./exact-integers.js";
import { outlineOf } from "./json-outline.js";
import { afterSpace, brace } from "./json-tokens.js";
import { lazyObject, leastOutlined, type MemberReader } from "./lazy-object.js";
import type { Outline } from "./outline.js";

/**
 * The value of a JSON text in UTF-8, as `parseExactJson` gives it, of which only what is looked at is ever
 * made; it cannot be written to. Null where the text is not JSON.
 */
export function jsonValue(
  bytes: Buffer,
  least = leastOutlined,
): { readonly value: unknown } | null {
  const outline = outlineOf(bytes, least);
  return (
    outline && { value: new JsonReader(bytes, outline).between(afterSpace(bytes, 0), bytes.length) }
  );
}

class JsonReader implements MemberReader {
  readonly #bytes: Buffer;
  readonly #outline: Outline;

  constructor(bytes: Buffer, outline: Outline) {
    this.#bytes = bytes;
    this.#outline = outline;
  }

  between(start: number, end: number): unknown {
    const members = this.#bytes[start] === brace ? this.#outline.membersAt(start) : null;
    return members === null
      ? parseExactJson(this.#bytes.toString("utf8", start, end))
      : lazyObject(members, this);
  }

  key(start: number, end: number): string {
    const text = this.#bytes.toString("utf8", start, end);
    return text.includes("\\") ? JSON.parse(`"${text}"`) : text;
  }

  value(members: Int32Array, place: number): unknown {
    return this.between(members[place + 2] ?? 0, members[place + 3] ?? 0);
  }
}
