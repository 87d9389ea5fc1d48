import type { JsonValue } from "../../model/json.js";
import type { JsonType } from "../../model/schema.js";
import type { Node } from "../node.js";
import { sameJson } from "./json-value.js";
import type { Part } from "./part.js";

/** The schemas that a property must fit, for every property that some part names. */
export function propertyNodes(parts: readonly Part[]): ReadonlyMap<string, readonly Node[]> {
  const found = new Map<string, Node[]>();
  for (const part of parts) {
    for (const [name, node] of part.properties) {
      const known = found.get(name);
      if (known === undefined) {
        found.set(name, [node]);
      } else {
        known.push(node);
      }
    }
  }
  return found;
}

/** The types that every part allows, without "null"; null where none states any. */
export function statedTypes(parts: readonly Part[]): readonly JsonType[] | null {
  const types = commonTypes(parts);
  return types === null ? null : withoutNull(types);
}

/** The types that every part allows; null where none states any. */
export function commonTypes(parts: readonly Part[]): readonly JsonType[] | null {
  let common: readonly JsonType[] | null = null;
  for (const { types } of parts) {
    if (types !== null) {
      common = common === null ? types : intersected(common, types);
    }
  }
  return common;
}

/** An integer is a number. */
function intersected(left: readonly JsonType[], right: readonly JsonType[]): readonly JsonType[] {
  const fits = (type: JsonType, types: readonly JsonType[]) =>
    types.includes(type) || (type === "integer" && types.includes("number"));
  return [
    ...new Set([
      ...left.filter((type) => fits(type, right)),
      ...right.filter((type) => fits(type, left)),
    ]),
  ];
}

/** The values that every part lists; null where none lists any. */
export function commonValues(parts: readonly Part[]): readonly JsonValue[] | null {
  const lists = parts.flatMap((part) => (part.enum === null ? [] : [part.enum]));
  const [first, ...others] = lists;
  const isListed = others.map(membershipOf);
  return first?.filter((value) => isListed.every((isIn) => isIn(value))) ?? null;
}

function membershipOf(list: readonly JsonValue[]): (value: JsonValue) => boolean {
  const known = new Set(list);
  const objects = list.filter((value) => typeof value === "object");
  return (value) => known.has(value) || objects.some((other) => sameJson(value, other));
}

export function withoutNull(types: readonly JsonType[]): readonly JsonType[] {
  return types.filter((type) => type !== "null");
}

export function typeOfValue(value: JsonValue): JsonType {
  if (value === null) {
    return "null";
  }
  switch (typeof value) {
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    case "number":
      return Number.isInteger(value) ? "integer" : "number";
    default:
      return Array.isArray(value) ? "array" : "object";
  }
}

export function hasObjectKeywords(part: Part): boolean {
  return (
    part.properties.size > 0 ||
    part.patternProperties.size > 0 ||
    part.additionalProperties !== null ||
    part.required.length > 0
  );
}

export function mentionsNull(part: Part): boolean {
  return part.types?.includes("null") === true || part.enum?.includes(null) === true;
}
