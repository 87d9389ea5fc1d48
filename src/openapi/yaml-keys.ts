import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from "js-yaml";

/** What a key without quotes may be besides text: null, true or false, a number. */
const mayBeRead = /^(?:$|[-+.0-9~nNtTfF])/;

/**
 * The events with every key read as the text that it is written as: `1.0`, `1e3` and `~` are names of
 * properties like any others. `<<` stays what it is.
 *
 * Source: OpenAPI 3.1.1, section 4.3 (keys of YAML maps are strings of the failsafe schema).
 */
export function withVerbatimKeys(events: readonly Event[], text: string): Event[] {
  /** For each collection that is open, whether a key comes next; null in a sequence. */
  const open: (boolean | null)[] = [];
  return events.map((event) => {
    if (event.type === EVENT_ID.POP) {
      open.pop();
      return event;
    }
    const isKey = open.at(-1) === true;
    if (typeof open.at(-1) === "boolean") {
      open[open.length - 1] = !isKey;
    }
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.SEQUENCE) {
      open.push(null);
    } else if (event.type === EVENT_ID.MAPPING) {
      open.push(true);
    } else if (isKey && event.type === EVENT_ID.SCALAR && isRead(event, text)) {
      // What stands between single quotes is read as text.
      return { ...event, style: SCALAR_STYLE.SINGLE_QUOTED };
    }
    return event;
  });
}

function isRead(event: Event & { readonly type: typeof EVENT_ID.SCALAR }, text: string): boolean {
  if (event.style !== SCALAR_STYLE.PLAIN || event.tagStart !== -1) {
    return false;
  }
  const key = getScalarValue(text, event);
  return mayBeRead.test(key) && !key.includes("'");
}
