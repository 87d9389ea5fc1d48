import type { Collector } from "../diagnostics/collector.js";
import { nearest } from "../diagnostics/suggest.js";
import type { Spanned } from "../source/source-file.js";
import type { Evals, ExpectedCall, Prompt } from "./evals.js";
import {
  contradiction,
  impossibleValue,
  unknownArgument,
  unknownOperation,
  unknownOutcome,
  unknownTool,
  unusedOperation,
} from "./problems.js";
import { argumentAt, refusalOf } from "./schema-place.js";
import { namesOf, type Surface, type SurfaceTool } from "./surface.js";

/** Holds what an evals file names to what the server has. */
export function checkEvals(evals: Evals, surface: Surface, collector: Collector): void {
  const check = new Check(surface, collector);
  for (const prompt of evals.prompts) {
    check.prompt(prompt);
  }
}

class Check {
  readonly #tools: ReadonlyMap<string, SurfaceTool>;
  readonly #sent: ReadonlySet<string>;
  readonly #known: ReadonlySet<string>;
  readonly #collector: Collector;

  constructor(surface: Surface, collector: Collector) {
    this.#tools = new Map(surface.tools.map((tool) => [tool.name, tool]));
    this.#sent = new Set(surface.operations.flatMap(namesOf));
    this.#known = surface.known;
    this.#collector = collector;
  }

  prompt({ expect, never }: Prompt): void {
    for (const call of expect.calls) {
      this.#call(call);
    }
    for (const { operation, least } of expect.upstream) {
      if (this.#operation(operation) && least > 0 && !this.#sent.has(operation.value)) {
        this.#collector.add(unusedOperation(operation));
      }
    }
    for (const operation of never.operations) {
      this.#operation(operation);
    }
    for (const tool of never.tools) {
      this.#tool(tool);
      for (const { tools, span } of expect.calls) {
        if (tools.length === 1 && tools[0]?.value === tool.value) {
          const what = `tool ${tool.value} is expected and forbidden`;
          this.#collector.add(contradiction(what, tool.span, span));
        }
      }
    }
    const { calls, maxCalls } = expect;
    if (maxCalls !== null && calls.length > maxCalls.value) {
      const wanted = calls.length === 1 ? "a call is" : `${calls.length} calls are`;
      const what = `${wanted} expected, and at most ${maxCalls.value} allowed`;
      this.#collector.add(contradiction(what, maxCalls.span, calls[0]?.span ?? maxCalls.span));
    }
  }

  #call({ tools, arguments: wanted, outcome }: ExpectedCall): void {
    for (const name of tools) {
      const tool = this.#tool(name);
      if (tool === null) {
        continue;
      }
      for (const { name: argument, value } of wanted) {
        const place = argumentAt(tool.inputSchema, argument.value);
        if (place.kind === "unknown") {
          const suggestion = nearest(place.name, place.known);
          this.#collector.add(unknownArgument(argument, tool.name, place.known, suggestion));
          continue;
        }
        const why = refusalOf(value, place.schema);
        if (why !== null) {
          this.#collector.add(impossibleValue(argument, tool.name, why));
        }
      }
      if (outcome !== null && outcome.value !== "ok" && !tool.errors.includes(outcome.value)) {
        // Codes that no rule names exist: of handlers, and of refused arguments.
        const suggestion = nearest(outcome.value, tool.errors);
        if (suggestion !== null) {
          this.#collector.add(unknownOutcome(outcome, tool.name, tool.errors, suggestion));
        }
      }
    }
  }

  #tool(name: Spanned<string>): SurfaceTool | null {
    const tool = this.#tools.get(name.value) ?? null;
    if (tool === null) {
      const known = [...this.#tools.keys()];
      this.#collector.add(unknownTool(name, known, this.#suggestion(name.value, known)));
    }
    return tool;
  }

  /** A job that got a gate is now two tools. */
  #suggestion(name: string, known: readonly string[]): string | null {
    const ofJob = [...this.#tools.values()].find(({ job }) => job === name);
    return ofJob?.name ?? nearest(name, known);
  }

  #operation(operation: Spanned<string>): boolean {
    if (this.#known.has(operation.value)) {
      return true;
    }
    this.#collector.add(unknownOperation(operation, nearest(operation.value, this.#known)));
    return false;
  }
}
