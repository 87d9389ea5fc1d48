/** Where the members of the larger objects of a text stand. */
export class Outline {
  /** By the offset where an object begins: where in `#offsets` its own begin, after how many they are. */
  readonly #places = new Map<number, number>();
  #offsets = new Int32Array(roomAtFirst);
  #length = 0;
  /** Where the object begins that was noted last. */
  #last = 0;

  /** Four offsets for each member, which are the inside of its key and its value; null for a smaller one. */
  membersAt(start: number): Int32Array | null {
    const place = this.#places.get(start);
    return place === undefined
      ? null
      : this.#offsets.subarray(place + 1, place + 1 + (this.#offsets[place] ?? 0));
  }

  /** The same of the object that was noted last: it is the one around all others. */
  outermost(): Int32Array | null {
    return this.membersAt(this.#last);
  }

  note(start: number, members: Int32Array): void {
    this.#last = start;
    this.#offsets = withRoom(this.#offsets, this.#length + 1 + members.length);
    this.#places.set(start, this.#length);
    this.#offsets[this.#length] = members.length;
    this.#offsets.set(members, this.#length + 1);
    this.#length += 1 + members.length;
  }
}

/** For as many offsets as an ordinary document needs. */
export const roomAtFirst = 1 << 16;

export function withRoom(
  offsets: Int32Array<ArrayBuffer>,
  length: number,
): Int32Array<ArrayBuffer> {
  if (length <= offsets.length) {
    return offsets;
  }
  const larger = new Int32Array(Math.max(length, offsets.length * 2));
  larger.set(offsets);
  return larger;
}
