import { isLargeInteger } from "../../limit/limit.js";
import type { JsonValue } from "../../model/json.js";
import type { JsonType } from "../../model/schema.js";
import type { Pointer } from "../api.js";
import type { Context } from "../context.js";
import { joined, type Node } from "../node.js";
import { spanOf } from "../place.js";
import { otherType } from "../problems.js";
import type { Keywords } from "./keywords.js";
import { typeOfValue } from "./values.js";

type Types = readonly JsonType[] | null;

interface StatedValues {
  readonly values: readonly JsonValue[] | null;
  readonly isConst: boolean;
}

/**
 * What `enum` and `const` say. A value of another type than the one that is stated, such as an
 * unquoted `true` for a text, is taken for what it must mean; without any that could be meant, the
 * keyword is ignored.
 */
export function statedValues(
  node: Node,
  read: Keywords,
  types: Types,
  context: Context,
): StatedValues {
  const mend = (
    keyword: string,
    values: readonly JsonValue[],
    pathOf: (index: number) => string,
  ) =>
    isSaid(values, types)
      ? values
      : (meant(
          values,
          types ?? [],
          (index) => ({ file: node.file, path: pathOf(index) }),
          context,
        ) ??
        read.ignore(keyword, ofStatedType) ??
        null);
  const path = (keyword: string) => joined(node.path, keyword);
  const given = read.values("enum");
  const listed = given && mend("enum", given, (index) => joined(path("enum"), String(index)));
  const constant = read.json("const");
  const only = constant === undefined ? null : mend("const", [constant], () => path("const"));
  const [value] = only ?? [];
  if (value === undefined) {
    return { values: listed, isConst: false };
  }
  const text = JSON.stringify(value);
  const fits = listed === null || listed.some((other) => JSON.stringify(other) === text);
  return { values: fits ? [value] : [], isConst: true };
}

/** The default, as a value of the type that is stated; it is shown to models, and not sent. */
export function statedDefault(node: Node, read: Keywords, types: Types): JsonValue | undefined {
  const value = read.json("default");
  if (value === undefined || value === null || types === null || isOfType(value, types)) {
    return value;
  }
  const at = { file: node.file, path: joined(node.path, "default") };
  return converted(value, types, at) ?? read.ignore("default", ofStatedType);
}

const ofStatedType = "of the type that is stated beside it";

/** Whether any of the values can be one at all, and no other seems to be meant. */
function isSaid(values: readonly JsonValue[], types: Types): boolean {
  const isPossible = (value: JsonValue) =>
    types === null || value === null || isOfType(value, types);
  return values.every(isPossible);
}

/** Null where none of the values can be meant. The first that is written as another type is reported. */
function meant(
  values: readonly JsonValue[],
  types: readonly JsonType[],
  placeOf: (index: number) => Pointer,
  context: Context,
): readonly JsonValue[] | null {
  const found: JsonValue[] = [];
  let mended: { readonly at: Pointer; readonly value: JsonValue } | null = null;
  for (const [index, value] of values.entries()) {
    if (value === null || isOfType(value, types)) {
      found.push(value);
      continue;
    }
    const at = placeOf(index);
    const other = converted(value, types, at);
    if (other !== undefined) {
      found.push(other);
      mended ??= { at, value: other };
    }
  }
  if (mended !== null) {
    const { at, value } = mended;
    context.report(at, () => otherType(at, JSON.stringify(value)));
  }
  return found.some((value) => value !== null) ? found : null;
}

function isOfType(value: JsonValue, types: readonly JsonType[]): boolean {
  const type = typeOfValue(value);
  const isNumeric = types.includes("integer") || types.includes("number");
  return (
    types.includes(type) ||
    (type === "integer" && types.includes("number")) ||
    (isNumeric && isLargeInteger(value))
  );
}

/** The value of one of the types that is written alike; undefined where there is none. */
function converted(
  value: JsonValue,
  types: readonly JsonType[],
  at: Pointer,
): JsonValue | undefined {
  if (typeof value === "number" || typeof value === "boolean") {
    return types.includes("string") ? textAt(at, value) : undefined;
  }
  if (types.includes("boolean") && (value === "true" || value === "false")) {
    return value === "true";
  }
  if (typeof value !== "string" || !/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(value)) {
    return undefined;
  }
  return isOfType(Number(value), types) ? Number(value) : undefined;
}

/** As it is written: `1.0` is another text than "1". What an alias stands for is written elsewhere. */
function textAt(at: Pointer, value: number | boolean): string {
  const { file, start, end } = spanOf(at, "value");
  const written = file.text.slice(start, end);
  return /^[-+.\w]+$/.test(written) ? written : String(value);
}
