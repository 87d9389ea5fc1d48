import type { Operation } from "./description.js";

export type Match =
  | {
      readonly kind: "operation";
      readonly operation: Operation;
      readonly path: Readonly<Record<string, string>>;
    }
  /** The path exists, with other methods. */
  | { readonly kind: "wrong-method"; readonly allowed: readonly string[] }
  | { readonly kind: "nothing" };

/** Finds the operation for a request. A literal segment is preferred to a parameter (`/orders/search`). */
export class Router {
  readonly #operations: readonly { readonly segments: readonly string[]; operation: Operation }[];

  constructor(operations: Iterable<Operation>) {
    this.#operations = [...operations]
      .map((operation) => ({ segments: operation.path.split("/"), operation }))
      .sort((one, other) => parameterCount(one.segments) - parameterCount(other.segments));
  }

  match(method: string, path: string): Match {
    const given = path.split("/");
    const allowed: string[] = [];
    for (const { segments, operation } of this.#operations) {
      const values = bind(segments, given);
      if (values && operation.method === method) {
        return { kind: "operation", operation, path: values };
      }
      if (values) {
        allowed.push(operation.method);
      }
    }
    return allowed.length > 0 ? { kind: "wrong-method", allowed } : { kind: "nothing" };
  }
}

const parameterCount = (segments: readonly string[]): number =>
  segments.filter((segment) => segment.startsWith("{")).length;

function bind(
  segments: readonly string[],
  given: readonly string[],
): Readonly<Record<string, string>> | null {
  if (segments.length !== given.length) {
    return null;
  }
  const values: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const text = given[index] ?? "";
    if (segment.startsWith("{")) {
      const value = decoded(text);
      if (value === null || value === "") {
        return null;
      }
      values[segment.slice(1, -1)] = value;
    } else if (segment !== text) {
      return null;
    }
  }
  return values;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
