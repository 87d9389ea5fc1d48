import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import type { ExpectedFailure } from "../model/tool.js";
import type { ShownTool } from "./shown-tool.js";

/** Hosts cut a description here. */
const longest = 2048;
const warnAt = 1800;

/**
 * What the model reads about a tool: the author's words, a warning, the errors that it can act on,
 * the result's shape. Where that is too long, the shape and then the errors give way first.
 */
export function descriptionFor(tool: ShownTool): {
  readonly text: string;
  readonly notes: readonly string[];
} {
  const variants = [
    [errorsLine(tool.failures, true), shapeLine(tool.outputSchema, 4)],
    [errorsLine(tool.failures, true), shapeLine(tool.outputSchema, 2)],
    [errorsLine(tool.failures, true), shapeLine(tool.outputSchema, 1)],
    [errorsLine(tool.failures, false), shapeLine(tool.outputSchema, 1)],
    [errorsLine(tool.failures, false), ""],
    ["", ""],
  ].map((lines) => composed(tool, lines));
  const text = variants.find((variant) => variant.length <= longest) ?? composed(tool, []);
  return { text, notes: notesOn(tool, text, variants[0] ?? text) };
}

function notesOn(tool: ShownTool, text: string, wanted: string): readonly string[] {
  if (text.length > longest) {
    return [
      `the description takes ${tool.description.length} characters, and hosts cut after ${longest}`,
    ];
  }
  if (text !== wanted) {
    return [
      `the description leaves too little of the ${longest} characters that hosts show: its errors and result are shortened`,
    ];
  }
  return text.length > warnAt
    ? [`the description takes ${text.length} of the ${longest} characters that hosts show`]
    : [];
}

function composed(tool: ShownTool, lines: readonly string[]): string {
  const first = [tool.description.trim(), tool.warning].filter((text) => text !== "").join(" ");
  return [first, ...lines].filter((text) => text !== "").join("\n");
}

function errorsLine(failures: readonly ExpectedFailure[], withReasons: boolean): string {
  if (failures.length === 0) {
    return "";
  }
  const shown = failures.map(({ error, reason }) => {
    const words = reason.trim().replace(/\.$/, "");
    return withReasons && words !== "" ? `${error} (${words})` : error;
  });
  return `Errors: ${[...new Set(shown)].join("; ")}.`;
}

/** `Returns { invoices: [{ id, status }], total_count }`, cut off below a depth. */
function shapeLine(schema: Schema | null, depth: number): string {
  const shape = schema === null ? "" : shapeOf(schema, depth);
  return shape === "" ? "" : `Returns ${shape}`;
}

/** The names in a schema, empty for a value without any. */
function shapeOf(schema: SchemaOrBoolean, depth: number): string {
  if (typeof schema === "boolean") {
    return "";
  }
  if (schema.properties !== undefined) {
    if (depth === 0) {
      return "{…}";
    }
    const members = Object.entries(schema.properties).map(([name, member]) => {
      const shape = shapeOf(member, depth - 1);
      return shape === "" ? name : `${name}: ${shape}`;
    });
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }
  if (schema.items !== undefined || schema.type?.includes("array")) {
    return `[${shapeOf(schema.items ?? true, depth)}]`;
  }
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [...new Set(alternatives.map((one) => shapeOf(one, depth)))]
    .filter((shape) => shape !== "")
    .join(" | ");
}
