import { isLargeInteger } from "../../limit/limit.js";
import type { JsonValue } from "../../model/json.js";
import type { Limit } from "../../model/schema.js";
import type { Context } from "../context.js";
import { child, children, isObject, joined, type Node } from "../node.js";
import { ignoredKeyword, oversizedValue } from "../problems.js";
import { isLongList, readJson } from "./json-value.js";

/** Reads the keywords of one schema object by kind. A keyword of another kind is reported and absent. */
export class Keywords {
  readonly #node: Node;
  readonly #context: Context;

  constructor(node: Node, context: Context) {
    this.#node = node;
    this.#context = context;
  }

  raw(keyword: string): unknown {
    return child(this.#node, keyword)?.value;
  }

  ignore(keyword: string, wanted: string): undefined {
    const at = { file: this.#node.file, path: joined(this.#node.path, keyword) };
    this.#context.report(at, () => ignoredKeyword(at, keyword, wanted));
    return undefined;
  }

  text(keyword: string): string | undefined {
    const value = this.raw(keyword);
    if (value === undefined || typeof value === "string") {
      return value;
    }
    // An author's `title: 2024` or `description:` without words means its text.
    if (value === null || ["number", "bigint", "boolean"].includes(typeof value)) {
      return value === null ? undefined : String(value);
    }
    return this.ignore(keyword, "text");
  }

  flag(keyword: string): boolean | undefined {
    const value = this.raw(keyword);
    return value === undefined || typeof value === "boolean"
      ? value
      : this.ignore(keyword, "true or false");
  }

  /** A number, or decimal text for an integer that it would round. */
  limit(keyword: string): Limit | undefined {
    const value = this.raw(keyword);
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof value === "bigint") {
      return limitOf(String(value));
    }
    if (typeof value === "number" && Number.isFinite(value)) {
      return limitOf(String(value));
    }
    if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) {
      return limitOf(value.trim().replace(/^\+/, ""));
    }
    return this.ignore(keyword, "a number");
  }

  /** Nothing is so long that it matters how far past 2^53 a count goes. */
  count(keyword: string): number | undefined {
    const value = this.limit(keyword);
    const count = typeof value === "string" ? Math.min(Number(value), largestCount) : value;
    return count === undefined || (Number.isInteger(count) && count >= 0)
      ? count
      : this.ignore(keyword, "a whole number that is not negative");
  }

  positive(keyword: string): number | undefined {
    const value = this.limit(keyword);
    return value === undefined || (typeof value === "number" && value > 0)
      ? value
      : this.ignore(keyword, "a number above zero and below 2^53");
  }

  json(keyword: string): JsonValue | undefined {
    const member = child(this.#node, keyword);
    if (member === null) {
      return undefined;
    }
    const value = this.#read(member.value);
    if (value === undefined) {
      this.#context.report(member, () => oversizedValue(member, keyword));
    }
    return value;
  }

  #read(value: unknown): JsonValue | undefined {
    if (isLongList(value)) {
      return this.#context.takesList(value.length) ? value : undefined;
    }
    return readJson(value);
  }

  values(keyword: string): readonly JsonValue[] | null {
    const value = this.json(keyword);
    if (value === undefined || value === null) {
      return null;
    }
    // In Swagger 2.0 and 3.0 `examples` is sometimes a map, as in media types.
    if (keyword === "examples" && isObject(value)) {
      return null;
    }
    return Array.isArray(value) ? value : (this.ignore(keyword, "a list") ?? null);
  }

  texts(keyword: string): readonly string[] {
    const value = this.raw(keyword);
    if (value === undefined || value === null || typeof value === "boolean") {
      // Draft 3 marked a property itself as required; parameters still do.
      return [];
    }
    if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) {
      return value;
    }
    this.ignore(keyword, "a list of names");
    return [];
  }

  schema(keyword: string): Node | null {
    const member = child(this.#node, keyword);
    if (member === null || isObject(member.value) || typeof member.value === "boolean") {
      return member;
    }
    if (member.value !== null) {
      this.ignore(keyword, "a schema");
    }
    return null;
  }

  members(keyword: string): readonly (readonly [string, Node])[] {
    const member = child(this.#node, keyword);
    if (member === null || member.value === null) {
      return [];
    }
    if (!isObject(member.value)) {
      this.ignore(keyword, "a mapping");
      return [];
    }
    return this.#context.members(member);
  }

  schemas(keyword: string): ReadonlyMap<string, Node> {
    return new Map(this.members(keyword));
  }

  list(keyword: string): readonly Node[] {
    const member = child(this.#node, keyword);
    if (member === null || member.value === null) {
      return [];
    }
    if (!Array.isArray(member.value)) {
      this.ignore(keyword, "a list of schemas");
      return [];
    }
    return children(member).map(([, element]) => element);
  }

  textLists(keyword: string): readonly (readonly [string, readonly string[]])[] {
    return this.members(keyword).map(([name, list]) => [
      name,
      Array.isArray(list.value) ? list.value.filter((entry) => typeof entry === "string") : [],
    ]);
  }
}

const largestCount = Number.MAX_SAFE_INTEGER;

/** A double past 2^53 means the integer that it is written as: `1e19` is ten quintillion. */
function limitOf(text: string): Limit {
  return isLargeInteger(text) ? text : Number(text);
}
