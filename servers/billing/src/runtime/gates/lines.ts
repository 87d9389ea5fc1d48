import { text } from "../expression.js";
import { isObject, type JsonValue } from "../json.js";
import type { Operations } from "../operation.js";
import type { Secrets } from "../secrets.js";
import { cleanText, shorten } from "../text.js";
import type { Draft } from "./draft.js";

const MAX_LINE = 500;
const MAX_SUMMARY = 400;
const MAX_LABEL = 60;

/** How many rows people are shown, and how much of each. */
export interface RowLimits {
  readonly rows: number;
  /** In UTF-16 units. */
  readonly text: number;
}

/** A form in a client has little room, … */
export const formLimits: RowLimits = { rows: 30, text: 200 };

/** … and a page has more. */
export const pageLimits: RowLimits = { rows: 100, text: 500 };

/** Text from elsewhere as one line: nothing in it hides, reorders or breaks what people read. */
export function oneLine(given: string, max = MAX_LINE): string {
  return shorten(cleanText(given).replaceAll(/\s+/g, " ").trim(), max);
}

export type Row = readonly [label: string, text: string];

export function summaryLine(summary: string, secrets: Secrets): string {
  return oneLine(secrets.scrub(cleanText(summary)), MAX_SUMMARY);
}

/** The rows of a `show`. */
export function shownRows(
  show: Readonly<Record<string, unknown>> | undefined,
  secrets: Secrets,
): readonly Row[] {
  return Object.entries(show ?? {})
    .slice(0, formLimits.rows)
    .map(([label, value]): Row => {
      const shown = secrets.scrub(cleanText(text(value)));
      return [oneLine(label, MAX_LABEL), oneLine(shown, formLimits.text)];
    });
}

/** How rows are introduced that `sentRows` gives: by whom the change is made. */
export function sentBy({ call }: Draft): string | null {
  return call === null ? "Code of this server's owner makes the change, given this:" : null;
}

/** The operation's method and path, and what goes with it: the same for everyone who decides. */
export function sentRows(
  draft: Draft,
  operations: Operations,
  secrets: Secrets,
  limits: RowLimits,
): readonly Row[] {
  const operation = draft.call === null ? undefined : operations[draft.call.operation];
  const rows = requestRows(draft, secrets, limits);
  return operation === undefined
    ? rows
    : [["Request", `${operation.method} ${operation.path}`], ...rows];
}

/**
 * What will be sent, or what the owner's own code is given, value by value: `["body.amount_cents",
 * "1050"]`. Made by code, beside a summary that may hold other people's words. What is too long is
 * told in part, which the last row says.
 */
export function requestRows(
  { call, kept }: Draft,
  secrets: Secrets,
  limits: RowLimits,
): readonly Row[] {
  const rows: Row[] = [];
  const visit = (value: JsonValue, label: string): void => {
    if (Array.isArray(value) && value.length > 0) {
      for (const [index, item] of value.entries()) {
        visit(item, `${label}[${index}]`);
      }
    } else if (isObject(value) && (Object.keys(value).length > 0 || label === "")) {
      for (const [name, member] of Object.entries(value)) {
        visit(member, label === "" ? name : `${label}.${name}`);
      }
    } else {
      const shown = typeof value === "string" ? value : JSON.stringify(value);
      rows.push([oneLine(label, MAX_LABEL), oneLine(secrets.scrub(cleanText(shown)), limits.text)]);
    }
  };
  visit(call?.request ?? kept, "");
  const more = rows.length - limits.rows;
  return more > 0
    ? [...rows.slice(0, limits.rows), ["…", `${more} more ${more === 1 ? "value" : "values"}`]]
    : rows;
}
