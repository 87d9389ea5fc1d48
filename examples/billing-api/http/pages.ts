import { Refusal } from "./refusal.js";

const DEFAULT_LIMIT = 25;

export interface CursorQuery {
  readonly cursor?: string;
  readonly limit?: number;
}

export interface OffsetQuery {
  readonly offset?: number;
  readonly limit?: number;
}

export interface CursorPage {
  readonly items: readonly unknown[];
  readonly next_cursor: string | null;
  readonly total: number;
}

/** One page of a list, and where the next one starts. Throws a 400 for a cursor that we did not make. */
export function cursorPage<Record>(
  list: readonly Record[],
  query: CursorQuery,
  show: (record: Record) => unknown,
): CursorPage {
  const from = query.cursor === undefined ? 0 : readCursor(query.cursor);
  const until = from + (query.limit ?? DEFAULT_LIMIT);
  return {
    items: list.slice(from, until).map(show),
    next_cursor: until < list.length ? writeCursor(until) : null,
    total: list.length,
  };
}

export function offsetPage<Record>(
  list: readonly Record[],
  query: OffsetQuery,
  show: (record: Record) => unknown,
): { items: readonly unknown[]; total: number } {
  const from = query.offset ?? 0;
  return {
    items: list.slice(from, from + (query.limit ?? DEFAULT_LIMIT)).map(show),
    total: list.length,
  };
}

const writeCursor = (position: number): string =>
  Buffer.from(`after:${position}`).toString("base64url");

function readCursor(cursor: string): number {
  const position = /^after:([0-9]+)$/.exec(Buffer.from(cursor, "base64url").toString())?.[1];
  if (position === undefined) {
    throw new Refusal(400, "invalid_cursor", "The cursor is not one of ours, or too old.");
  }
  return Number(position);
}
