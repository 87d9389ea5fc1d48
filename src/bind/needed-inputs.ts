import type { RequestValue } from "../model/tool.js";
import type { Value } from "../model/value.js";
import type { SchemaNode } from "../openapi/api.js";
import type { BoundInput } from "./inputs.js";
import type { UsedOperation } from "./operation-table.js";
import { bodySchemaOf } from "./places.js";
import { fieldsOf, objectsIn } from "./schema-kind.js";

/** A call that is made whatever the arguments are, with what it sends. */
export interface CertainCall {
  readonly used: UsedOperation;
  readonly request: RequestValue;
}

/**
 * The inputs, each with the others that make it necessary: an object that may be left out, such as an
 * optional body, has to have what it requires once one of its members is given. Where something of it
 * is sent always, they are simply required.
 */
export function withNeeds(
  inputs: readonly BoundInput[],
  calls: readonly CertainCall[],
): readonly BoundInput[] {
  const needs = new Needs(new Set(inputs.filter(mayBeMissing).map(({ input }) => input.name)));
  for (const { used, request } of calls) {
    const node = bodySchemaOf(used);
    if (request.body !== null && node !== null) {
      needs.visit(request.body, [node]);
    }
  }
  return inputs.map((bound) => {
    const { name } = bound.input;
    const neededWith = inputs
      .map(({ input }) => input.name)
      .filter((other) => other !== name && needs.pairs.get(name)?.has(other) === true);
    const isAlways = needs.always.has(name) && bound.entry.required?.value !== false;
    return {
      ...bound,
      input: { ...bound.input, ...(isAlways ? { required: true } : { neededWith }) },
    };
  });
}

function mayBeMissing({ input }: BoundInput): boolean {
  return !input.required && input.default === undefined;
}

/** What of a value has to do with inputs that may be missing. */
interface Seen {
  /** Those that stand in it. */
  readonly inputs: readonly string[];
  /** Those without which it is none that the API takes. */
  readonly required: readonly string[];
}

const nothing: Seen = { inputs: [], required: [] };

class Needs {
  readonly pairs = new Map<string, Set<string>>();
  readonly always = new Set<string>();
  /** Names of inputs that may be missing. */
  readonly #open: ReadonlySet<string>;

  constructor(open: ReadonlySet<string>) {
    this.#open = open;
  }

  visit(value: Value, schemas: readonly SchemaNode[]): Seen {
    if (value.kind !== "object") {
      const name = inputOf(value);
      return name !== null && this.#open.has(name) ? { inputs: [name], required: [name] } : nothing;
    }
    const fields = fieldsOf(objectsIn(schemas));
    const members = value.members.map(({ name, value: member }) => {
      const field = fields.get(name);
      const isRequired = field?.required === true && field.schemas[0]?.readOnly !== true;
      return { isRequired, seen: this.visit(member, field?.schemas ?? []) };
    });
    const inputs = members.flatMap(({ seen }) => seen.inputs);
    const required = members.flatMap(({ isRequired, seen }) => (isRequired ? seen.required : []));
    for (const name of required) {
      if (value.leftOutWhenEmpty) {
        this.pairs.set(name, new Set([...(this.pairs.get(name) ?? []), ...inputs]));
      } else {
        this.always.add(name);
      }
    }
    return { inputs, required };
  }
}

/** The input that a value is, and nothing else. */
function inputOf(value: Value): string | null {
  if (value.kind !== "expression" || value.expression.kind !== "field") {
    return null;
  }
  const { of, name } = value.expression;
  return of.kind === "name" && of.name === "input" ? name : null;
}
