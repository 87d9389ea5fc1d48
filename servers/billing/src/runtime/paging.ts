/**
 * Lists that the API pages by counting: the model is given a cursor all the same, so that it can
 * pass it on without knowing how the API counts. Such a cursor is a whole number as text.
 */

/** How many elements come before the page that a cursor asks for; none without a cursor. */
export function offsetOf(cursor: string | undefined): number {
  return cursor === undefined ? 0 : Number(cursor);
}

/** The number of the page that a cursor asks for; the first one without a cursor. */
export function pageOf(cursor: string | undefined): number {
  return cursor === undefined ? 1 : Number(cursor);
}

/** A cursor as the number that the API takes; none where there is no cursor. */
export function numberOf(cursor: string | undefined): number | undefined {
  return cursor === undefined ? undefined : Number(cursor);
}

/** The cursor behind a page of `shown` elements; null after the last of `total`, or after an empty page. */
export function nextOffset(
  cursor: string | undefined,
  shown: readonly unknown[],
  total: number | string | null | undefined = null,
): string | null {
  const next = offsetOf(cursor) + shown.length;
  return shown.length === 0 || (total != null && next >= Number(total)) ? null : String(next);
}

/** The cursor behind a page; null after an empty one. */
export function nextPage(cursor: string | undefined, shown: readonly unknown[]): string | null {
  return shown.length === 0 ? null : String(pageOf(cursor) + 1);
}

/** The cursor behind a page where the API itself says whether there is `more`. */
export function nextOffsetIf(
  more: boolean | null,
  cursor: string | undefined,
  shown: readonly unknown[],
): string | null {
  return more === true ? nextOffset(cursor, shown) : null;
}

/** The same for pages that are numbered. */
export function nextPageIf(more: boolean | null, cursor: string | undefined): string | null {
  return more === true ? String(pageOf(cursor) + 1) : null;
}
