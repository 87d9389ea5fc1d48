import type { Collector } from "../diagnostics/collector.js";
import type { Effect } from "../model/operation.js";
import type { Api, Operation, OperationHead } from "../openapi/api.js";
import type { Spanned } from "../source/source-file.js";
import type { ToolMap } from "../tool-map/tool-map.js";
import { type AnswerSchema, answerOf } from "./answers.js";
import { CaughtStatuses } from "./caught-statuses.js";
import { camelCase, uniqueName } from "./identifiers.js";
import {
  ambiguousOperation,
  deprecatedOperation,
  unknownOperation,
  unstatedEffect,
} from "./operation-problems.js";
import { ReadTree } from "./read-tree.js";
import { SuppliedParts } from "./supplied-parts.js";
import type { Variant } from "./variants.js";

/** An operation that some tool calls, and what the tools use of it. */
export class UsedOperation {
  readonly answer: AnswerSchema;

  constructor(
    readonly operation: Operation,
    readonly identifier: string,
    readonly effect: Effect,
    readonly reads = new ReadTree(),
    readonly supplied = new SuppliedParts(),
    /** The one of the alternatives of its body that a call says; null where it says none. */
    readonly variant: Variant | null = null,
    /** Statuses that never come back as its answer. */
    readonly caught: ReadonlySet<string> = new Set(),
  ) {
    this.answer = answerOf(operation, caught);
  }

  /** The same operation as a call uses it that says which body it sends. */
  withVariant(variant: Variant): UsedOperation {
    const { operation, identifier, effect, reads, supplied, caught } = this;
    return new UsedOperation(operation, identifier, effect, reads, supplied, variant, caught);
  }
}

/** Finds the operations that a map names, by `operationId` or by "GET /v1/invoices". */
export class OperationTable {
  readonly #api: Api;
  readonly #collector: Collector;
  readonly #byName = new Map<string, OperationHead[]>();
  readonly #effects = new Map<string, Effect>();
  readonly #used = new Map<OperationHead, UsedOperation | null>();
  /** Beside what every object has, and what would make the client a promise. */
  readonly #identifiers = new Set([...Object.getOwnPropertyNames(Object.prototype), "then"]);
  readonly #warned = new Set<OperationHead>();
  readonly #caught: CaughtStatuses;

  constructor(api: Api, map: ToolMap, collector: Collector) {
    this.#caught = new CaughtStatuses(map);
    this.#api = api;
    this.#collector = collector;
    for (const head of api.operations) {
      for (const name of new Set([head.key, nameByPath(head)])) {
        this.#byName.set(name, [...(this.#byName.get(name) ?? []), head]);
      }
    }
    for (const { operation, effect } of map.operations.effects) {
      const head = this.find(operation);
      if (head !== null) {
        this.#effects.set(head.key, effect);
      }
    }
  }

  /** Every name that a map may use, for suggestions. */
  names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** Every operation of the document. */
  heads(): readonly OperationHead[] {
    return this.#api.operations;
  }

  /** The one operation of that name, or null; reports nothing. */
  peek(name: string): OperationHead | null {
    const found = this.#byName.get(canonical(name)) ?? [];
    return found.length === 1 ? (found[0] ?? null) : null;
  }

  /** The operation of that name, or a report that there is none, or more than one. */
  find(name: Spanned<string>): OperationHead | null {
    const found = this.#byName.get(canonical(name.value)) ?? [];
    const [only, ...others] = found;
    if (only === undefined) {
      this.#collector.add(unknownOperation(name, this.#api, this.names()));
      return null;
    }
    if (others.length > 0) {
      const places = found.map((head) => this.#api.spanOf(head.pointer, "key"));
      this.#collector.add(ambiguousOperation(name, found, places));
      return null;
    }
    return only;
  }

  /** The operation that a call names, resolved; null after a report. */
  use(name: Spanned<string>): UsedOperation | null {
    const head = this.find(name);
    if (head === null) {
      return null;
    }
    const known = this.#used.get(head);
    if (known !== undefined) {
      return known;
    }
    if (head.deprecated && !this.#warned.has(head)) {
      this.#warned.add(head);
      this.#collector.add(deprecatedOperation(name, this.#api.spanOf(head.pointer, "key")));
    }
    const operation = this.#api.resolve(head);
    const effect = this.#effects.get(head.key) ?? effectOfMethod(head.method);
    if (effect === null) {
      this.#collector.add(unstatedEffect(name, head));
    }
    const used =
      operation === null
        ? null
        : new UsedOperation(
            operation,
            this.#identifierOf(head),
            effect ?? "read",
            new ReadTree(),
            new SuppliedParts(),
            null,
            this.#caught.of((text) => isNameOf(text, head)),
          );
    this.#used.set(head, used);
    return used;
  }

  /** Whether it is known what an operation does; where it is not, that has been reported. */
  hasEffect({ operation: { head } }: UsedOperation): boolean {
    return this.#effects.has(head.key) || effectOfMethod(head.method) !== null;
  }

  /** An operation that is looked at without being called; null after a report. */
  look(name: Spanned<string>): UsedOperation | null {
    const head = this.find(name);
    const operation = head === null ? null : this.#api.resolve(head);
    return operation === null ? null : new UsedOperation(operation, "", "read");
  }

  /** By code unit of the identifier. */
  used(): readonly UsedOperation[] {
    return [...this.#used.values()]
      .filter((operation) => operation !== null)
      .sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
  }

  #identifierOf(head: OperationHead): string {
    const name = uniqueName(camelCase(head.key), this.#identifiers);
    this.#identifiers.add(name);
    return name;
  }
}

/** Whether a map means that operation by a name. */
export function isNameOf(name: string, head: OperationHead): boolean {
  return [head.key, nameByPath(head)].includes(canonical(name));
}

/** "get  /v1/x" and "GET /v1/x" are one name. */
function canonical(name: string): string {
  const match = /^([A-Za-z]+)\s+(\/.*)$/.exec(name);
  return match?.[1] === undefined ? name : `${match[1].toUpperCase()} ${match[2]}`;
}

function nameByPath(head: OperationHead): string {
  return `${head.method} ${head.path}`;
}

/** What a method says of itself (RFC 9110, section 9.2.1); null where it says nothing. */
function effectOfMethod(method: string): Effect | null {
  switch (method) {
    case "GET":
    case "HEAD":
    case "OPTIONS":
    case "TRACE":
    case "QUERY":
      return "read";
    case "DELETE":
      return "destructive";
    default:
      return null;
  }
}
