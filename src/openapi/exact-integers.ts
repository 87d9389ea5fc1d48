import { defineScalarTag, intCoreTag } from "js-yaml";

/** Longer ones are no numbers: a double cannot hold them, and neither format has a larger one. */
const mostDigits = 308;

/** YAML's integers; one that a double would round is a bigint. */
export const exactInteger = defineScalarTag<number | bigint>(intCoreTag.tagName, {
  ...intCoreTag,
  resolve: (source, isExplicit, tagName) => {
    const value = intCoreTag.resolve(source, isExplicit, tagName);
    return typeof value === "number" && !Number.isSafeInteger(value)
      ? exactly(source, value)
      : value;
  },
});

function exactly(source: string, rounded: number): number | bigint {
  const { sign = "", digits = "" } =
    /^(?<sign>[-+]?)(?<digits>0[box][0-9a-fA-F]+|[0-9]+)$/.exec(source)?.groups ?? {};
  if (digits === "" || source.length > mostDigits) {
    return rounded;
  }
  return sign === "-" ? -BigInt(digits) : BigInt(digits);
}

/** A text without such an ending has no integer past 2^53, and needs no second look. */
const mayBeLarge = /[0-9]{16}\s*(?:[,\]}]|$)/;

const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/g;

/** JSON.parse, but for integers that a double would round: those are bigints. Throws what it throws. */
export function parseExactJson(text: string): unknown {
  if (!mayBeLarge.test(text)) {
    return JSON.parse(text);
  }
  const mark = unusedIn(text);
  let count = 0;
  const marked = text.replaceAll(stringOrNumber, (token) => {
    if (!isRounded(token)) {
      return token;
    }
    count += 1;
    return `"${mark}${token}"`;
  });
  const value: unknown = JSON.parse(marked);
  return count === 0 ? value : withIntegers(value, mark);
}

function isRounded(token: string): boolean {
  return (
    token.length > 15 &&
    token.length <= mostDigits &&
    /^-?[0-9]+$/.test(token) &&
    !Number.isSafeInteger(Number(token))
  );
}

function unusedIn(text: string): string {
  let mark = "integer:";
  while (text.includes(mark)) {
    mark += ":";
  }
  return mark;
}

/** The same value, with the marked texts as what they stand for. */
function withIntegers(root: unknown, mark: string): unknown {
  const holder = { root };
  const left: object[] = [holder];
  for (let object = left.pop(); object !== undefined; object = left.pop()) {
    for (const [key, value] of Object.entries(object)) {
      if (typeof value === "object" && value !== null) {
        left.push(value);
      } else if (typeof value === "string" && value.startsWith(mark)) {
        setOwn(object, key, BigInt(value.slice(mark.length)));
      }
    }
  }
  return holder.root;
}

/** An assignment to `__proto__` would change the prototype. */
function setOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
