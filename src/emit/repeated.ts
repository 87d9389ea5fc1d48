import type { Code } from "./code.js";
import { commonName } from "./repeated-names.js";

/** Where a piece of code stands, for a name. */
export interface Occurrence {
  /** The input or member that it is written for. */
  readonly member: string;
  /** The schema's title, or null. */
  readonly title: string | null;
}

/** Declares a piece under a name, and returns what makes references to it; null where it stays where it is. */
export type Declare<T> = (piece: T, wanted: string, uses: number) => (() => T) | null;

/**
 * Finds equal pieces among those that were noted, and puts references in their places. What stands
 * only in a piece that recurs counts once.
 */
export class Repeated<T extends object> {
  readonly #noted = new Map<object, Occurrence>();
  readonly #ids = new Ids();
  /** Pieces that recur, and stay where they are. */
  readonly #nameless = new Set<number>();
  #occurrences: ReadonlyMap<number, readonly Occurrence[]> = new Map();
  /** What makes references to pieces that are declared. */
  readonly #references = new Map<number, () => T>();

  /** A piece that may be declared apart. The first note of it holds. */
  note(piece: T, occurrence: Occurrence): void {
    if (!this.#noted.has(piece)) {
      this.#noted.set(piece, occurrence);
    }
  }

  /** Looks for what recurs in the code of a file. In a piece that has no name all counts each time. */
  find(code: readonly object[]): void {
    const found = new Map<number, Occurrence[]>();
    for (const each of code) {
      this.#count(each, found);
    }
    const nameless = [...found].filter(([, each]) => each.length > 1 && commonName(each) === null);
    this.#occurrences = found;
    if (nameless.length > 0) {
      for (const [id] of nameless) {
        this.#nameless.add(id);
      }
      this.find(code);
    }
  }

  /** The same code with references to what is declared: the inner before the outer. */
  replaced<C extends object>(code: C, declare: Declare<T>): C {
    return mapParts(code, (part) => this.#replacement(part, declare));
  }

  #count(code: object, found: Map<number, Occurrence[]>): void {
    for (const part of Object.values(code).filter(isObject)) {
      const id = this.#idOf(part);
      const occurrence = this.#noted.get(part);
      const others = id === null ? undefined : found.get(id);
      if (occurrence !== undefined && others !== undefined) {
        others.push(occurrence);
        continue;
      }
      if (id !== null && occurrence !== undefined) {
        found.set(id, [occurrence]);
      }
      this.#count(part, found);
    }
  }

  #replacement(part: object, declare: Declare<T>): object {
    const id = this.#idOf(part);
    const known = id === null ? undefined : this.#references.get(id);
    if (known !== undefined) {
      return known();
    }
    const whole = this.replaced(part, declare);
    const occurrences = (id === null ? undefined : this.#occurrences.get(id)) ?? [];
    const wanted = occurrences.length > 1 ? commonName(occurrences) : null;
    const reference = wanted === null ? null : declare(whole as T, wanted, occurrences.length);
    if (id === null || reference === null) {
      return whole;
    }
    this.#references.set(id, reference);
    return reference();
  }

  /** Null for what can be no piece. */
  #idOf(part: object): number | null {
    const id = this.#noted.has(part) ? this.#ids.of(part) : null;
    return id === null || this.#nameless.has(id) ? null : id;
  }
}

/** In lines of a declaration, and of what it spares those who read it. */
const shortest = 4;
const leastSpared = 2;

/** Whether a piece that is declared so is better declared apart. */
export function isBetterApart(code: Code, uses: number): boolean {
  const lines = String(code).split("\n").length;
  // The declaration has a blank line after it, and leaves a line in each place.
  const spared = uses * lines - (lines + 1) - uses;
  return lines >= shortest && spared >= leastSpared;
}

/** Equal objects have the same number. */
class Ids {
  readonly #byText = new Map<string, number>();
  readonly #byObject = new WeakMap<object, number>();

  of(code: object): number {
    const known = this.#byObject.get(code);
    if (known !== undefined) {
      return known;
    }
    const parts = Object.entries(code).map(([key, value]) =>
      isObject(value) ? `${key}#${this.of(value)}` : `${key}=${JSON.stringify(value)}`,
    );
    const text = `${Array.isArray(code) ? "[" : "{"}${parts.join()}`;
    const id = this.#byText.get(text) ?? this.#byText.size;
    this.#byText.set(text, id);
    this.#byObject.set(code, id);
    return id;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function mapParts<C extends object>(code: C, change: (part: object) => object): C {
  const changed = (value: unknown) => (isObject(value) ? change(value) : value);
  const parts = Array.isArray(code)
    ? code.map(changed)
    : Object.fromEntries(Object.entries(code).map(([key, value]) => [key, changed(value)]));
  return parts as C;
}
