import { randomUUID } from "node:crypto";
import { isObject } from "./json.js";
import type { BodyForm } from "./operation.js";

type Places = Pick<BodyForm, "int64" | "int64In">;

/** JSON in which the decimal text at the places stands as an integer, with every digit. */
export function writeJson(value: unknown, { int64 = [], int64In = {} }: Places): string {
  if (int64.length === 0) {
    return JSON.stringify(value);
  }
  const mark = randomUUID();
  const marked = markIntegers(value, int64, int64In, mark);
  return JSON.stringify(marked).replaceAll(new RegExp(`"${mark}(-?[0-9]+)"`, "g"), "$1");
}

/** `places` are those that are still ahead at this value; the empty one is the value itself. */
function markIntegers(
  value: unknown,
  places: readonly string[],
  int64In: NonNullable<BodyForm["int64In"]>,
  mark: string,
): unknown {
  const here = [...unfolded(places, int64In)];
  if (typeof value === "string") {
    return here.includes("") && /^-?(0|[1-9][0-9]*)$/.test(value) ? mark + value : value;
  }
  const inner = (item: unknown, isMember: (segment: string) => boolean): unknown => {
    const ahead = here.flatMap((place) => {
      const [segment, rest] = split(place);
      return isMember(segment) ? [rest] : [];
    });
    return ahead.length === 0 ? item : markIntegers(item, ahead, int64In, mark);
  };
  if (Array.isArray(value)) {
    return value.map((item) => inner(item, (segment) => segment === "[]"));
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, member]) => {
      const escaped = name.replaceAll(/[\\.,#[\]{}]/g, String.raw`\$&`);
      return [name, inner(member, (segment) => takes(segment, escaped))];
    });
    return Object.fromEntries(members);
  }
  return value;
}

/** A place that ends in `#Name` goes on at each of the places in what recurs by that name. */
function unfolded(
  places: readonly string[],
  int64In: NonNullable<BodyForm["int64In"]>,
): ReadonlySet<string> {
  const all = new Set(places);
  for (const place of all) {
    if (place.startsWith("#")) {
      for (const one of int64In[place.slice(1)] ?? []) {
        all.add(one);
      }
    }
  }
  return all;
}

/** `lines[].order_id` → `lines` and `[].order_id`; `[].order_id` → `[]` and `order_id` */
function split(place: string): readonly [segment: string, rest: string] {
  const [segment = ""] = /^(?:\[\]|\{(?:\\.|[^\\}])*\}|(?:\\.|[^\\.#[{])+)/s.exec(place) ?? [];
  return [segment, place.slice(segment.length).replace(/^\./, "")];
}

/** `{}` is every member of a map, `{id,name}` every one but those; other segments name one. */
function takes(segment: string, name: string): boolean {
  if (!segment.startsWith("{")) {
    return segment === name;
  }
  const others = segment.slice(1, -1).match(/(?:\\.|[^\\,])+/gs) ?? [];
  return !others.some((other) => other === name);
}
