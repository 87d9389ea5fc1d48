import { lazyObject, leastOutlined, type MemberReader } from "./lazy-object.js";
import type { Outline } from "./outline.js";
import { outlineOfYaml } from "./yaml-outline.js";
import { PlainYaml } from "./yaml-plain.js";
import { isQuote } from "./yaml-tokens.js";

/**
 * The value of a plain YAML text in UTF-8 of which only what is looked at is ever made; it cannot be
 * written to. Null where the text has to be read as a whole: it is small, or has anything that
 * `outlineOfYaml` does not take.
 *
 * @param read the value of a YAML text by a parser for all of YAML.
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
  readonly #plain: PlainYaml;

  constructor(bytes: Buffer, outline: Outline, read: (text: string) => unknown) {
    this.#bytes = bytes;
    this.#outline = outline;
    this.#plain = new PlainYaml(bytes, read);
  }

  key(start: number, end: number): string {
    return this.#bytes.toString("utf8", start, end);
  }

  value(members: Int32Array, place: number): unknown {
    const [start = 0, end = 0, value = 0] = members.subarray(place);
    const inner = this.#outline.membersAt(value);
    if (inner !== null) {
      return lazyObject(inner, this);
    }
    const isQuoted = isQuote(this.#bytes[end]);
    const column = start - (this.#bytes.lastIndexOf("\n", start) + 1);
    return this.#plain.valueAfter(isQuoted ? end + 1 : end, isQuoted ? column - 1 : column);
  }
}
