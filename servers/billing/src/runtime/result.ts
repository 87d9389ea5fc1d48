import { AnswerFile } from "./contract.js";
import { isObject, setMember } from "./json.js";
import type { FailureBody } from "./outcome.js";
import { cutOf } from "./projection.js";
import type { Secrets } from "./secrets.js";
import { fitResult, type PlacedCut } from "./size.js";
import { cleanText, mayNeedCleaning, shorten } from "./text.js";

/** What a call answers with, whatever carries it to the client. */
export type CallResult =
  | {
      readonly kind: "success";
      /** Says the same as `text`. */
      readonly structured: object;
      /** JSON. */
      readonly text: string;
      readonly files: readonly AnswerFile[];
    }
  | { readonly kind: "failure"; readonly body: FailureBody; readonly text: string };

/** Hosts cut results beyond about this many characters, in the middle of the JSON. */
const MAX_RESULT = 40_000;
const MAX_FAILURE = 8_000;
const MAX_FAILURE_TEXT = 1_000;
/** All files of a result. Base64 makes a third more of them, and clients drop a connection at a message over 10 MiB. */
const MAX_FILE_BYTES = 5 * 1024 * 1024;

/**
 * Makes a tool's result fit to leave: without invisible characters and secrets, within the size
 * limit, with a `notice` of what was cut and of what else the model has to know.
 */
export function finishResult(
  result: object,
  secrets: Secrets,
  notes: readonly string[] = [],
): CallResult {
  const { cuts, files } = inspect(result);
  if (files.reduce((bytes, file) => bytes + file.size_bytes, 0) > MAX_FILE_BYTES) {
    return finishFailure({ error: "file_too_large", limit_bytes: MAX_FILE_BYTES }, secrets);
  }
  const text = JSON.stringify(result);
  const isClean = !mayNeedCleaning(text) && !secrets.isIn(text);
  const isPlain =
    isClean &&
    cuts.length === 0 &&
    notes.length === 0 &&
    text.length <= MAX_RESULT &&
    files.length === 0;
  if (isPlain) {
    return { kind: "success", structured: result, text, files };
  }
  const copy: unknown = JSON.parse(text);
  // Cleaned before it is cut: half of a secret would not be found. Text by text, this takes long.
  const clean = isClean ? copy : cleanValue(copy, secrets);
  const fitted = isObject(clean) ? fitResult(clean, cuts, notes, MAX_RESULT) : null;
  if (fitted === null) {
    const reason = "The result is too large to show. Ask for less of it.";
    return finishFailure({ error: "result_too_large", reason }, secrets);
  }
  return { kind: "success", structured: fitted, text: JSON.stringify(fitted), files };
}

/** A structured error, without invisible characters and secrets, and short. */
export function finishFailure(body: FailureBody, secrets: Secrets): CallResult {
  const clean = cleanValue(JSON.parse(JSON.stringify(body)), secrets, MAX_FAILURE_TEXT);
  // A reason that nobody gave is none.
  const members = Object.entries(isObject(clean) ? clean : {}).filter(
    ([name, value]) => name !== "reason" || (value !== null && value !== ""),
  );
  const said = Object.fromEntries(members);
  const whole: FailureBody = { ...said, error: String(said.error ?? "internal_error") };
  const text = JSON.stringify(whole);
  if (text.length <= MAX_FAILURE) {
    return { kind: "failure", body: whole, text };
  }
  const short: FailureBody = {
    error: whole.error,
    ...(typeof whole.reason === "string" ? { reason: whole.reason } : {}),
  };
  return { kind: "failure", body: short, text: JSON.stringify(short) };
}

interface Inspection {
  readonly cuts: readonly PlacedCut[];
  readonly files: readonly AnswerFile[];
}

/** Finds what was cut from the result, and the files in it. */
function inspect(result: object): Inspection {
  const cuts: PlacedCut[] = [];
  const files: AnswerFile[] = [];
  const path: (string | number)[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" && typeof value !== "string") {
      return;
    }
    const cut = cutOf(value);
    if (cut !== undefined) {
      cuts.push({ ...cut, path: [...path] });
    }
    if (value instanceof AnswerFile) {
      files.push(value);
    } else if (Array.isArray(value)) {
      value.forEach(visitAt);
    } else if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        visitAt(member, name);
      }
    }
  };
  const visitAt = (member: unknown, segment: string | number): void => {
    path.push(segment);
    visit(member);
    path.pop();
  };
  visit(result);
  return { cuts, files };
}

/** Strings, keys included, cleaned and scrubbed; `maxText` also shortens them. */
function cleanValue(value: unknown, secrets: Secrets, maxText = Number.POSITIVE_INFINITY): unknown {
  if (typeof value === "string") {
    return shorten(secrets.scrub(cleanText(value)), maxText);
  }
  if (Array.isArray(value)) {
    return value.map((item) => cleanValue(item, secrets, maxText));
  }
  if (!isObject(value)) {
    return value;
  }
  const clean: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const cleanName = secrets.scrub(cleanText(name));
    setMember(clean, cleanName, cleanValue(member, secrets, maxText));
  }
  return clean;
}
