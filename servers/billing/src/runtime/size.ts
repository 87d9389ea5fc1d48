import { isObject, setMember } from "./json.js";
import { placeOf } from "./place.js";
import type { Cut } from "./projection.js";
import { shorten } from "./text.js";

export type Path = readonly (string | number)[];

/** A cut, and where in the result it was made. */
export interface PlacedCut extends Cut {
  readonly path: Path;
}

/** Room for the notice itself. */
const NOTICE_ROOM = 600;
const MAX_NOTICES = 4;

/**
 * A result of at most `max` characters of JSON: lists and texts end earlier, the longest first. What
 * was cut, here or before, stands in `notice`, behind what is noted anyway. Null where too little can
 * be cut.
 */
export function fitResult(
  result: Record<string, unknown>,
  cutBefore: readonly PlacedCut[],
  notes: readonly string[],
  max: number,
): Record<string, unknown> | null {
  const cuts = new Map(cutBefore.map((cut) => [placeOf(cut.path), cut]));
  const fitted = lengthOf(result, max) > max ? fitWhole(result, cuts, max - NOTICE_ROOM) : result;
  if (fitted === null) {
    return null;
  }
  return cuts.size === 0 && notes.length === 0
    ? fitted
    : withNotice(fitted, [...new Set(notes)], [...cuts.values()]);
}

function fitWhole(
  result: Record<string, unknown>,
  cuts: Map<string, PlacedCut>,
  max: number,
): Record<string, unknown> | null {
  if (leastOf(result, max) > max) {
    return null;
  }
  const fitter = new Fitter((cut) => {
    const place = placeOf(cut.path);
    cuts.set(place, { ...cut, total: cuts.get(place)?.total ?? cut.total });
  });
  return fitter.fitMembers(result, max);
}

/** Characters of a value's JSON; of one longer than `most`, any number beyond it. */
function lengthOf(value: unknown, most: number): number {
  return measure(value, most, lengthOf, textLength, Number.POSITIVE_INFINITY);
}

/** The fewest characters that a value's JSON can be cut to: of a list, its first element remains. */
function leastOf(value: unknown, most: number): number {
  return measure(value, most, leastOf, leastOfText, 1);
}

/** Ends once it is past `most`: of a huge value, only a small part is looked at. */
function measure(
  value: unknown,
  most: number,
  inner: (value: unknown, most: number) => number,
  ofText: (text: string, most: number) => number,
  elements: number,
): number {
  if (typeof value === "string") {
    return ofText(value, most);
  }
  let length = 2;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && index < elements && length <= most; index += 1) {
      length += inner(value[index], most - length) + Math.min(index, 1);
    }
    return length;
  }
  if (!isObject(value)) {
    return String(value).length;
  }
  for (const name in value) {
    if (length > most) {
      break;
    }
    length += nameLength(name) + inner(value[name], most - length);
  }
  return length;
}

function textLength(text: string, most: number): number {
  return text.length + 2 > most ? text.length + 2 : JSON.stringify(text).length;
}

/** A text of more than one character can be cut to "…". */
function leastOfText(text: string): number {
  return text.length > 1 ? 3 : JSON.stringify(text).length;
}

/** With the colon behind it, and a comma. */
function nameLength(name: string): number {
  return JSON.stringify(name).length + 2;
}

/** Copies values cut to a room, which is never less than the least that they can be cut to. */
class Fitter {
  readonly #report: (cut: PlacedCut) => void;

  constructor(report: (cut: PlacedCut) => void) {
    this.#report = report;
  }

  #fit(value: unknown, room: number, path: Path): unknown {
    if (lengthOf(value, room) <= room) {
      return value;
    }
    if (typeof value === "string") {
      return this.#fitText(value, room, path);
    }
    if (Array.isArray(value)) {
      return this.#fitList(value, room, path);
    }
    return isObject(value) ? this.fitMembers(value, room, path) : value;
  }

  fitMembers(
    value: Record<string, unknown>,
    room: number,
    path: Path = [],
  ): Record<string, unknown> {
    const names = Object.keys(value);
    const left = names.reduce((rest, name) => rest - nameLength(name), room - 2);
    const rooms = shareRoom(Object.values(value), left);
    const fitted: Record<string, unknown> = {};
    for (const [index, name] of names.entries()) {
      setMember(fitted, name, this.#fit(value[name], rooms[index] ?? 0, [...path, name]));
    }
    return fitted;
  }

  /** Ends before the element that is too much. Of a first one that is, a part is kept. */
  #fitList(list: readonly unknown[], room: number, path: Path): unknown[] {
    let kept = 0;
    for (let length = 1; kept < list.length; kept += 1) {
      length += lengthOf(list[kept], room) + 1;
      if (length > room) {
        break;
      }
    }
    if (kept === 0) {
      return this.#fitFirst(list, room, path);
    }
    this.#report({ path, total: list.length, unit: "elements", kept: "start" });
    return list.slice(0, kept);
  }

  /** The others stay where they are short: it is within the first that something is long. */
  #fitFirst([first, ...others]: readonly unknown[], room: number, path: Path): unknown[] {
    const length = lengthOf(others, room);
    const staying = length <= room / 2 && leastOf(first, room) + length < room ? others : [];
    if (staying.length < others.length) {
      this.#report({ path, total: others.length + 1, unit: "elements", kept: "start" });
    }
    const left = room - (staying.length === 0 ? 2 : length + 1);
    return [this.#fit(first, left, [...path, 0]), ...staying];
  }

  /** Some characters take several in JSON, so a first try may be too long. */
  #fitText(text: string, room: number, path: Path): string {
    this.#report({ path, total: text.length, unit: "characters", kept: "start" });
    let max = Math.max(1, room - 2);
    let fitted = shorten(text, max);
    for (let length = textLength(fitted, room); length > room && max > 1; ) {
      max = Math.max(1, Math.min(max - 1, Math.floor((max * room) / length)));
      fitted = shorten(text, max);
      length = textLength(fitted, room);
    }
    return fitted;
  }
}

/** What is short keeps its length; what is long gets the same as all that is long. */
function shareRoom(values: readonly unknown[], room: number): readonly number[] {
  const lengths = lengthsOf(values, room);
  const least = values.map((value) => leastOf(value, room));
  const roomsAt = (level: number) =>
    lengths.map((length, index) => Math.max(least[index] ?? 0, Math.min(length, level)));
  let low = 0;
  let high = room + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (sumOf(roomsAt(middle)) <= room) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return roomsAt(low);
}

/** Of many long values, each is measured no further than matters for how they share the room. */
function lengthsOf(values: readonly unknown[], room: number): readonly number[] {
  let most = Math.ceil((2 * room) / values.length);
  let lengths = values.map((value) => lengthOf(value, most));
  while (most < room && sumOf(lengths.map((length) => Math.min(length, most))) < room) {
    most *= 2;
    lengths = values.map((value) => lengthOf(value, most));
  }
  return lengths;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
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
