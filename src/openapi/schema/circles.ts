import { joined, type Node } from "../node.js";
import { endlessSchema } from "../problems.js";
import type { Choice, Part } from "./part.js";
import { isTooDeep } from "./schemas.js";
import type { SchemaView } from "./view.js";

/**
 * What a part says, without keywords whose schemas lead back to the schema itself at the same value:
 * whether they hold could not be said by anything, and a check would go round for ever.
 *
 * Source: JSON Schema 2020-12 Core, section 9.4.1 (Guarding Against Infinite Recursion).
 */
export function withoutCircles(part: Part, view: SchemaView): Part {
  const { node, condition } = part;
  const keeps = (keyword: string, schemas: readonly (Node | null)[]) => {
    const stated = schemas.filter((schema) => schema !== null);
    if (stated.length === 0 || !leadsBack(view, stated)) {
      return true;
    }
    const at = { file: node.file, path: joined(node.path, keyword) };
    view.schemas.context.report(at, () => endlessSchema(at, keyword));
    return false;
  };
  const dependent = [...part.dependentSchemas].filter(([, schema]) =>
    keeps("dependentSchemas", [schema]),
  );
  return {
    ...part,
    not: keeps("not", [part.not]) ? part.not : null,
    condition:
      condition !== null && keeps("if", [condition.test, condition.whenTrue, condition.whenFalse])
        ? condition
        : null,
    dependentSchemas: new Map(dependent),
    choices: withoutCircularChoices(part, view),
  };
}

export function withoutCircularChoices(
  { node, choices }: Part,
  view: SchemaView,
): readonly Choice[] {
  return choices.filter(({ kind, schemas }) => {
    const isCircular = leadsBack(view, schemas);
    if (isCircular) {
      const at = { file: node.file, path: joined(node.path, kind) };
      view.schemas.context.report(at, () => endlessSchema(at, kind));
    }
    return !isCircular;
  });
}

/** Whether a schema is asked again about the value that it is asked about. */
function leadsBack(view: SchemaView, nodes: readonly Node[]): boolean {
  const seen = new Set<SchemaView>();
  const left = [...nodes];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (isTooDeep(node)) {
      continue;
    }
    const next = view.schemas.view([node]);
    if (next === view) {
      return true;
    }
    if (!seen.has(next)) {
      seen.add(next);
      left.push(...besides(next));
    }
  }
  return false;
}

/** The schemas that look at the same value. */
function besides(view: SchemaView): readonly Node[] {
  const { members, wraps } = view.conjunction;
  const stated = members.flatMap(({ part, sealedIn }) => [
    sealedIn,
    part.not,
    part.condition?.test ?? null,
    part.condition?.whenTrue ?? null,
    part.condition?.whenFalse ?? null,
    ...part.dependentSchemas.values(),
    ...part.choices.flatMap((choice) => choice.schemas),
  ]);
  return [wraps, ...stated].filter((node) => node !== null);
}
