import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { Collector } from "../diagnostics/collector.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { isSystemError } from "../output/disk.js";
import type { Output, Places } from "../output/output.js";
import { type Plan, planOutput } from "../output/plan.js";
import { interrupted, unreadable } from "../output/problems.js";
import {
  undoInterrupted,
  type WriteOptions,
  wasInterrupted,
  writeOutput,
} from "../output/write.js";
import { cataloguePath, reviewSafeguards, type SafeguardComparison } from "./safeguards.js";

/** What the pipeline is asked for. */
export interface GenerateRequest {
  /** The project's root, absolute. */
  readonly root: string;
  /** The tool map, relative to the root, with forward slashes. */
  readonly mapPath: string;
  /** A new operation in the API is an error. */
  readonly strictLedger: boolean;
  /** Checks the whole API description, not only what the map uses. */
  readonly validateSpec: boolean;
}

/** What the pipeline gives; `output` is null where an error stopped it. */
export interface Generated {
  /** Sorted. */
  readonly diagnostics: readonly Diagnostic[];
  readonly output: (Output & CatalogueComparison & SafeguardComparison) | null;
}

export interface CatalogueComparison {
  /** What changed for the model since the given text of `tools.json`, or since nothing. */
  changesFor(previous: string | null): readonly string[];
}

export type Pipeline = (request: GenerateRequest) => Promise<Generated>;

export interface GenerateCommand {
  readonly cwd: string;
  /** As given on the command line. */
  readonly map: string;
  readonly check: boolean;
  readonly force: boolean;
  /** Goes on where a safeguard is weaker than before. */
  readonly acceptWeaker: boolean;
  readonly strictLedger: boolean;
  readonly validateSpec: boolean;
}

/** What a run of `mcpgen generate` came to. */
export interface GenerateOutcome {
  readonly diagnostics: readonly Diagnostic[];
  /** Null where an error stopped the run before there was one. */
  readonly report: GenerateReport | null;
  readonly exitCode: 0 | 1;
}

export interface GenerateReport {
  readonly checked: boolean;
  /** The output folder, relative to the root. */
  readonly folder: string;
  /** What changed for the model. */
  readonly changesForModel: readonly string[];
  readonly plan: Plan;
}

/**
 * Compiles the map and writes the output, or with `check` only says what would be written. `write`
 * runs the part that must not be interrupted.
 */
export async function runGenerate(
  command: GenerateCommand,
  pipeline: Pipeline,
  write: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<GenerateOutcome> {
  const { root, mapPath } = projectOf(command);
  const request = {
    root,
    mapPath,
    strictLedger: command.strictLedger,
    validateSpec: command.validateSpec,
  };
  const places = { root, mapFolder: dirname(mapPath), mapName: basename(mapPath) };
  const collector = new Collector();
  let generated = await pipeline(request);
  if (!command.check && generated.output !== null) {
    const { output } = generated;
    const state = await write(() => undoInterrupted(output, places, collector));
    // What was undone may be what the pipeline has read: the ledger.
    generated = state === "undone" ? await pipeline(request) : generated;
    if (state === null) {
      return outcome(generated.diagnostics, collector, null);
    }
  }
  const { diagnostics, output } = generated;
  if (output === null) {
    return outcome(diagnostics, collector, null);
  }
  const review = (plan: Plan, found: Collector) =>
    reviewSafeguards(plan, output, command.acceptWeaker, found);
  const options = { force: command.force, review };
  const plan = command.check
    ? check(output, places, options, collector)
    : await write(() => writeOutput(output, places, options, collector));
  return outcome(diagnostics, collector, plan && reportOf(plan, output, command));
}

/** The root is the working folder, or the map's own folder where that lies elsewhere. */
function projectOf({ cwd, map }: GenerateCommand): { root: string; mapPath: string } {
  const path = resolve(cwd, map);
  const fromCwd = relative(cwd, path);
  const outside = isAbsolute(fromCwd) || fromCwd.split(sep)[0] === "..";
  return outside
    ? { root: dirname(path), mapPath: basename(path) }
    : { root: cwd, mapPath: fromCwd.split(sep).join("/") };
}

function check(
  output: Output,
  places: Places,
  options: WriteOptions & { readonly review: (plan: Plan, collector: Collector) => void },
  collector: Collector,
): Plan | null {
  try {
    if (wasInterrupted(output, places)) {
      collector.add(interrupted(output.folder));
      return null;
    }
    const plan = planOutput(output, places, options, collector);
    if (plan !== null) {
      options.review(plan, collector);
    }
    return plan;
  } catch (error) {
    if (!isSystemError(error)) {
      throw error;
    }
    collector.add(unreadable(output.folder, error));
    return null;
  }
}

function reportOf(
  plan: Plan,
  output: Output & CatalogueComparison,
  { check }: GenerateCommand,
): GenerateReport {
  const catalogue = plan.changes.find(
    ({ kind, path }) => kind === "file" && path === cataloguePath,
  );
  const previous = catalogue?.before?.toString("utf8") ?? null;
  return {
    checked: check,
    folder: output.folder,
    changesForModel: catalogue === undefined ? [] : output.changesFor(previous),
    plan,
  };
}

/** A reviewer in a hurry reads the first lines. */
function safeguardsFirst(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const isFirst = ({ code }: Diagnostic) => code === "output/weaker-safeguard";
  return [...found.filter(isFirst), ...found.filter((diagnostic) => !isFirst(diagnostic))];
}

function outcome(
  found: readonly Diagnostic[],
  collector: Collector,
  report: GenerateReport | null,
): GenerateOutcome {
  const diagnostics = safeguardsFirst([...found, ...collector.sorted()]);
  const stale = report?.checked === true && report.plan.changes.length > 0;
  const failed = report === null || diagnostics.some(({ severity }) => severity === "error");
  return { diagnostics, report, exitCode: stale || failed ? 1 : 0 };
}
