import type { Setting } from "../evals.js";

/** What settings may name: the environment, and the upstream's address. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Null where there is none yet. */
  readonly upstreamUrl: string | null;
}

export type Resolved =
  | { readonly kind: "resolved"; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: "missing"; readonly names: readonly string[] };

/** Settings with what they name put in. */
export function resolveSettings(
  settings: ReadonlyMap<string, Setting>,
  { env, upstreamUrl }: Surroundings,
): Resolved {
  const missing = new Set<string>();
  const values = [...settings].map(([name, { value }]) => {
    const text = value.replace(/\$\{([^}]*)\}/g, (_whole, variable: string) => {
      const found = variable === "upstream.url" ? upstreamUrl : env[variable.slice("env.".length)];
      if (found === undefined || found === null || found === "") {
        missing.add(variable.replace(/^env\./, ""));
      }
      return found ?? "";
    });
    return [name, text] as const;
  });
  return missing.size > 0
    ? { kind: "missing", names: [...missing].sort() }
    : { kind: "resolved", values: Object.fromEntries(values) };
}

/** The environment variables that settings name: their values may be secrets. */
export function variablesOf(settings: Iterable<Setting>): readonly string[] {
  return [...settings].flatMap(({ value }) =>
    [...value.matchAll(/\$\{env\.(\w+)\}/g)].map(([, name = ""]) => name),
  );
}
