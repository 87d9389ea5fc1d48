/** What a request, or the test that drives it, asks of its answer. */
export interface Preferences {
  readonly code: number | null;
  readonly example: string | null;
  /** Made-up values even where there are examples. */
  readonly dynamic: boolean;
  readonly delayMs: number;
  /** Bytes that the answer should have at least; null for an ordinary one. */
  readonly huge: number | null;
  /** The connection ends without an answer. */
  readonly drop: boolean;
}

export type ReadPreferences =
  | { readonly kind: "read"; readonly preferences: Preferences }
  | { readonly kind: "unknown"; readonly why: string };

export const longestDelayMs = 60_000;
export const usualHugeBytes = 16 * 1024 * 1024;
export const mostHugeBytes = 64 * 1024 * 1024;

const none: Preferences = {
  code: null,
  example: null,
  dynamic: false,
  delayMs: 0,
  huge: null,
  drop: false,
};

/**
 * Reads `code=404, example="not found", delay=500ms, huge=20MB`. Preferences of others (`respond-async`,
 * `return=minimal`) are passed over, as their specification has it; a value of ours that cannot be read
 * is not.
 *
 * Source: RFC 7240, section 2 (Prefer); `code`, `example` and `dynamic` are Prism's.
 */
export function readPreferences(header: string | undefined): ReadPreferences {
  let preferences = none;
  for (const [, name = "", quoted, plain] of (header ?? "").matchAll(preference)) {
    const value = quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "";
    const read = readOne(name.toLowerCase(), value);
    if (typeof read === "string") {
      return { kind: "unknown", why: read };
    }
    preferences = { ...preferences, ...read };
  }
  return { kind: "read", preferences };
}

/**
 * What says how the answers of operations should be, of which nothing is passed over: nobody else is meant.
 * Null where it can be read.
 */
export function whyUnreadable(text: string): string | null {
  const rest = text.replaceAll(preference, "").replace(/[,;\s]/g, "");
  const names = [...text.matchAll(preference)].map(([, name = ""]) => name.toLowerCase());
  const stranger = names.find((name) => !known.includes(name));
  if (rest !== "" || stranger !== undefined) {
    return `${JSON.stringify(rest === "" ? stranger : text)} is none of the preferences ${known.join(", ")}`;
  }
  const read = readPreferences(text);
  return read.kind === "unknown" ? read.why : null;
}

const known: readonly string[] = ["code", "example", "dynamic", "delay", "huge", "drop"];

const preference =
  /(?:^|[,;])\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^,;\s"]*)))?/g;

function readOne(name: string, value: string): Partial<Preferences> | string {
  switch (name) {
    case "code":
      return /^[1-5][0-9]{2}$/.test(value) && Number(value) >= 200
        ? { code: Number(value) }
        : "code must be a status from 200 to 599";
    case "example":
      return { example: value };
    case "dynamic":
      return { dynamic: value !== "false" };
    case "delay": {
      const [, amount, unit] = /^([0-9]{1,6}(?:\.[0-9]{1,3})?)(ms|s)?$/.exec(value) ?? [];
      const milliseconds = Number(amount) * (unit === "s" ? 1000 : 1);
      return milliseconds <= longestDelayMs
        ? { delayMs: milliseconds }
        : `delay must be a time such as 500ms or 2s, of at most ${longestDelayMs / 1000}s`;
    }
    case "huge": {
      const [, amount, unit] = /^([0-9]{1,9})(B|kB|KB|MB)?$/.exec(value) ?? [];
      const factor = unit === "MB" ? 1024 * 1024 : unit === "kB" || unit === "KB" ? 1024 : 1;
      const bytes = value === "" || value === "true" ? usualHugeBytes : Number(amount) * factor;
      return bytes <= mostHugeBytes
        ? { huge: bytes }
        : `huge must be a size such as 20MB, of at most ${mostHugeBytes / 1024 / 1024}MB`;
    }
    case "drop":
      return { drop: value !== "false" };
    default:
      return {};
  }
}
