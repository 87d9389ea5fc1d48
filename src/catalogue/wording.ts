import type { JsonValue } from "../model/json.js";

const maxShown = 60;

/** Whether two JSON values are the same, member order of objects aside. */
export function equal(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** JSON that equal values share: members of objects stand in one order. */
export function canonical(value: JsonValue | undefined): string | undefined {
  return JSON.stringify(value, (_key, member: JsonValue) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** A JSON value on one line, cut where it is long. */
export function shown(value: JsonValue | undefined): string {
  return value === undefined ? "nothing" : cut(JSON.stringify(value));
}

/** One sentence about a text that changed, none about one that did not. */
export function textChange(what: string, before: string, after: string): readonly string[] {
  if (before === after) {
    return [];
  }
  if (before === "" || after === "") {
    return [after === "" ? `no longer has a ${what}` : `${what} is new: ${shown(after)}`];
  }
  const start = commonWords(before, after);
  const lead = start === 0 ? "" : "… ";
  return [`${what}: ${quoted(lead + before.slice(start))} → ${quoted(lead + after.slice(start))}`];
}

/** How many units both texts begin with, up to the last word that they share whole, less one for context. */
function commonWords(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) {
    index++;
  }
  if (index < maxShown / 2) {
    return 0;
  }
  const beforeWord = a.lastIndexOf(" ", index - 1);
  return Math.max(0, a.lastIndexOf(" ", beforeWord - 1) + 1);
}

function quoted(text: string): string {
  return JSON.stringify(cut(text));
}

function cut(text: string): string {
  const units = [...text];
  return units.length <= maxShown ? text : `${units.slice(0, maxShown - 1).join("")}…`;
}
