/** Smaller objects are made as a whole. */
export const leastOutlined = 2_048;

/** Reads from the text what offsets of an `Outline` mean. */
export interface MemberReader {
  /** The key whose inside stands here. */
  key(start: number, end: number): string;
  /** The value of the member whose offsets begin at a place. */
  value(members: Int32Array, place: number): unknown;
}

/** An object that is read as it is asked; it cannot be written to. */
export function lazyObject(members: Int32Array, reader: MemberReader): object {
  return new Proxy({}, new Members(members, reader));
}

/** A large object: its keys are read when it is first asked for one, its values one by one. */
class Members implements ProxyHandler<object> {
  readonly #offsets: Int32Array;
  readonly #reader: MemberReader;
  readonly #made = new Map<number, unknown>();
  #places: Readonly<Record<PropertyKey, number>> | null = null;

  constructor(offsets: Int32Array, reader: MemberReader) {
    this.#offsets = offsets;
    this.#reader = reader;
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
        const [start = 0, end = 0] = [this.#offsets[place], this.#offsets[place + 1]];
        places[this.#reader.key(start, end)] = place;
      }
      this.#places = places;
    }
    return this.#places;
  }

  #value(place: number): unknown {
    if (!this.#made.has(place)) {
      this.#made.set(place, this.#reader.value(this.#offsets, place));
    }
    return this.#made.get(place);
  }
}
