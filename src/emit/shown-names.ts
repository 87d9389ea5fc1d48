import type { Schema } from "../model/schema.js";

/** What every host takes as the name of a member. */
export const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** By the path of the object that holds them (`filter`, `lines[]`): the name that is shown → the API's. */
export type RenamedMembers = Readonly<Record<string, Readonly<Record<string, string>>>>;

const namingKeywords = [
  "propertyNames",
  "patternProperties",
  "dependentRequired",
  "dependentSchemas",
];

/** Gives members of objects whose names hosts refuse another one. */
export class ShownNames {
  readonly #holders = new Map<string, Map<string, string>>();

  /** The names to show for members of an object that hosts would refuse; null where other keywords speak of names. */
  ofMembers(schema: Schema, at: string): ReadonlyMap<string, string> | null {
    if (at.includes(".*") || namingKeywords.some((keyword) => Object.hasOwn(schema, keyword))) {
      return null;
    }
    const members = Object.keys(schema.properties ?? {});
    const odd = members.filter((name) => !identifier.test(name));
    return new Map(odd.map((name) => [name, this.#take(at, name, members)]));
  }

  #take(holder: string, name: string, members: readonly string[]): string {
    const known = this.#holders.get(holder) ?? new Map<string, string>();
    this.#holders.set(holder, known);
    const words = name.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
    const base = (/^[A-Za-z]/.test(words) ? words : `member_${words}`).slice(0, 56);
    let shown = base;
    const isTaken = () => members.includes(shown) || (known.get(shown) ?? name) !== name;
    for (let count = 2; isTaken(); count += 1) {
      shown = `${base}_${count}`;
    }
    known.set(shown, name);
    return shown;
  }

  /** By code unit. */
  table(): RenamedMembers {
    const sorted = (entries: Iterable<[string, string]>) =>
      Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
    const holders = [...this.#holders].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(holders.map(([holder, names]) => [holder, sorted(names)]));
  }
}
