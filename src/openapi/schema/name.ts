import { keysOf, type Node } from "../node.js";

const registries: ReadonlySet<string> = new Set(["schemas", "definitions", "$defs"]);

/** The name under which a schema is kept: a component's, a definition's, or a file's of its own. */
export function componentName(node: Node): string | null {
  const keys = keysOf(node.path);
  const last = keys.at(-1);
  if (last === undefined) {
    return node.file.path.replace(/^.*\//, "").replace(/\.(?:ya?ml|json)$/i, "");
  }
  const registry = keys.at(-2);
  return registry === undefined || registries.has(registry) ? last : null;
}
