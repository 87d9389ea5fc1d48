import type { Occurrence } from "./repeated.js";

/** The length of an ending that says something: `created_at` and `updated_at` have no name in common. */
const shortest = 3;

/**
 * What a piece of code that stands in several places is called: as the members that it is written
 * for, where they agree; else by the schema's title; else by what all their names end in, as
 * `billing_address` and `shipping_address` do, or `phone` and `phones`. Null where they have nothing
 * in common.
 */
export function commonName(occurrences: readonly Occurrence[]): string | null {
  const members = occurrences.map(({ member }) => wordsOf(member));
  const [first = ""] = members.map((words) => words.join("_"));
  const areOne = members.every((words) => words.join("_") === first);
  if (areOne && first !== "") {
    return first;
  }
  return commonTitle(occurrences) ?? ending(members) ?? ending(members.map(singular));
}

function ending(names: readonly (readonly string[])[]): string | null {
  const common = names.reduce(commonEnd).join("_");
  return common.length < shortest ? null : common;
}

/** Good enough to find that two names mean the same. */
function singular(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? "";
  const one = last.replace(/ies$/, "y").replace(/(?<=ss|sh|ch|x)es$|(?<=[^s])s$/, "");
  return [...words.slice(0, -1), one];
}

/** In lower case; without the numbers by which alternatives are told apart. */
function wordsOf(name: string): readonly string[] {
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/).filter((word) => word !== "");
  const last = words.findLastIndex((word) => !/^[0-9]+$/.test(word));
  return words.slice(0, last + 1).map((word) => word.toLowerCase());
}

function commonEnd(left: readonly string[], right: readonly string[]): readonly string[] {
  const differs = left.toReversed().findIndex((word, at) => right.at(-1 - at) !== word);
  return differs === -1 ? left : left.slice(left.length - differs);
}

/** A title that is a few plain words. */
function commonTitle(occurrences: readonly Occurrence[]): string | null {
  const [title, ...others] = new Set(occurrences.map((occurrence) => occurrence.title));
  const isName = /^[A-Za-z][A-Za-z0-9]*(?:[ _-][A-Za-z0-9]+){0,3}$/.test(title ?? "");
  return isName && others.length === 0 ? wordsOf(title ?? "").join("_") : null;
}
