import { lazyObject, leastOutlined, type MemberReader } from "./lazy-object.js";
import type { Outline } from "./outline.js";
import { outlineOfYaml } from "./yaml-outline.js";

/**
 * The value of a plain YAML text in UTF-8 of which only what is looked at is ever made; it cannot be
 * written to. Null where the text has to be read as a whole: it is small, or has anything that
 * `outlineOfYaml` does not take.
 *
 * @param read the value of a YAML text.
 */
export function yamlValue(
  bytes: Buffer,
  read: (text: string) => unknown,
  least = leastOutlined,
): { readonly value: unknown } | null {
  const outline = outlineOfYaml(bytes, least);
  const members = outline?.outermost() ?? null;
  return outline && members && { value: lazyObject(members, new YamlReader(bytes, outline, read)) };
}

class YamlReader implements MemberReader {
  readonly #bytes: Buffer;
  readonly #outline: Outline;
  readonly #read: (text: string) => unknown;

  constructor(bytes: Buffer, outline: Outline, read: (text: string) => unknown) {
    this.#bytes = bytes;
    this.#outline = outline;
    this.#read = read;
  }

  key(start: number, end: number): string {
    return this.#bytes.toString("utf8", start, end);
  }

  value(members: Int32Array, place: number): unknown {
    const inner = this.#outline.membersAt(members[place + 2] ?? 0);
    return inner === null ? this.#alone(members, place) : lazyObject(inner, this);
  }

  /** Its lines are a mapping of this member alone. */
  #alone(members: Int32Array, place: number): unknown {
    const line = this.#bytes.lastIndexOf("\n", members[place]) + 1;
    const mapping = this.#read(this.#bytes.toString("utf8", line, members[place + 3]));
    return Object.values(Object(mapping))[0];
  }
}
