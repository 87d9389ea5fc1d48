import type { Tool } from "../model/tool.js";
import { isIdentifier } from "./code.js";
import { takenEverywhere } from "./names.js";

const taken = new Set(takenEverywhere);

/** The variables for a tool's steps and `let`s: their own names, with an underscore where those are taken. */
export function localNames(tool: Tool): ReadonlyMap<string, string> {
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
