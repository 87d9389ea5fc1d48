import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import { clientType } from "./api-file.js";
import { isGate } from "./gates.js";
import { camelCase, Names, pascalCase, takenByGates, takenEverywhere } from "./names.js";

/** The names by which files know each other. */
export interface ToolNames {
  /** `searchInvoices` */
  readonly identifier: string;
  /** `SearchInvoices`, the type of a handler. */
  readonly type: string;
}

/** The names of all tools of a server, planned at once: each is given out to one tool alone. */
export class ToolIdentifiers {
  readonly #identifiers: ReadonlyMap<string, string>;
  readonly #types: ReadonlyMap<string, string>;

  constructor(server: Server) {
    const hasGates = server.tools.some(isGate);
    const taken = [...takenEverywhere, clientType(server), ...(hasGates ? takenByGates : [])];
    this.#identifiers = unique(server.tools, camelCase, "Tool", taken);
    this.#types = unique(server.tools, pascalCase, "Handler", taken);
  }

  of({ name }: Tool): ToolNames {
    const identifier = this.#identifiers.get(name);
    const type = this.#types.get(name);
    if (identifier === undefined || type === undefined) {
      throw new Error(`bug: no names are planned for the tool ${JSON.stringify(name)}`);
    }
    return { identifier, type };
  }
}

/** A tool keeps its own name where it can: those whose names are taken choose last. */
function unique(
  tools: readonly Tool[],
  spelled: (name: string) => string,
  suffix: string,
  taken: readonly string[],
): ReadonlyMap<string, string> {
  const names = new Names(taken);
  const all = tools.map(({ name }) => ({ name, wanted: spelled(name) }));
  const isFree = new Names(taken);
  const free = all.filter(({ wanted }) => isFree.take(wanted) === wanted);
  const others = all.filter((one) => !free.includes(one));
  return new Map(
    [...free, ...others].map(({ name, wanted }) => [
      name,
      names.take(wanted, `${wanted}${suffix}`),
    ]),
  );
}
