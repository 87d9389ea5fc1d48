import { isObject, setMember } from "./json.js";

/** What a tool repeats a request with. What was left out is told in the result's `notice`. */
export interface Repeat {
  /**
   * Makes a request for each of the first `max` elements, four at a time. The answers come in the
   * order of the elements; of several failures the first in that order is the one that counts.
   */
  each<T, R>(list: readonly T[], max: number, request: (item: T) => Promise<R>): Promise<R[]>;

  /**
   * Gets up to `max` pages, while the deadline leaves time for another one: the first page, with the
   * elements of all of them in its lists. `next` says what the page behind one is asked for with;
   * null or undefined behind the last one.
   */
  pages<Page, Cursor>(
    max: number,
    get: (cursor: Cursor | undefined) => Promise<Page>,
    next: (page: Page, cursor: Cursor | undefined) => Cursor | null | undefined,
  ): Promise<Page>;
}

/** For one call; `deadline` in milliseconds since the epoch, `notes` for the model. */
export function repeatFor(call: { readonly deadline: number; readonly notes: string[] }): Repeat {
  return {
    async each(list, max, request) {
      if (list.length > max) {
        call.notes.push(`Only the first ${max} of ${list.length} elements were looked up.`);
      }
      return await requestEach(list.slice(0, max), request);
    },

    async pages(max, get, next) {
      const { first, later, isWhole } = await walk(max, call.deadline, get, next);
      if (!isWhole) {
        const read = later.length === 0 ? "page was" : `${later.length + 1} pages were`;
        call.notes.push(`Only the first ${read} read.`);
      }
      return joined(first, later) as typeof first;
    },
  };
}

const AT_ONCE = 4;

async function requestEach<T, R>(
  list: readonly T[],
  request: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  const failures = new Map<number, unknown>();
  const remaining = list.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of remaining) {
      try {
        answers[index] = await request(item);
      } catch (error) {
        failures.set(index, error);
      }
      // What comes later cannot be the first failure any more.
      if (failures.size > 0) {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.size > 0) {
    throw failures.get(Math.min(...failures.keys()));
  }
  return answers;
}

interface Walked<Page> {
  readonly first: Page;
  readonly later: readonly Page[];
  /** Whether the last page was reached. */
  readonly isWhole: boolean;
}

async function walk<Page, Cursor>(
  max: number,
  deadline: number,
  get: (cursor: Cursor | undefined) => Promise<Page>,
  next: (page: Page, cursor: Cursor | undefined) => Cursor | null | undefined,
): Promise<Walked<Page>> {
  const started = Date.now();
  const first = await get(undefined);
  const later: Page[] = [];
  const asked = new Set<Cursor>();
  let page = first;
  let cursor: Cursor | undefined;
  for (;;) {
    const following = next(page, cursor);
    if (following === null || following === undefined) {
      return { first, later, isWhole: true };
    }
    const count = later.length + 1;
    const isLate = Date.now() + TIMES_A_PAGE * ((Date.now() - started) / count) > deadline;
    // An API that gives a cursor again would be walked in a circle.
    if (count >= max || isLate || asked.has(following)) {
      return { first, later, isWhole: false };
    }
    asked.add(following);
    cursor = following;
    page = await get(cursor);
    later.push(page);
  }
}

/** A page is asked for only where there is time for so many of the length that pages took so far. */
const TIMES_A_PAGE = 2;

/** The first page; its lists go on with the elements of the later ones. */
function joined(first: unknown, later: readonly unknown[]): unknown {
  if (Array.isArray(first)) {
    return [first, ...later.filter(Array.isArray)].flat();
  }
  if (!isObject(first)) {
    return first;
  }
  const whole: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(first)) {
    const members = later.map((page) => (isObject(page) ? page[name] : undefined));
    setMember(whole, name, joined(member, members));
  }
  return whole;
}
