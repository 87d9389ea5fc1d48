import type { Binding } from "../expression/scope.js";
import type { CoreType, Field, ObjectType, Type } from "../expression/type.js";
import type { UsedOperation } from "./operation-table.js";
import { byCodeUnit } from "./order.js";

/** Headers that hold or ask for credentials: no expression reads them. */
const hidden =
  /^(?:set-cookie2?|cookie|authorization|www-authenticate|authentication-info|proxy-.*)$/;

/** Headers that APIs send without declaring them; any other may be read as well. */
const usual = [
  "content-type",
  "etag",
  "last-modified",
  "link",
  "location",
  "retry-after",
  "x-request-id",
  "x-total-count",
];

const never = (core: CoreType): Type => ({ core, absence: "never" });
const undeclared = (type: Type): Field => ({ type, declaredAt: null });

/** `http` and what it holds: parts of which single fields can be read, and which are no values. */
const parts = new WeakSet<CoreType>();

/** `http.<step>.status` and `.headers['x-y']`: what came with the answers of the calls so far. */
export class HttpScope {
  readonly #steps = new Map<string, Field>();
  readonly #read = new Set<string>();
  readonly binding: Binding;

  constructor() {
    const core: ObjectType = {
      kind: "object",
      name: "http",
      fieldNames: () => [...this.#steps.keys()],
      field: (name) => {
        const step = this.#steps.get(name) ?? null;
        if (step !== null) {
          this.#read.add(name);
        }
        return step;
      },
    };
    parts.add(core);
    this.binding = { type: never(core), expression: { kind: "name", name: "http" }, answer: false };
  }

  /** `used` are the operations one of which the step calls. */
  add(step: string, ...used: readonly UsedOperation[]): void {
    const responses = used.flatMap(({ operation }) => operation.responses);
    const known = new Set([...usual, ...responses.flatMap(({ headers }) => headers)]);
    const headers = objectOf(`http.${step}.headers`, [...known].sort(byCodeUnit), (name) =>
      hidden.test(name) || name !== name.toLowerCase()
        ? null
        : undeclared({ core: { kind: "string", values: null }, absence: "undefined" }),
    );
    const fields = new Map([
      ["status", undeclared(never({ kind: "int" }))],
      ["headers", undeclared(never(headers))],
    ]);
    const answer = objectOf(`http.${step}`, [...fields.keys()], (name) => fields.get(name) ?? null);
    this.#steps.set(step, undeclared(never(answer)));
  }

  /** Whether something reads what came with the step's answer. */
  isRead(step: string): boolean {
    return this.#read.has(step);
  }
}

function objectOf(
  name: string,
  names: readonly string[],
  field: (name: string) => Field | null,
): ObjectType {
  const core: ObjectType = { kind: "object", name, fieldNames: () => names, field };
  parts.add(core);
  return core;
}

/** The name of the part of `http` that a value is or holds, which cannot be passed on; null for any other. */
export function partOfHttp({ core }: Type): string | null {
  switch (core.kind) {
    case "object":
      return parts.has(core) ? core.name : null;
    case "list":
      return partOfHttp(core.element);
    case "map":
      return partOfHttp(core.value);
    default:
      return null;
  }
}
