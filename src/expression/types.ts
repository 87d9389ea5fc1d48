import type { Absence, CoreType, Type } from "./type.js";

/** Types by name, and what follows from two of them. */

export function present(core: CoreType): Type {
  return { core, absence: "never" };
}

export const nullType: Type = { core: { kind: "null" }, absence: "null" };
export const boolean: CoreType = { kind: "boolean" };
export const int: CoreType = { kind: "int" };
export const int64: CoreType = { kind: "int64" };
export const double: CoreType = { kind: "double" };
export const string: CoreType = { kind: "string", values: null };
export const timestamp: CoreType = { kind: "timestamp" };
export const duration: CoreType = { kind: "duration" };
export const anything: CoreType = { kind: "any" };

export function listOf(element: Type): CoreType {
  return { kind: "list", element };
}

export function eitherAbsence(a: Absence, b: Absence): Absence {
  if (a === b || b === "never") {
    return a;
  }
  return a === "never" ? b : "either";
}

export function withAbsence(type: Type, absence: Absence): Type {
  return type.absence === absence ? type : { core: type.core, absence };
}

/** A type that holds the values of both; null where they are of different kinds. */
export function common(a: Type, b: Type): Type | null {
  const core = commonCore(a.core, b.core);
  return core === null ? null : { core, absence: eitherAbsence(a.absence, b.absence) };
}

function commonCore(a: CoreType, b: CoreType): CoreType | null {
  if (a.kind === "null" || b.kind === "null") {
    return a.kind === "null" ? b : a;
  }
  if (a.kind === "any" || b.kind === "any") {
    return anything;
  }
  if (isNumeric(a) && isNumeric(b) && a.kind !== b.kind) {
    return a.kind === "int64" || b.kind === "int64" ? int64 : double;
  }
  if (a.kind === "string" && b.kind === "string") {
    const values =
      a.values === null || b.values === null ? null : [...new Set([...a.values, ...b.values])];
    return { kind: "string", values };
  }
  if (a.kind === "list" && b.kind === "list") {
    return listOf(commonOrAny(a.element, b.element));
  }
  if (a.kind === "map" && b.kind === "map") {
    return { kind: "map", value: commonOrAny(a.value, b.value) };
  }
  if (a.kind === "object" && b.kind === "object") {
    return a === b || a.name === b.name ? a : null;
  }
  return a.kind === b.kind ? a : null;
}

export function commonOrAny(a: Type, b: Type): Type {
  return common(a, b) ?? { core: anything, absence: eitherAbsence(a.absence, b.absence) };
}

export function isNumeric(core: CoreType): boolean {
  return core.kind === "int" || core.kind === "int64" || core.kind === "double";
}

export function isScalar(core: CoreType): boolean {
  return (
    core.kind !== "list" && core.kind !== "map" && core.kind !== "object" && core.kind !== "any"
  );
}

/** A kind for messages: "a string", "a list". */
export function describe(core: CoreType): string {
  switch (core.kind) {
    case "null":
      return "null";
    case "boolean":
      return "a boolean";
    case "int":
      return "an integer";
    case "int64":
      return "a 64-bit integer";
    case "double":
      return "a number";
    case "string":
      return "a string";
    case "timestamp":
      return "a timestamp";
    case "duration":
      return "a duration";
    case "list":
      return "a list";
    case "map":
      return "a map";
    case "object":
      return "an object";
    case "any":
      return "JSON of unknown kind";
    default:
      return core satisfies never;
  }
}

/** CEL's own name of a type. */
export function typeName(core: CoreType): string {
  switch (core.kind) {
    case "null":
      return "null_type";
    case "boolean":
      return "bool";
    case "int":
    case "int64":
      return "int";
    case "timestamp":
      return "google.protobuf.Timestamp";
    case "duration":
      return "google.protobuf.Duration";
    case "object":
      return "map";
    case "any":
      return "dyn";
    default:
      return core.kind;
  }
}
