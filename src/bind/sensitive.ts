import type { SchemaNode } from "../openapi/api.js";

/** Deeper members are not looked at: the log shows nothing of them either. */
const MAX_DEPTH = 6;

/**
 * The names of members, at any depth, that no log may hold, by code unit: as the API spells them, and
 * as a model would be given them where a host takes no such name.
 */
export function sensitiveMembers(nodes: readonly SchemaNode[]): readonly string[] {
  const names = new Set<string>();
  for (const node of nodes) {
    addMembers(node, names, MAX_DEPTH);
  }
  return [...names].sort();
}

function addMembers(node: SchemaNode, names: Set<string>, depth: number): void {
  if (depth === 0) {
    return;
  }
  for (const [name, { schema }] of node.properties()) {
    if (schema.sensitive) {
      names.add(name);
      names.add(name.replaceAll(/[^A-Za-z0-9_]/g, "_"));
    } else {
      addMembers(schema, names, depth - 1);
    }
  }
  const additional = node.additional();
  const inner = [node.items(), additional, ...(node.variants()?.schemas ?? [])];
  for (const schema of inner) {
    if (schema !== null && typeof schema !== "boolean") {
      addMembers(schema, names, depth - 1);
    }
  }
}
