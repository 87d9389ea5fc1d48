import { bounded, spend } from "./effort.js";
import { applicators } from "./json-schema-applicators.js";
import { arrayKeywords } from "./json-schema-arrays.js";
import type { Finding, JsonSchema } from "./json-schema-check.js";
import { objectKeywords } from "./json-schema-objects.js";
import { scalarKeywords } from "./json-schema-scalars.js";
import { type Check, type Compiler, checkNamed, fail, Visit } from "./json-schema-visit.js";

/**
 * Compiles a schema of JSON Schema 2020-12 into a function that lists what is wrong with a value;
 * an empty list means that it is accepted. Formats are annotations, as the specification has it.
 * `$ref` may name an entry of the root's `$defs`.
 */
export function compile(root: JsonSchema): (value: unknown) => readonly Finding[] {
  const named = new Map<string, Check>();
  const compiler: Compiler = (schema) => {
    if (typeof schema === "boolean") {
      return schema ? () => true : (_value, visit) => fail(visit, "is not allowed");
    }
    const checks = [
      ...scalarKeywords(schema),
      ...(schema.$ref === undefined ? [] : [reference(schema.$ref)]),
      ...applicators(schema, compiler),
      ...arrayKeywords(schema, compiler),
      ...objectKeywords(schema, compiler),
    ];
    return (value, visit) => {
      spend(4 + checks.length);
      let accepted = true;
      for (const check of checks) {
        accepted = check(value, visit) && accepted;
      }
      return accepted;
    };
  };
  const reference = (pointer: string): Check => {
    const name = pointer.slice("#/$defs/".length);
    return (value, visit) => {
      let check = named.get(name);
      if (check === undefined) {
        const definition =
          root.$defs !== undefined && Object.hasOwn(root.$defs, name) ? root.$defs[name] : true;
        check = compiler(definition ?? true);
        named.set(name, check);
      }
      return checkNamed(check, value, visit);
    };
  };
  const check = compiler(root);
  const evaluates = mentionsUnevaluated(root);
  return (value) => {
    const whole = (message: string): readonly Finding[] => [{ path: [], message }];
    try {
      return bounded(
        () => {
          const visit = new Visit(evaluates);
          check(value, visit);
          return visit.findings();
        },
        () => whole("would take too long to be checked"),
      );
    } catch (error) {
      if (error instanceof RangeError) {
        return whole("is nested too deeply");
      }
      throw error;
    }
  };
}

const mentions = new WeakMap<object, boolean>();

/** Whether `unevaluated…` stands anywhere in a schema. Parts that schemas share are looked through once. */
function mentionsUnevaluated(part: unknown): boolean {
  if (typeof part !== "object" || part === null) {
    return false;
  }
  const known = mentions.get(part);
  if (known !== undefined) {
    return known;
  }
  mentions.set(part, false);
  const found = Object.entries(part).some(
    ([name, member]) => name.startsWith("unevaluated") || mentionsUnevaluated(member),
  );
  mentions.set(part, found);
  return found;
}
