import type { ParameterLocation } from "../model/operation.js";
import type { RequestValue } from "../model/tool.js";
import type { Member, Value } from "../model/value.js";
import type { SchemaNode } from "../openapi/api.js";
import { flattened } from "./body-schema.js";
import type { UsedOperation } from "./operation-table.js";
import { bodySchemaOf, type Place } from "./places.js";
import type { Filling } from "./requests.js";
import { fieldsOf, objectsIn } from "./schema-kind.js";
import type { BoundValue } from "./values.js";

/** The values of one call, each in the part of the request where it belongs. */
export function requestValue(used: UsedOperation, fillings: readonly Filling[]): RequestValue {
  return {
    path: parameterMembers(fillings, "path"),
    query: parameterMembers(fillings, "query"),
    header: parameterMembers(fillings, "header"),
    cookie: parameterMembers(fillings, "cookie"),
    body: bodyValue(used, fillings),
  };
}

/** Null goes out only where the schema allows it. */
export function takesNull(place: Place): boolean {
  return place.schemas.length === 0 || place.schemas.some((node) => node.nullable);
}

function parameterMembers(
  fillings: readonly Filling[],
  location: ParameterLocation,
): readonly Member[] {
  const entries = new Map<string, { readonly holder: Holder; readonly inner: Entry[] }>();
  for (const { place, value } of fillings) {
    const { target } = place;
    if (target.kind === "parameter" && target.parameter.location === location) {
      const { name, schema, required } = target.parameter;
      const holder: Holder = { path: [], schemas: [schema], isThere: required };
      const group = entries.get(name) ?? { holder, inner: [] };
      group.inner.push(entry(target.path, place, value));
      entries.set(name, group);
    }
  }
  return [...entries].map(([name, { holder, inner }]) => ({
    name,
    value: objectOf(inner, holder, () => {}),
  }));
}

function bodyValue(used: UsedOperation, fillings: readonly Filling[]): Value | null {
  const entries = fillings.flatMap(({ place, value }) =>
    place.target.kind === "body" ? [entry(place.target.path, place, value)] : [],
  );
  const isRequired = used.operation.requestBody?.required === true;
  if (entries.length === 0 && !isRequired) {
    return null;
  }
  used.supplied.addBody();
  const node = bodySchemaOf(used);
  const isWhole = entries.some(({ path }) => path.length === 0);
  if (used.variant === null && node?.variants() != null && !isWhole) {
    // What is put together from the members of several variants has the members of all.
    used.supplied.loosened.set("body", flattened(fieldsOf([node])));
    used.supplied.flattensVariants = true;
  }
  const holder = { path: [], schemas: node === null ? [] : [node], isThere: isRequired };
  return objectOf(entries, holder, (path) => used.supplied.addConditional(path));
}

/** Null means, where the schema does not allow it, that nothing is sent. */
function sent(place: Place, { value, type }: BoundValue): Value {
  const mayBeNull = type.absence === "null" || type.absence === "either";
  return value.kind === "expression" && mayBeNull && !takesNull(place)
    ? { ...value, fallback: "undefined" }
    : value;
}

interface Entry {
  readonly path: readonly string[];
  readonly value: Value;
  /** Whether the value may be missing, and is then left out. */
  readonly vanishes: boolean;
}

function entry(path: readonly string[], place: Place, value: BoundValue): Entry {
  return { path, value: sent(place, value), vanishes: value.type.absence !== "never" };
}

/** What holds the entries. */
interface Holder {
  readonly path: readonly string[];
  readonly schemas: readonly SchemaNode[];
  /** Whether it has to be sent, even where all that it could hold is optional. */
  readonly isThere: boolean;
}

/**
 * A value by itself, or objects within objects, from values with paths; order of first mention. An
 * object that need not be sent is left out when all that it would hold is missing. `note` is told
 * of members that may be missing from an object which, where it is sent, must have them.
 */
function objectOf(
  entries: readonly Entry[],
  holder: Holder,
  note: (path: readonly string[]) => void,
): Value {
  const whole = entries.find((each) => each.path.length === 0);
  if (whole !== undefined) {
    return whole.value;
  }
  const groups = new Map<string, Entry[]>();
  for (const { path, ...rest } of entries) {
    const [first = "", ...below] = path;
    groups.set(first, [...(groups.get(first) ?? []), { path: below, ...rest }]);
  }
  const fields = fieldsOf(objectsIn(holder.schemas));
  const members = [...groups].map(([name, group]) => {
    const { schemas = [], required = false } = fields.get(name) ?? {};
    const path = [...holder.path, name];
    const isThere = holder.isThere && required;
    if (required && !isThere && groups.size > 1 && group.every(mayVanish)) {
      note(path);
    }
    return { name, value: objectOf(group, { path, schemas, isThere }, note) };
  });
  const leftOutWhenEmpty = !holder.isThere && entries.every(mayVanish);
  return { kind: "object", members, leftOutWhenEmpty };
}

function mayVanish({ vanishes }: Entry): boolean {
  return vanishes;
}
