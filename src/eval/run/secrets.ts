/** A shorter value is no secret, and would be found everywhere. */
const shortest = 8;
const replacement = "[secret]";

/** Values that stand in nothing that is written or printed. */
export class Secrets {
  readonly #values: readonly string[];

  constructor(values: Iterable<string | null | undefined>) {
    const known = [...values].filter(
      (value): value is string => typeof value === "string" && value.length >= shortest,
    );
    // A secret that holds another is replaced whole.
    this.#values = [...new Set(known.flatMap(spellings))].sort((a, b) => b.length - a.length);
  }

  scrub(text: string): string {
    return this.#values.reduce((rest, value) => rest.replaceAll(value, replacement), text);
  }
}

/** As it is, and as it stands in JSON and in a URL. */
function spellings(value: string): readonly string[] {
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)];
}
