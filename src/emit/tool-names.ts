import type { Tool } from "../model/tool.js";
import { isIdentifier } from "./code.js";
import { globals } from "./names.js";

/** What the functions of every tool are handed. */
export const takenInTools: readonly string[] = [
  ...globals,
  ...["api", "upstream", "input", "error", "item"],
];

/** The variables for a tool's steps and `let`s: their own names, with an underscore where those are taken. */
export function localNames(tool: Tool, imported: ReadonlySet<string>): ReadonlyMap<string, string> {
  if (tool.body.kind === "handler") {
    return new Map();
  }
  const names = tool.body.statements.flatMap((statement) => {
    switch (statement.kind) {
      case "call":
      case "let":
        return [statement.name];
      case "together":
        return statement.calls.map((each) => each.name);
      case "require":
        return [];
      default:
        return statement satisfies never;
    }
  });
  const all = new Set(names);
  const taken = new Set([...takenInTools, ...imported]);
  return new Map(
    names.map((name) => {
      let local = name;
      while (!isIdentifier(local) || taken.has(local) || (local !== name && all.has(local))) {
        local = `${local}_`;
      }
      return [name, local];
    }),
  );
}
