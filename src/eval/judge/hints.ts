import type { ExpectedCall } from "../evals.js";
import type { Hint } from "../run.js";
import type { Surface } from "../surface.js";

/** Where a tool stands in the map. */
export function partOf(tool: string, surface: Surface): string {
  return `tools.${surface.tools.find(({ name }) => name === tool)?.job ?? tool}`;
}

/** Whether the server has a tool: a model may make one up. */
export function isTool(name: string, surface: Surface): boolean {
  return surface.tools.some((tool) => tool.name === name);
}

/** A tool that was not called. */
export function callHint({ tools }: ExpectedCall, surface: Surface): Hint {
  const tool = tools[0]?.value ?? "";
  return {
    part: `${partOf(tool, surface)}.description`,
    text: "say in the words that people use what the tool is for",
  };
}

/** Another tool was called instead. */
export function wrongToolHint({ tools }: ExpectedCall, picked: string, surface: Surface): Hint {
  const tool = tools[0]?.value ?? "";
  return {
    part: `${partOf(tool, surface)}.description`,
    text: !isTool(picked, surface)
      ? `the server has no ${picked}: say in the words that people use what this tool is for`
      : `say what tells it from ${picked}, and there what tells that from it`,
  };
}

export function argumentHint(tool: string, argument: string | null, surface: Surface): Hint {
  if (argument === null) {
    return {
      part: `${partOf(tool, surface)}.input`,
      text: "fewer and flatter arguments are written with fewer mistakes",
    };
  }
  return {
    part: `${partOf(tool, surface)}.input.${argument.split(".")[0]}`,
    text: "describe the argument: its form, an example, where its value comes from",
  };
}

export function outcomeHint(tool: string, error: string | null, surface: Surface): Hint {
  const part = partOf(tool, surface);
  return error === null
    ? {
        part: `${part}.errors`,
        text: "look at what the tool was told and what it should have been",
      }
    : {
        part: `${part}.errors`,
        text: `look at what leads to ${error}, and what its reason asks for`,
      };
}

export function answerHint(tools: readonly string[], surface: Surface): Hint {
  const tool = tools.findLast((name) => isTool(name, surface));
  return tool === undefined
    ? { part: "server.instructions", text: "say what the server can and cannot do" }
    : {
        part: `${partOf(tool, surface)}.output`,
        text: "see whether the result holds what the answer needs, under a name that says so",
      };
}

/** Something was changed that should not have been. */
export function changeHint(operation: string | null, surface: Surface): Hint {
  const tool = surface.tools.find(
    ({ effect, operations }) =>
      effect !== "read" && operation !== null && operations.includes(operation),
  );
  return tool === undefined
    ? { part: "operations.effects", text: "see whether every effect is stated as it is" }
    : {
        part: `${partOf(tool.name, surface)}.confirm`,
        text: "put a gate before the call, or say in the description when it must not be made",
      };
}
