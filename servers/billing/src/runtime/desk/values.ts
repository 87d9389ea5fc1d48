import { isObject, type JsonValue } from "../json.js";
import { cleanText, shorten } from "../text.js";
import { oneLine } from "./shown.js";

const MAX_TEXT = 500;
const MAX_ROWS = 100;

/**
 * What a request really holds, a row for each value: `["body.amount_cents", "1050"]`. Made by code,
 * beside any text that somebody wrote.
 */
export function rowsOf(request: JsonValue): readonly (readonly [place: string, value: string])[] {
  const rows: (readonly [string, string])[] = [];
  addRows("", request, rows);
  const more = rows.length - MAX_ROWS;
  return more > 0
    ? [...rows.slice(0, MAX_ROWS), ["…", `${more} more ${more === 1 ? "value" : "values"}`]]
    : rows;
}

function addRows(at: string, value: JsonValue, rows: (readonly [string, string])[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      addRows(`${at}[${index}]`, item, rows);
    }
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      addRows(at === "" ? name : `${at}.${name}`, member, rows);
    }
  } else {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    rows.push([oneLine(at), shorten(cleanText(text), MAX_TEXT)]);
  }
}
