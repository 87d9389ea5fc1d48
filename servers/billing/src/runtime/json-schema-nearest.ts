import { spend } from "./effort.js";
import { isObject } from "./json.js";
import type { Finding, JsonSchema } from "./json-schema-check.js";
import type { Check, Visit } from "./json-schema-visit.js";
import { placeOf } from "./place.js";
import { shorten } from "./text.js";

const MAX_WHY = 200;

/** How much further off an alternative is that is of another type, or says itself that it is another. */
const OTHER_TYPE = 100;
const OTHER_KIND = 10;

/** Reads on from "fits none of its alternatives": which of them the value comes closest to, and what is wrong with it. */
export function nearestAlternative(
  alternatives: readonly (JsonSchema | boolean)[],
  checks: readonly Check[],
  value: unknown,
  visit: Visit,
): string {
  const [nearest] = alternatives
    .flatMap((schema, index) => {
      const found = faultsOf(checks[index], value, visit);
      const [first] = found;
      return first === undefined || typeof schema === "boolean"
        ? []
        : [{ schema, index, first, distance: distanceOf(found, schema) }];
    })
    .sort((a, b) => a.distance - b.distance);
  if (nearest === undefined || nearest.distance >= OTHER_TYPE) {
    return "";
  }
  const { schema, index, first } = nearest;
  const place = placeOf(first.path);
  const why = `${place === "" ? "it" : place} ${first.message}`;
  return `; the nearest is ${labelOf(schema, index)}, for which ${shorten(why, MAX_WHY)}`;
}

/** What is wrong for one alternative, at paths from the value on. */
function faultsOf(check: Check | undefined, value: unknown, visit: Visit): readonly Finding[] {
  spend(20);
  const beside = visit.beside(true);
  check?.(value, beside);
  return beside.findings(visit.place);
}

function distanceOf(faults: readonly Finding[], schema: JsonSchema): number {
  const kinds = constantsOf(schema).map(([name]) => name);
  return faults.reduce((sum, { path, message }) => {
    const [member] = path;
    const isOtherType = member === undefined && message.startsWith("must be ");
    const isOtherKind = kinds.some((kind) => kind === member);
    return sum + (isOtherType ? OTHER_TYPE : isOtherKind ? OTHER_KIND : 1);
  }, 0);
}

/** By its name, by the value of a member that can have no other, or by its number. */
function labelOf(schema: JsonSchema, index: number): string {
  const name = schema.$ref?.slice("#/$defs/".length);
  if (name !== undefined) {
    return `"${name}"`;
  }
  const [constant] = constantsOf(schema);
  return constant === undefined
    ? `number ${index + 1}`
    : `that with ${constant[0]} ${JSON.stringify(constant[1])}`;
}

function constantsOf({ properties = {} }: JsonSchema): readonly (readonly [string, unknown])[] {
  return Object.entries(properties).flatMap(([name, member]) => {
    if (!isObject(member)) {
      return [];
    }
    const listed: readonly unknown[] = Array.isArray(member.enum) ? member.enum : [];
    const values = member.const === undefined ? listed : [member.const];
    return values.length === 1 ? [[name, values[0]] as const] : [];
  });
}
