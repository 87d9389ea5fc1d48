import type { Macro } from "./syntax.js";

interface MacroForms {
  readonly name: Macro;
  readonly forms: readonly (readonly [number, number])[];
}

/** How many variables and bodies each macro takes. */
export const macros: ReadonlyMap<string, MacroForms> = new Map(
  Object.entries<MacroForms>({
    all: {
      name: "all",
      forms: [
        [1, 1],
        [2, 1],
      ],
    },
    exists: {
      name: "exists",
      forms: [
        [1, 1],
        [2, 1],
      ],
    },
    exists_one: {
      name: "exists_one",
      forms: [
        [1, 1],
        [2, 1],
      ],
    },
    existsOne: {
      name: "exists_one",
      forms: [
        [1, 1],
        [2, 1],
      ],
    },
    filter: { name: "filter", forms: [[1, 1]] },
    map: {
      name: "map",
      forms: [
        [1, 1],
        [1, 2],
      ],
    },
    transformList: {
      name: "transformList",
      forms: [
        [2, 1],
        [2, 2],
      ],
    },
    transformMap: {
      name: "transformMap",
      forms: [
        [2, 1],
        [2, 2],
      ],
    },
  }),
);
