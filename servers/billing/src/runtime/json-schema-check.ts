/** The keywords of JSON Schema 2020-12 that are checked. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** Decimal text stands for an integer past 2^53. */
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  readonly exclusiveMinimum?: number | string;
  readonly exclusiveMaximum?: number | string;
  readonly multipleOf?: number;
  readonly prefixItems?: readonly (JsonSchema | boolean)[];
  readonly items?: JsonSchema | boolean;
  readonly contains?: JsonSchema | boolean;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly unevaluatedItems?: JsonSchema | boolean;
  readonly properties?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly unevaluatedProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly dependentSchemas?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly allOf?: readonly (JsonSchema | boolean)[];
  readonly anyOf?: readonly (JsonSchema | boolean)[];
  readonly oneOf?: readonly (JsonSchema | boolean)[];
  readonly not?: JsonSchema | boolean;
  readonly if?: JsonSchema | boolean;
  readonly then?: JsonSchema | boolean;
  readonly else?: JsonSchema | boolean;
}

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/** What is wrong with a value, and where in it. */
export interface Finding {
  readonly path: readonly (string | number)[];
  /** Reads on from the value's name: "must be at least 3". */
  readonly message: string;
}

/** Whether a value is accepted; what is wrong with it is added to the visit. */
export type Check = (value: unknown, visit: Visit) => boolean;
export type Compiler = (schema: JsonSchema | boolean) => Check;

/** Schemas that refer to themselves follow a value down; nothing sensible goes deeper than this. */
const deepest = 400;

/** One schema object meeting one value: its findings, and what of the value has been evaluated. */
export class Visit {
  readonly findings: Finding[] = [];
  /** Members and elements that a subschema has looked at; for `unevaluatedProperties` and `unevaluatedItems`. */
  readonly properties = new Set<string>();
  readonly items = new Set<number>();

  constructor(
    readonly path: readonly (string | number)[] = [],
    private depth = 0,
    /** Whether only few will read the findings: they are not worth a second look at the value. */
    readonly brief = false,
  ) {}

  /** Another schema on the same value; `adopt` takes its findings and evaluations over. */
  beside(brief = this.brief): Visit {
    return new Visit(this.path, this.depth, brief);
  }

  /** A schema on a member or an element of the value. */
  below(key: string | number): Visit {
    return new Visit([...this.path, key], this.depth + 1, this.brief);
  }

  /** Runs a check one level deeper, or refuses the value as nested too deeply. */
  deeper(check: () => boolean): boolean {
    if (this.depth >= deepest) {
      return fail(this, "is nested too deeply");
    }
    this.depth++;
    const accepted = check();
    this.depth--;
    return accepted;
  }

  /** Takes over what an accepted subschema on the same value has evaluated. */
  adopt(other: Visit): void {
    for (const name of other.properties) {
      this.properties.add(name);
    }
    for (const index of other.items) {
      this.items.add(index);
    }
  }
}

/** Notes what is wrong; returns false for the caller to return. */
export function fail(visit: Visit, message: string): false {
  visit.findings.push({ path: visit.path, message });
  return false;
}

/** Checks a member or an element, and takes its findings over. */
export function checkBelow(
  check: Check,
  value: unknown,
  key: string | number,
  visit: Visit,
): boolean {
  const below = visit.below(key);
  const accepted = below.deeper(() => check(value, below));
  visit.findings.push(...below.findings);
  return accepted;
}

/** Checks the same value with a subschema, of whose `unevaluated…` the keywords here are no business. */
export function checkBeside(check: Check, value: unknown, visit: Visit): boolean {
  const beside = visit.beside();
  const accepted = beside.deeper(() => check(value, beside));
  visit.findings.push(...beside.findings);
  visit.adopt(beside);
  return accepted;
}

/** Whether a schema accepts the value, without saying what is wrong; evaluations count when it does. */
export function accepts(check: Check, value: unknown, visit: Visit): boolean {
  const beside = visit.beside(true);
  const accepted = beside.deeper(() => check(value, beside));
  if (accepted) {
    visit.adopt(beside);
  }
  return accepted;
}
