import { parseExactJson } from "./exact-integers.js";
import { type JsonOutline, outlineOf } from "./json-outline.js";
import { afterSpace, brace } from "./json-tokens.js";

/** Smaller objects are made as a whole. */
const leastOutlined = 2_048;

/**
 * The value of a JSON text in UTF-8, as `parseExactJson` gives it, of which only what is looked at is ever
 * made; it cannot be written to. Null where the text is not JSON.
 */
export function jsonValue(
  bytes: Buffer,
  least = leastOutlined,
): { readonly value: unknown } | null {
  const outline = outlineOf(bytes, least);
  return outline && { value: valueBetween({ bytes, outline }, afterSpace(bytes, 0), bytes.length) };
}

interface Source {
  readonly bytes: Buffer;
  readonly outline: JsonOutline;
}

function valueBetween(source: Source, start: number, end: number): unknown {
  const members = source.bytes[start] === brace ? source.outline.membersAt(start) : null;
  return members === null
    ? parseExactJson(source.bytes.toString("utf8", start, end))
    : new Proxy({}, new Members(source, members));
}

/** A large object: its keys are read when it is first asked for one, its values one by one. */
class Members implements ProxyHandler<object> {
  readonly #source: Source;
  readonly #offsets: Int32Array;
  readonly #made = new Map<number, unknown>();
  #places: Readonly<Record<PropertyKey, number>> | null = null;

  constructor(source: Source, offsets: Int32Array) {
    this.#source = source;
    this.#offsets = offsets;
  }

  get(target: object, key: PropertyKey): unknown {
    const place = this.#keys()[key];
    return place === undefined ? Reflect.get(target, key) : this.#value(place);
  }

  has(target: object, key: PropertyKey): boolean {
    return this.#keys()[key] !== undefined || key in target;
  }

  ownKeys(): string[] {
    return Object.keys(this.#keys());
  }

  getOwnPropertyDescriptor(_target: object, key: PropertyKey): PropertyDescriptor | undefined {
    const place = this.#keys()[key];
    return place === undefined
      ? undefined
      : { value: this.#value(place), configurable: true, enumerable: true, writable: true };
  }

  set(): boolean {
    return false;
  }

  defineProperty(): boolean {
    return false;
  }

  deleteProperty(): boolean {
    return false;
  }

  /** Where the offsets of each member are: an object too, so that it has the order of one. */
  #keys(): Readonly<Record<PropertyKey, number>> {
    if (this.#places === null) {
      const places: Record<PropertyKey, number> = Object.create(null);
      for (let place = 0; place < this.#offsets.length; place += 4) {
        const text = this.#text(place);
        places[text.includes("\\") ? JSON.parse(`"${text}"`) : text] = place;
      }
      this.#places = places;
    }
    return this.#places;
  }

  #value(place: number): unknown {
    if (!this.#made.has(place)) {
      const [start = 0, end = 0] = this.#offsets.subarray(place + 2);
      this.#made.set(place, valueBetween(this.#source, start, end));
    }
    return this.#made.get(place);
  }

  #text(place: number): string {
    return this.#source.bytes.toString("utf8", this.#offsets[place], this.#offsets[place + 1]);
  }
}
