import type { Fields, ObjectShape, Shape } from "./contract.js";
import { isObject, setMember } from "./json.js";
import { copyCut } from "./projection.js";

/** Where an answer breaks its API description. */
export interface BrokenPlace {
  /** JSON Pointer: `/items/3/amount_cents`; "" is the whole answer. */
  readonly pointer: string;
  /** As `needs` writes it: `items[].amount_cents`. */
  readonly path: string;
}

export interface Reading {
  readonly value: unknown;
  /** The first few, in the order of the answer. */
  readonly broken: readonly BrokenPlace[];
}

/**
 * Reads any JSON by a shape. Every named field is there afterwards: what is missing or of another
 * type is null, an empty list, or an object of such. Never throws. The value is a `Read` of the
 * shape, but for the nulls.
 */
export function read(shape: Shape, value: unknown): Reading {
  const reader = new Reader();
  return { value: reader.read(shape, value), broken: reader.broken };
}

/** The broken places at, above or below one of the needed paths. */
export function brokenNeeds(
  broken: readonly BrokenPlace[],
  needs: readonly string[],
): readonly BrokenPlace[] {
  return broken.filter(({ path }) =>
    needs.some((need) => contains(need, path) || contains(path, need)),
  );
}

function contains(outer: string, inner: string): boolean {
  const next = inner.charAt(outer.length);
  return outer === "" || (inner.startsWith(outer) && (next === "" || next === "." || next === "["));
}

const MAX_PLACES = 20;
const MAX_DEPTH = 64;

class Reader {
  readonly broken: BrokenPlace[] = [];
  readonly #path: (string | number)[] = [];

  read(shape: Shape, value: unknown): unknown {
    if (shape.kind === "nullable") {
      if (value === null || value === undefined) {
        return null;
      }
      return fits(shape.shape, value) ? this.#convert(shape.shape, value) : this.#break(null);
    }
    return fits(shape, value) ? this.#convert(shape, value) : this.#break(blank(shape));
  }

  #convert(shape: Shape, value: unknown): unknown {
    if (shape.kind === "object" && isObject(value)) {
      return this.#readFields(shape.fields, value);
    }
    if (shape.kind === "list" && Array.isArray(value)) {
      return this.#readList(shape.element, value);
    }
    if (shape.kind === "record" && isObject(value)) {
      return this.#readRecord(shape.element, value);
    }
    if (shape.kind === "number") {
      return Number(value);
    }
    return value;
  }

  #readFields(fields: Fields, value: Record<string, unknown>): object {
    const result: Record<string, unknown> = {};
    for (const name of Object.keys(fields)) {
      const shape = fields[name];
      if (shape !== undefined) {
        const member = Object.hasOwn(value, name) ? value[name] : undefined;
        setMember(result, name, this.#readAt(name, shape, member));
      }
    }
    return result;
  }

  #readList(shape: Shape, value: readonly unknown[]): unknown[] {
    const result = value.map((element, index) => this.#readAt(index, shape, element));
    // A handler's output may hold lists that it cut.
    copyCut(value, result);
    return result;
  }

  #readRecord(shape: Shape, value: Record<string, unknown>): object {
    const result: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      setMember(result, name, this.#readAt(name, shape, value[name]));
    }
    return result;
  }

  #readAt(segment: string | number, shape: Shape, value: unknown): unknown {
    this.#path.push(segment);
    const result = this.read(shape, value);
    this.#path.pop();
    return result;
  }

  #break<T>(standIn: T): T {
    if (this.broken.length < MAX_PLACES) {
      this.broken.push({ pointer: pointerOf(this.#path), path: pathOf(this.#path) });
    }
    return standIn;
  }
}

/** Whether the value itself is of the shape's type; its members are another matter. */
function fits(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "number":
      return Number.isFinite(value) || isLargeInteger(value);
    case "integer":
      return Number.isSafeInteger(value);
    case "int64":
      return Number.isSafeInteger(value) || (typeof value === "string" && INTEGER.test(value));
    case "json":
      return value !== undefined && isShallow(value, MAX_DEPTH);
    case "list":
      return Array.isArray(value);
    case "record":
    case "object":
      return isObject(value);
    case "nullable":
      return value === null || fits(shape.shape, value);
  }
}

const INTEGER = /^-?[0-9]{1,40}$/;
const LARGE_INTEGER = /^-?[0-9]{16,}$/;

/** An integer past 2^53 arrives as decimal text; where any number will do it may be rounded. */
function isLargeInteger(value: unknown): boolean {
  return typeof value === "string" && LARGE_INTEGER.test(value);
}

/** What stands in for a value that cannot be read, so that nothing that selects from it throws. */
function blank(shape: Shape): unknown {
  switch (shape.kind) {
    case "list":
      return [];
    case "record":
      return {};
    case "object":
      return blankObject(shape);
    default:
      return null;
  }
}

function blankObject(shape: ObjectShape): object {
  const result: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape.fields)) {
    setMember(result, name, blank(field));
  }
  return result;
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) {
    return true;
  }
  return depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1));
}

/** Source: RFC 6901. */
function pointerOf(path: readonly (string | number)[]): string {
  return path
    .map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

function pathOf(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === "number") {
      return `${text}[]`;
    }
    return text === "" ? segment : `${text}.${segment}`;
  }, "");
}
