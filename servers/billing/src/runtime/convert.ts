/** Conversions of the expression language: `int()`, `double()`, `bool()`, `string()`, `type()`, `characterCount()`. */
import { ExpressionError, exact, shown } from "./expression.js";

/** A whole number: of text its decimal digits, of a fraction what is before the point. */
export function toInt(value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) {
    return exact(Math.trunc(value) + 0);
  }
  if (typeof value === "string" && /^[-+]?[0-9]{1,40}$/.test(value)) {
    return exact(Number(value) + 0);
  }
  throw new ExpressionError(`${shown(value)} is no whole number.`);
}

const decimal = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

export function toDouble(value: unknown): number {
  if (typeof value === "number") {
    return value;
  }
  if (typeof value === "string") {
    if (decimal.test(value)) {
      return Number(value);
    }
    const special = /^([-+]?)(inf|infinity|nan)$/i.exec(value);
    if (special !== null) {
      const size = special[2]?.toLowerCase() === "nan" ? Number.NaN : Number.POSITIVE_INFINITY;
      return special[1] === "-" ? -size : size;
    }
  }
  throw new ExpressionError(`${shown(value)} is no number.`);
}

const truths: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...[true, "true", "True", "TRUE", "t", "1"].map((each) => [each, true] as const),
  ...[false, "false", "False", "FALSE", "f", "0"].map((each) => [each, false] as const),
]);

export function toBool(value: unknown): boolean {
  const truth = truths.get(value);
  if (truth === undefined) {
    throw new ExpressionError(`${shown(value)} is neither true nor false.`);
  }
  return truth;
}

export function toText(value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  throw new ExpressionError(`${shown(value)} is no text.`);
}

/** How many elements, keys or characters. */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") {
    return characterCount(value);
  }
  if (typeof value !== "object" || value === null) {
    throw new ExpressionError(`${shown(value)} has no size.`);
  }
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** Characters: code points, not UTF-16 units. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) {
    count += 1;
  }
  return count;
}

const typeNames: Readonly<Record<string, string>> = {
  boolean: "bool",
  number: "double",
  string: "string",
};

export function typeName(value: unknown): string {
  if (value === null || value === undefined) {
    return "null_type";
  }
  return Array.isArray(value) ? "list" : (typeNames[typeof value] ?? "map");
}
