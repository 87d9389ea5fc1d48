import { isObject } from "./json.js";
import { placeOf } from "./place.js";
import type { Cut } from "./projection.js";
import { shorten } from "./text.js";

export type Path = readonly (string | number)[];

/** A cut, and where in the result it was made. */
export interface PlacedCut extends Cut {
  readonly path: Path;
}

/** Each round makes one list or text shorter; a result that takes more of them is given up. */
const MAX_ROUNDS = 100;

/** Room for the notice itself. */
const NOTICE_ROOM = 600;
const MAX_NOTICES = 4;

/**
 * A result of at most `max` characters of JSON: what is longest, a list or a text, ends earlier. What
 * was cut, here or before, stands in `notice`, behind what is noted anyway. Null where nothing is left
 * to cut. Changes the value.
 */
export function fitResult(
  result: Record<string, unknown>,
  cutBefore: readonly PlacedCut[],
  notes: readonly string[],
  max: number,
): Record<string, unknown> | null {
  const cuts = new Map(cutBefore.map((cut) => [placeOf(cut.path), cut]));
  let excess = JSON.stringify(result).length - max;
  if (excess > 0) {
    excess += NOTICE_ROOM;
  }
  for (let round = 0; excess > 0; round += 1) {
    const longest = round < MAX_ROUNDS ? findLongest(result) : null;
    if (longest === null) {
      return null;
    }
    const cut = longest.shorten(excess);
    const place = placeOf(cut.path);
    cuts.set(place, { ...cut, total: cuts.get(place)?.total ?? cut.total });
    excess = JSON.stringify(result).length - max + NOTICE_ROOM;
  }
  return cuts.size === 0 && notes.length === 0
    ? result
    : withNotice(result, [...new Set(notes)], [...cuts.values()]);
}

/** What can be made shorter. */
interface Cuttable {
  /** Characters of JSON that shortening can remove at most. */
  readonly size: number;
  /** Removes at least `excess` characters, or as many as it can. */
  shorten(excess: number): PlacedCut;
}

function findLongest(result: object): Cuttable | null {
  let longest: Cuttable | null = null;
  const consider = (candidate: Cuttable): void => {
    if (longest === null || candidate.size > longest.size) {
      longest = candidate;
    }
  };
  const visit = (value: object, path: Path): void => {
    for (const [name, member] of Object.entries(value)) {
      const inner = [...path, Array.isArray(value) ? Number(name) : name];
      if (Array.isArray(member) && member.length > 1) {
        consider(cuttableList(member, inner));
      } else if (typeof member === "string" && member.length > 1) {
        consider(cuttableText(value, name, member, inner));
      }
      if (typeof member === "object" && member !== null) {
        visit(member, inner);
      }
    }
  };
  visit(result, []);
  return longest;
}

/** At least one element is kept: an inner list may be what is long. */
function cuttableList(list: unknown[], path: Path): Cuttable {
  const sizes = list.map((item) => JSON.stringify(item ?? null).length + 1);
  const size = sizes.slice(1).reduce((sum, each) => sum + each, 0);
  return {
    size,
    shorten(excess) {
      const total = list.length;
      let removed = 0;
      while (removed < excess && list.length > 1) {
        list.pop();
        removed += sizes[list.length] ?? 0;
      }
      return { path, total, unit: "elements", kept: "start" };
    },
  };
}

function cuttableText(owner: object, name: string, text: string, path: Path): Cuttable {
  return {
    size: text.length,
    shorten(excess) {
      Reflect.set(owner, name, shorten(text, Math.max(1, text.length - excess)));
      return { path, total: text.length, unit: "characters", kept: "start" };
    },
  };
}

/**
 * A page that was cut cannot be resumed where the cut is: its cursor leads past the elements that
 * are missing. So it is taken away, and a smaller page asked for.
 */
function withNotice(
  result: Record<string, unknown>,
  notes: readonly string[],
  cuts: readonly PlacedCut[],
): Record<string, unknown> {
  const hasCursor =
    typeof result.next_cursor === "string" || typeof result.next_cursor === "number";
  const losesPage = hasCursor && cuts.some(({ unit }) => unit === "elements");
  const places = cuts.flatMap((cut) => describeCut(cut, result));
  const parts = [...notes, ...places.slice(0, MAX_NOTICES)];
  if (places.length > MAX_NOTICES) {
    parts.push(`${places.length - MAX_NOTICES} more places were cut.`);
  }
  parts.push(
    losesPage
      ? "Ask again with a smaller limit to be able to go on."
      : "Narrow the request to see the rest.",
  );
  const notice = parts.join(" ");
  return losesPage ? { ...result, next_cursor: null, notice } : { ...result, notice };
}

/** Nothing for a place that went with a list that was cut around it. */
function describeCut({ path, total, unit, kept }: PlacedCut, result: object): readonly string[] {
  const left = path.reduce<unknown>(
    (value, segment) =>
      isObject(value) || Array.isArray(value) ? Reflect.get(value, segment) : undefined,
    result,
  );
  if (!Array.isArray(left) && typeof left !== "string") {
    return [];
  }
  const which = kept === "end" ? "the last" : "the first";
  return [`${placeOf(path)}: ${which} ${left.length} of ${total} ${unit} are shown.`];
}
