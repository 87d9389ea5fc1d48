import { parseExactJson } from "./exact-integers.js";
import { type JsonOutline, outlineOf } from "./json-outline.js";
import { afterSpace, brace } from "./json-tokens.js";

/** Smaller objects are read as a whole. */
const leastOutlined = 2_048;

/**
 * The value of a JSON text in UTF-8, as `parseExactJson` gives it, of which only what is looked at is ever
 * made: the larger objects have a getter for each member. Null
 * where the text is not JSON.
 */
export function jsonValue(
  bytes: Buffer,
  least = leastOutlined,
): { readonly value: unknown } | null {
  const outline = outlineOf(bytes, least);
  return outline && { value: new Values(bytes, outline).read(afterSpace(bytes, 0), bytes.length) };
}

class Values {
  readonly #bytes: Buffer;
  readonly #outline: JsonOutline;

  constructor(bytes: Buffer, outline: JsonOutline) {
    this.#bytes = bytes;
    this.#outline = outline;
  }

  read(start: number, end: number): unknown {
    const members = this.#bytes[start] === brace ? this.#outline.get(start) : undefined;
    return members === undefined ? parseExactJson(this.#text(start, end)) : this.#object(members);
  }

  #object(members: Int32Array): object {
    const object = {};
    for (let at = 0; at < members.length; at += 4) {
      const [keyStart = 0, keyEnd = 0, start = 0, end = 0] = members.subarray(at, at + 4);
      this.#add(object, this.#key(keyStart, keyEnd), start, end);
    }
    return object;
  }

  /** As an own property, whatever its name. Of two with one name the last is kept. */
  #add(object: object, key: string, start: number, end: number): void {
    let made = false;
    let value: unknown;
    const get = () => {
      if (!made) {
        value = this.read(start, end);
        made = true;
      }
      return value;
    };
    Object.defineProperty(object, key, { get, configurable: true, enumerable: true });
  }

  #key(start: number, end: number): string {
    const text = this.#text(start, end);
    return text.includes("\\") ? JSON.parse(`"${text}"`) : text;
  }

  #text(start: number, end: number): string {
    return this.#bytes.toString("utf8", start, end);
  }
}
