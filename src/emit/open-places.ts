import type { RequestValue, Tool } from "../model/tool.js";
import type { Member, Value } from "../model/value.js";
import { requestsOf } from "./tool-calls.js";

/** What tools pass to the places of requests, as far as types have to know. */
export class OpenPlaces {
  readonly #open = new Set<string>();
  readonly #absent = new Set<string>();

  constructor(tools: readonly Tool[]) {
    for (const { body, inputs } of tools) {
      const optional = inputs.filter((input) => !input.required && input.default === undefined);
      const names = new Set(optional.map((input) => input.name));
      for (const { operation, request } of requestsOf(body)) {
        this.#addRequest(operation, request, names);
      }
    }
  }

  /**
   * Whether something comes there that was read or computed: any text may, of which only the API
   * knows whether it is one of an enum's. `at` is written `query.status` or `body.lines[].kind`.
   */
  isOpen(operation: string, at: string): boolean {
    for (let place = at; place !== ""; place = place.replace(/(^|\.|\[)[^.[]*$/, "")) {
      if (this.#open.has(`${operation} ${place}`)) {
        return true;
      }
    }
    return false;
  }

  /** Whether what comes there may be undefined, even where the API wants it: its object is optional then. */
  mayBeAbsent(operation: string, at: string): boolean {
    return this.#absent.has(`${operation} ${at}`);
  }

  #addRequest(operation: string, request: RequestValue, optional: ReadonlySet<string>): void {
    for (const location of ["path", "query", "header", "cookie"] as const) {
      this.#addMembers(operation, location, request[location], optional);
    }
    if (request.body !== null) {
      this.#add(operation, "body", request.body, optional);
    }
  }

  #addMembers(
    operation: string,
    at: string,
    members: readonly Member[],
    optional: ReadonlySet<string>,
  ): void {
    for (const { name, value } of members) {
      this.#add(operation, `${at}.${name}`, value, optional);
    }
  }

  #add(operation: string, at: string, value: Value, optional: ReadonlySet<string>): void {
    switch (value.kind) {
      case "literal":
        return;
      case "list":
        for (const item of value.items) {
          this.#add(operation, `${at}[]`, item, optional);
        }
        return;
      case "object":
        if (value.leftOutWhenEmpty) {
          this.#absent.add(`${operation} ${at}`);
        }
        this.#addMembers(operation, at, value.members, optional);
        return;
      case "expression":
      case "text":
      case "projection": {
        const input = inputOf(value);
        if (input === null) {
          this.#open.add(`${operation} ${at}`);
        }
        if (isOptional(value) || (input !== null && optional.has(input))) {
          this.#absent.add(`${operation} ${at}`);
        }
        return;
      }
      default:
        value satisfies never;
    }
  }
}

/** The input of `${input.status}`, whole: its schema is the place's own. Null for any other value. */
function inputOf(value: Value): string | null {
  if (value.kind !== "expression") {
    return null;
  }
  const { expression } = value;
  const { kind } = expression;
  return kind === "field" && expression.of.kind === "name" && expression.of.name === "input"
    ? expression.name
    : null;
}

function isOptional(value: Value): boolean {
  return value.kind === "expression" && value.fallback === "undefined";
}
