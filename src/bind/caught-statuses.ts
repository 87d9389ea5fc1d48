import type { ErrorRuleEntry, ToolMap } from "../tool-map/tool-map.js";

/**
 * Which statuses never come back as an answer, by the name of an operation as tools write it: a rule
 * without `when` ends or replaces them wherever a tool may call it.
 */
export class CaughtStatuses {
  readonly #everywhere: ReadonlySet<string>;
  /** For each mention of a name, the statuses that the rules around it catch. */
  readonly #byMention = new Map<string, ReadonlySet<string>[]>();

  constructor(map: ToolMap) {
    this.#everywhere = alwaysCaught(map.errors);
    for (const tool of map.tools) {
      this.#visit(tool, new Set([...this.#everywhere, ...alwaysCaught(tool.errors)]));
    }
  }

  /** `isName` tells the names of the operation. */
  of(isName: (text: string) => boolean): ReadonlySet<string> {
    const [first, ...others] = [...this.#byMention]
      .filter(([text]) => isName(text))
      .flatMap(([, caught]) => caught);
    return new Set(
      [...(first ?? this.#everywhere)].filter((status) => others.every((one) => one.has(status))),
    );
  }

  /** Any text of a tool may be the name of an operation: one that is not is never asked for. */
  #visit(value: unknown, caught: ReadonlySet<string>): void {
    if (typeof value === "string") {
      this.#byMention.set(value, [...(this.#byMention.get(value) ?? []), caught]);
    } else if (typeof value === "object" && value !== null) {
      const own = "errors" in value && isRules(value.errors) ? alwaysCaught(value.errors) : [];
      for (const [key, member] of Object.entries(value)) {
        if (!unrelated.has(key)) {
          // The rules of a step are those of its own call.
          this.#visit(member, key === "call" ? new Set([...caught, ...own]) : caught);
        }
      }
    }
  }
}

/** Members that hold whole files. */
const unrelated = new Set(["span", "file", "parts"]);

function isRules(value: unknown): value is readonly ErrorRuleEntry[] {
  return Array.isArray(value);
}

function alwaysCaught(rules: readonly ErrorRuleEntry[]): ReadonlySet<string> {
  const certain = rules.filter(({ cases }) => cases.some(({ when }) => when === null));
  return new Set(certain.map(({ on }) => on.value));
}
