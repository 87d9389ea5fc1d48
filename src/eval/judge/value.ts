import { isObject, type JsonObject, type JsonValue } from "../../model/json.js";
import type { ExpectedArgument, ValueExpectation } from "../evals.js";
import { holds, sameJson } from "./same.js";

/** Beyond it a pattern's work is not bounded by anything the user has seen. */
const longestMatched = 10_000;

/**
 * The arguments that are not as expected, with what was found instead; empty where all are. A
 * default counts as given.
 */
export function wrongArguments(
  given: JsonObject,
  defaults: ReadonlyMap<string, JsonValue>,
  wanted: readonly ExpectedArgument[],
  exactly: boolean,
): readonly WrongArgument[] {
  const effective: JsonObject = { ...Object.fromEntries(defaults), ...given };
  const wrong = wanted.flatMap(({ name, value }): readonly WrongArgument[] => {
    const found = at(value.kind === "absent" ? given : effective, name.value);
    return fits(found, value, exactly ? sameJson : holds)
      ? []
      : [{ argument: name.value, wanted: describe(value), found: shown(found) }];
  });
  return exactly ? [...wrong, ...unlisted(given, defaults, wanted)] : wrong;
}

export interface WrongArgument {
  readonly argument: string;
  readonly wanted: string;
  readonly found: string;
}

function unlisted(
  given: JsonObject,
  defaults: ReadonlyMap<string, JsonValue>,
  wanted: readonly ExpectedArgument[],
): readonly WrongArgument[] {
  const listed = wanted.map(({ name }) => name.value);
  return Object.entries(given).flatMap(([argument, value]) => {
    const byDefault = defaults.get(argument);
    const isDefault = byDefault !== undefined && sameJson(byDefault, value);
    return isDefault ? [] : unlistedIn(argument, value, listed);
  });
}

/** Of an object whose members are listed one by one those that are not. */
function unlistedIn(
  path: string,
  value: JsonValue,
  listed: readonly string[],
): readonly WrongArgument[] {
  if (listed.includes(path)) {
    return [];
  }
  const leadsOn = listed.some((name) => name.startsWith(`${path}.`));
  return leadsOn && isObject(value)
    ? Object.entries(value).flatMap(([name, each]) => unlistedIn(`${path}.${name}`, each, listed))
    : [{ argument: path, wanted: "nothing", found: shown(value) }];
}

function at(value: JsonValue | undefined, path: string): JsonValue | undefined {
  return path
    .split(".")
    .reduce<JsonValue | undefined>(
      (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
      value,
    );
}

function fits(
  found: JsonValue | undefined,
  wanted: ValueExpectation,
  equal: (found: JsonValue, wanted: JsonValue) => boolean,
): boolean {
  if (wanted.kind === "absent") {
    return found === undefined;
  }
  if (found === undefined) {
    return false;
  }
  switch (wanted.kind) {
    case "equals":
      return equal(found, wanted.value);
    case "one-of":
      return wanted.values.some((value) => equal(found, value));
    case "matches":
      return (
        (typeof found === "string" || typeof found === "number") &&
        new RegExp(wanted.pattern.value, "u").test(String(found).slice(0, longestMatched))
      );
    case "present":
      return true;
    default:
      return wanted satisfies never;
  }
}

export function describe(wanted: ValueExpectation): string {
  switch (wanted.kind) {
    case "equals":
      return JSON.stringify(wanted.value);
    case "one-of":
      return `one of ${wanted.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "matches":
      return `text that fits ${wanted.pattern.value}`;
    case "present":
      return "any value";
    case "absent":
      return "nothing";
    default:
      return wanted satisfies never;
  }
}

function shown(value: JsonValue | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
