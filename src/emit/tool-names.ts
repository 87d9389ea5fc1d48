import type { Tool } from "../model/tool.js";
import { isIdentifier } from "./code.js";
import { globals } from "./names.js";
import { callsOf, statementsOf } from "./tool-calls.js";

/** What the functions of a tool are handed. */
export function takenIn(tool: Tool): readonly string[] {
  return [
    ...globals,
    ...["api", "upstream", "input", "error", "item"],
    ...repeatsOf(tool).flatMap((repeat) => (repeat === "pages" ? ["pages", "cursor"] : [repeat])),
  ];
}

/** With what a tool's calls are repeated. */
export function repeatsOf({ body }: Tool): readonly ("each" | "pages")[] {
  const calls = statementsOf(body).flatMap(callsOf);
  return (["each", "pages"] as const).filter((repeat) =>
    calls.some((call) => call[repeat] !== null),
  );
}

/** A name to which underscores may be added until it is an identifier: it has no letter that none has. */
function spelled(name: string): string {
  return isIdentifier(`${name}_`) ? name : `_${name.replaceAll(/[^A-Za-z0-9$_]/g, "_")}`;
}

/**
 * The variables for a tool's steps and `let`s: their own names, with an underscore where those are
 * taken; and for what came with a step's answer, as `http.<step>`.
 */
export function localNames(tool: Tool, imported: ReadonlySet<string>): ReadonlyMap<string, string> {
  const statements = statementsOf(tool.body);
  const names = statements.flatMap((statement) => {
    switch (statement.kind) {
      case "call":
      case "let":
      case "part":
        return [statement.name];
      case "together":
        return statement.calls.map((each) => each.name);
      case "require":
        return [];
      default:
        return statement satisfies never;
    }
  });
  const recorded = statements.flatMap(callsOf).filter((call) => call.recorded);
  const all = new Set(names);
  const taken = new Set([...takenIn(tool), ...imported]);
  const free = (wanted: string, isOwn: boolean) => {
    let local = spelled(wanted);
    while (
      !isIdentifier(local) ||
      taken.has(local) ||
      ((!isOwn || local !== wanted) && all.has(local))
    ) {
      local = `${local}_`;
    }
    return local;
  };
  return new Map([
    ...names.map((name) => [name, free(name, true)] as const),
    ...recorded.map(({ name }) => {
      const wanted = name === "response" ? "http" : `${name}_http`;
      return [`http.${name}`, free(wanted, false)] as const;
    }),
  ]);
}
