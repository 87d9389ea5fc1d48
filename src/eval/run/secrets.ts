import type { Evals } from "../evals.js";
import { variablesOf } from "./settings.js";

/** A shorter value is no secret, and would be found everywhere. */
const shortest = 8;
const replacement = "[secret]";
const secretName = /(?:key|token|secret|password|credentials?)$/i;

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

  /** Every text in what JSON can say, names of members included; numbers stay what they are. */
  scrubJson<T>(value: T): T {
    return JSON.parse(JSON.stringify(value), (_name, member: unknown) => {
      if (typeof member === "string") {
        return this.scrub(member);
      }
      return typeof member === "object" && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).map(([key, each]) => [this.scrub(key), each]))
        : member;
    });
  }
}

/** As it is, and as it stands in JSON and in a URL. */
function spellings(value: string): readonly string[] {
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)];
}

/** The provider's key, what the environment gives to an evals file, and what it calls a secret. */
export function secretsOf(
  { server, upstream }: Evals,
  env: Readonly<Record<string, string | undefined>>,
  key: string | null,
): Secrets {
  const settings = [server.env, upstream?.env, upstream?.headers].flatMap((map) => [
    ...(map?.values() ?? []),
  ]);
  const names = Object.keys(env).filter((name) => secretName.test(name));
  return new Secrets([key, ...[...variablesOf(settings), ...names].map((name) => env[name])]);
}
