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
    ...(tool.body.kind === "gate" ? gateNames : []),
  ];
}

/** What the two halves of a gate are handed, and what they call things. */
const gateNames = ["once", "common", "operation", "request", "kept", "alternative", "response"];

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
 * taken; for the API's own draft; and for what came with a step's answer, as `http.<step>`.
 */
export function localNames(tool: Tool, imported: ReadonlySet<string>): ReadonlyMap<string, string> {
  const { body } = tool;
  const names = statementsOf(body).flatMap((statement) => {
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
  const apiDraft = body.kind === "gate" ? body.apiDraft : null;
  return new Map([
    ...names.map((name) => [name, free(name, true)] as const),
    ...(apiDraft === null ? [] : [[apiDraft.call.name, free("apiDraft", false)] as const]),
    ...recordedCalls(tool).map((name) => {
      const wanted = name === "response" ? "http" : `${name}_http`;
      return [`http.${name}`, free(wanted, false)] as const;
    }),
  ]);
}

/** The names of the calls of which something reads what came with the answer. */
function recordedCalls({ body }: Tool): readonly string[] {
  const calls = statementsOf(body).flatMap(callsOf);
  const own = body.kind === "gate" ? body.calls.map((each) => each.call) : [];
  const recorded = [...calls, ...own].filter((call) => call.recorded);
  return [...new Set(recorded.map((call) => call.name))];
}
