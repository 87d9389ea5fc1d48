import type { CallStatement, RequestValue, Statement, Tool } from "../model/tool.js";
import type { Member, Value } from "../model/value.js";

/**
 * The places of requests to which tools pass what they have read or computed: any text may come
 * there, of which only the API knows whether it is one of an enum's.
 */
export class OpenPlaces {
  readonly #places = new Set<string>();

  constructor(tools: readonly Tool[]) {
    for (const { body } of tools) {
      for (const statement of body.kind === "steps" ? body.statements : []) {
        for (const call of callsOf(statement)) {
          this.#addRequest(call.operation, call.request);
        }
      }
    }
  }

  /** `at` is written `query.status` or `body.lines[].kind`. */
  isOpen(operation: string, at: string): boolean {
    for (let place = at; place !== ""; place = place.replace(/(^|\.|\[)[^.[]*$/, "")) {
      if (this.#places.has(`${operation} ${place}`)) {
        return true;
      }
    }
    return false;
  }

  #addRequest(operation: string, request: RequestValue): void {
    for (const location of ["path", "query", "header", "cookie"] as const) {
      this.#addMembers(operation, location, request[location]);
    }
    if (request.body !== null) {
      this.#add(operation, "body", request.body);
    }
  }

  #addMembers(operation: string, at: string, members: readonly Member[]): void {
    for (const { name, value } of members) {
      this.#add(operation, `${at}.${name}`, value);
    }
  }

  #add(operation: string, at: string, value: Value): void {
    switch (value.kind) {
      case "literal":
        return;
      case "list":
        for (const item of value.items) {
          this.#add(operation, `${at}[]`, item);
        }
        return;
      case "object":
        this.#addMembers(operation, at, value.members);
        return;
      case "expression":
      case "text":
      case "projection":
        if (!isInput(value)) {
          this.#places.add(`${operation} ${at}`);
        }
        return;
      default:
        value satisfies never;
    }
  }
}

export function callsOf(statement: Statement): readonly CallStatement[] {
  return statement.kind === "call"
    ? [statement]
    : statement.kind === "together"
      ? statement.calls
      : [];
}

/** `${input.status}`, whole: its schema is the place's own. */
function isInput(value: Value): boolean {
  if (value.kind !== "expression") {
    return false;
  }
  const { expression } = value;
  return (
    expression.kind === "field" && expression.of.kind === "name" && expression.of.name === "input"
  );
}
