import { decodeJson, isObject, setMember } from "./json.js";
import { cleanText, shorten } from "./text.js";

const MAX_TEXT = 500;
const MAX_MEMBERS = 50;
const MAX_DEPTH = 6;
/** How long a text may be that is decoded to look for secret names. */
const MAX_DECODED = 64 * 1024;

/** A bounded copy for the log, without the values of secret names and without invisible characters. */
export function redact(
  value: unknown,
  isSecret: (name: string) => boolean,
  depth = MAX_DEPTH,
): unknown {
  if (typeof value === "string") {
    return redactText(value, isSecret, depth);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (depth === 0) {
    return "[deep]";
  }
  if (Array.isArray(value)) {
    return value.slice(0, MAX_MEMBERS).map((item) => redact(item, isSecret, depth - 1));
  }
  return isObject(value) ? redactMembers(value, isSecret, depth) : null;
}

/** Arguments that come as JSON text are decoded later, so secret names count within them as well. */
function redactText(text: string, isSecret: (name: string) => boolean, depth: number): unknown {
  if (text.length > MAX_DECODED && /^\s*[[{]/.test(text)) {
    return "[long]";
  }
  const decoded = decodeJson(text);
  return decoded === text
    ? shorten(cleanText(text.slice(0, 2 * MAX_TEXT)), MAX_TEXT)
    : redact(decoded, isSecret, depth);
}

function redactMembers(
  value: Record<string, unknown>,
  isSecret: (name: string) => boolean,
  depth: number,
): object {
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value).slice(0, MAX_MEMBERS)) {
    const member = isSecret(name) ? "[redacted]" : redact(value[name], isSecret, depth - 1);
    setMember(result, shorten(cleanText(name), 100), member);
  }
  return result;
}
