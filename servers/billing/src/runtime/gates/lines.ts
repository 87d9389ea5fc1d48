import { text } from "../expression.js";
import { isObject, type JsonValue } from "../json.js";
import type { Secrets } from "../secrets.js";
import { cleanText, shorten } from "../text.js";
import type { Draft } from "./draft.js";

const MAX_SUMMARY = 400;
const MAX_LABEL = 60;
const MAX_TEXT = 200;
const MAX_ROWS = 30;

/** Text from elsewhere as one line: nothing in it hides, reorders or breaks what people read. */
export function oneLine(given: string, max = MAX_TEXT): string {
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
    .slice(0, MAX_ROWS)
    .map(([label, value]): Row => {
      const shown = secrets.scrub(cleanText(text(value)));
      return [oneLine(label, MAX_LABEL), oneLine(shown)];
    });
}

/**
 * What will be sent, value by value, beside a summary that may hold other people's words. Long
 * requests are told in part, which the last row says.
 */
export function requestRows({ call, kept }: Draft, secrets: Secrets): readonly Row[] {
  const rows: Row[] = [];
  const visit = (value: JsonValue, label: string): void => {
    if (Array.isArray(value) && value.length > 0) {
      for (const [index, item] of value.entries()) {
        visit(item, `${label}[${index}]`);
      }
    } else if (isObject(value) && Object.keys(value).length > 0) {
      for (const [name, member] of Object.entries(value)) {
        visit(member, label === "" ? name : `${label}.${name}`);
      }
    } else if (rows.length <= MAX_ROWS) {
      const shown = typeof value === "string" ? value : JSON.stringify(value);
      rows.push([oneLine(label, MAX_LABEL), oneLine(secrets.scrub(cleanText(shown)))]);
    }
  };
  visit(call?.request ?? kept, "");
  return rows.length <= MAX_ROWS ? rows : [...rows.slice(0, MAX_ROWS), ["…", "and more"]];
}
