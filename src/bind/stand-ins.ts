import type { Collector } from "../diagnostics/collector.js";
import type { CoreType, Type } from "../expression/type.js";
import type { JsonType, SchemaOrBoolean } from "../model/schema.js";
import type { ErrorRule } from "../model/tool.js";
import type { Value } from "../model/value.js";
import { unfitStandIn } from "./call-problems.js";
import type { ReadTree } from "./read-tree.js";
import type { PlacedStep } from "./tool-inputs.js";
import type { BoundValue } from "./values.js";

/**
 * Rules whose stand-ins have all that the tool reads of the answer. What may be missing is added as
 * null or an empty list; what may not, and what is of another type, is reported.
 */
export function completed(
  rules: readonly ErrorRule[],
  standIns: readonly BoundValue[],
  answer: Type,
  reads: ReadTree,
  { used }: PlacedStep,
  collector: Collector,
): readonly ErrorRule[] {
  const boundOf = new Map(standIns.map((bound) => [bound.value, bound]));
  const complete = (value: Value): Value => {
    const bound = boundOf.get(value);
    if (bound === undefined) {
      return value;
    }
    const problems: string[] = [];
    const filled = fill({ value, schema: bound.schema }, answer, reads, "", problems);
    if (problems.length > 0) {
      collector.add(unfitStandIn(bound.span, used.operation.head.key, problems));
    }
    return filled;
  };
  return rules.map((rule) => ({
    ...rule,
    cases: rule.cases.map((one) =>
      one.outcome.kind === "value"
        ? { ...one, outcome: { kind: "value", value: complete(one.outcome.value) } }
        : one,
    ),
  }));
}

/** A value of which only the schema is known has no `value`. */
interface Given {
  readonly value: Value | null;
  readonly schema: SchemaOrBoolean;
}

/** The value with what it lacks; what cannot be mended goes to `problems`. */
function fill(
  { value, schema }: Given,
  type: Type,
  reads: ReadTree,
  at: string,
  problems: string[],
): Value {
  const whole: Value = value ?? { kind: "literal", value: null };
  const { core } = type;
  const given = typesOf(schema);
  const stray = given?.filter((one) => !takes(type, one)) ?? [];
  if (stray.length > 0) {
    const what = at === "" ? "it" : at;
    problems.push(`${what} may be ${stray.map(nounOf).join(" or ")}`);
    return whole;
  }
  if (core.kind === "list" && value?.kind === "list") {
    const elements = reads.elements;
    const items = value.items.map((item, index) =>
      elements === null
        ? item
        : fill(
            { value: item, schema: itemSchema(schema, index) },
            core.element,
            elements,
            `${at}[${index}]`,
            problems,
          ),
    );
    return { ...value, items };
  }
  return core.kind === "object" && given?.includes("object")
    ? fillObject({ value, schema }, core, reads, at, problems)
    : whole;
}

function fillObject(
  { value, schema }: Given,
  core: Extract<Type["core"], { kind: "object" }>,
  reads: ReadTree,
  at: string,
  problems: string[],
): Value {
  const properties = (typeof schema === "object" ? schema.properties : undefined) ?? {};
  const names = core.fieldNames();
  const members = value?.kind === "object" ? [...value.members] : [];
  const place = (name: string) => (at === "" ? name : `${at}.${name}`);
  for (const [index, member] of members.entries()) {
    const property = properties[member.name];
    const field = names.includes(member.name) ? core.field(member.name) : null;
    const below = reads.fields.get(member.name);
    if (field === null) {
      problems.push(`${place(member.name)} is no field of the answer`);
    } else if (property !== undefined && below !== undefined) {
      const given = { value: member.value, schema: property };
      const filled = fill(given, field.type, below, place(member.name), problems);
      members[index] = { ...member, value: filled };
    }
  }
  for (const name of reads.whole ? names : reads.fields.keys()) {
    const field = Object.hasOwn(properties, name) ? null : core.field(name);
    const filler = field === null ? null : fillerFor(field.type);
    if (field !== null && (filler === null || value?.kind !== "object")) {
      problems.push(`${place(name)} is missing`);
    } else if (filler !== null) {
      members.push({ name, value: filler });
    }
  }
  return value?.kind === "object" ? { ...value, members } : (value ?? nothing);
}

const nothing: Value = { kind: "literal", value: null };

function fillerFor({ core, absence }: Type): Value | null {
  if (absence !== "never") {
    return nothing;
  }
  return core.kind === "list" ? { kind: "list", items: [], leavesOut: false } : null;
}

function itemSchema(schema: SchemaOrBoolean, index: number): SchemaOrBoolean {
  const items: SchemaOrBoolean = (typeof schema === "object" ? schema.items : undefined) ?? true;
  const alternatives = typeof items === "object" ? items.anyOf : undefined;
  return alternatives === undefined ? items : (alternatives[index] ?? true);
}

/** The types that a value may have; null where nothing is known. */
function typesOf(schema: SchemaOrBoolean): readonly JsonType[] | null {
  return (typeof schema === "object" ? schema.type : undefined) ?? null;
}

function takes({ core, absence }: Type, given: JsonType): boolean {
  const wanted = jsonTypes[core.kind];
  return wanted === null || wanted.includes(given) || (given === "null" && absence !== "never");
}

const jsonTypes: Readonly<Record<CoreType["kind"], readonly JsonType[] | null>> = {
  any: null,
  null: ["null"],
  boolean: ["boolean"],
  int: ["integer"],
  int64: ["integer", "string"],
  double: ["integer", "number"],
  string: ["string"],
  timestamp: ["string"],
  duration: ["string"],
  list: ["array"],
  map: ["object"],
  object: ["object"],
};

const nouns: Readonly<Record<JsonType, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "an integer",
  null: "null",
  number: "a number",
  object: "an object",
  string: "text",
};

function nounOf(type: JsonType): string {
  return nouns[type];
}
