import { name as variable } from "./code.js";
import { gateModules, type RuntimeName, runtimeModules } from "./names.js";
import { importAll, importOf } from "./statements.js";
import type { TsExpression, TsStatement } from "./syntax.js";

interface Imported {
  readonly name: string;
  readonly local: string;
  typeOnly: boolean;
}

/** What a file imports: noted where it is used, written in the order that the linter wants. */
export class Imports {
  readonly #modules = new Map<string, Map<string, Imported>>();
  readonly #namespaces = new Map<string, string>();
  /** Where the runtime lies, as the file sees it. */
  readonly #runtime: string;

  constructor(runtime: "./runtime" | "../runtime") {
    this.#runtime = runtime;
  }

  value(from: string, name: string, local = name): TsExpression {
    this.#add(from, name, local, false);
    return variable(local);
  }

  type(from: string, name: string): string {
    this.#add(from, name, name, true);
    return name;
  }

  runtime(name: RuntimeName): TsExpression {
    const modules = { ...runtimeModules, ...gateModules };
    return this.value(this.runtimePath(modules[name]), name);
  }

  runtimePath(module: string): string {
    return `${this.#runtime}/${module}.js`;
  }

  /** `import * as local` */
  namespace(from: string, local: string): TsExpression {
    this.#namespaces.set(from, local);
    return variable(local);
  }

  /** The names that the file cannot use otherwise. */
  locals(): ReadonlySet<string> {
    const named = [...this.#modules.values()].flatMap((names) =>
      [...names.values()].map((imported) => imported.local),
    );
    return new Set([...named, ...this.#namespaces.values()]);
  }

  statements(): readonly TsStatement[] {
    const named = [...this.#modules].map(([from, names]) => ({
      from,
      statement: importOf(
        from,
        [...names.values()].sort((a, b) => byNaturalOrder(a.name, b.name)),
      ),
    }));
    const whole = [...this.#namespaces].map(([from, local]) => ({
      from,
      statement: importAll(from, local),
    }));
    return [...named, ...whole]
      .sort((a, b) => distance(a.from) - distance(b.from) || byNaturalOrder(a.from, b.from))
      .map(({ statement }) => statement);
  }

  #add(from: string, name: string, local: string, typeOnly: boolean): void {
    const names = this.#modules.get(from) ?? new Map<string, Imported>();
    this.#modules.set(from, names);
    const known = names.get(local);
    if (known === undefined) {
      names.set(local, { name, local, typeOnly });
    } else {
      known.typeOnly = known.typeOnly && typeOnly;
    }
  }
}

/** Packages first, then files by how far away they are. */
function distance(from: string): number {
  return from.startsWith("../") ? 1 : from.startsWith("./") ? 2 : 0;
}

/** The order of Biome's organizeImports: letters without regard to case, digits as numbers. */
function byNaturalOrder(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()].map(
    (text) => text.match(/\d+|\D/g) ?? [],
  );
  for (const [index, part] of (left ?? []).entries()) {
    const other = right?.[index];
    if (other === undefined) {
      return 1;
    }
    if (part !== other) {
      const numbers = /^\d/.test(part) && /^\d/.test(other);
      return (numbers ? Number(part) - Number(other) : 0) || (part < other ? -1 : 1);
    }
  }
  if ((left?.length ?? 0) !== (right?.length ?? 0)) {
    return -1;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
