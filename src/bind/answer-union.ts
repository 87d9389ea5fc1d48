import type { CoreType, Type } from "../expression/type.js";
import { common, eitherAbsence } from "../expression/types.js";

/** Of a type that was made here, those that it is one of. */
const alternatives = new WeakMap<CoreType, readonly Type[]>();

/** The types of which a value has one; null for a type that is one by itself. */
export function alternativesOf({ core }: Type): readonly Type[] | null {
  return alternatives.get(core) ?? null;
}

/** The type of a value that has one of several: of objects, the fields that all of them have. */
export function oneOf(types: readonly Type[]): Type {
  const [first, ...others] = types;
  return first === undefined
    ? { core: { kind: "null" }, absence: "null" }
    : others.reduce(either, first);
}

function either(a: Type, b: Type): Type {
  const core = eitherCore(a, b);
  alternatives.set(core, [a, b]);
  return { core, absence: eitherAbsence(a.absence, b.absence) };
}

/** Always a type of its own, whose alternatives can be noted. */
function eitherCore(a: Type, b: Type): CoreType {
  const [left, right] = [a.core, b.core];
  if (left.kind === "object" && right.kind === "object") {
    return {
      kind: "object",
      name: left.name === right.name ? left.name : `${left.name} or ${right.name}`,
      fieldNames: () => left.fieldNames().filter((name) => right.fieldNames().includes(name)),
      field: (name) => {
        const [one, other] = [left.field(name), right.field(name)];
        return one === null || other === null
          ? null
          : { type: either(one.type, other.type), declaredAt: one.declaredAt };
      },
    };
  }
  if (left.kind === "list" && right.kind === "list") {
    return { kind: "list", element: either(left.element, right.element) };
  }
  if (left.kind === "map" && right.kind === "map") {
    return { kind: "map", value: either(left.value, right.value) };
  }
  return { ...(common(a, b)?.core ?? { kind: "any" }) };
}
