import { isNameOf } from "../bind/operation-table.js";
import type { GenerateRequest } from "../commands/generate.js";
import { Collector } from "../diagnostics/collector.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { buildServer } from "../eval/run/build.js";
import { NotStarted } from "../eval/run/problem.js";
import type { Surface } from "../eval/surface.js";
import { surfaceOf } from "../eval/surface-of.js";
import { bindMap, type Compiled, compileMap } from "../generate.js";
import type { Effect } from "../model/operation.js";
import { makeScratchIn, removeScratch, writeText } from "../output/scratch.js";
import type { SourceFile } from "../source/source-file.js";
import { type DerivedMap, derivedMap } from "./map.js";
import { type OperationTool, operationTools } from "./operation-tools.js";

/** A server with one tool for each operation of an API. */
export interface BaselineServer {
  readonly surface: Surface;
  /** Absolute: `dist/main.js`. */
  readonly main: string;
  /** Operations that no tool can be made of, with the reason. */
  readonly leftOut: readonly string[];
  remove(): void;
}

/** Each round leaves out what the one before has found wrong: the passes stop at errors. */
const mostRounds = 12;

/**
 * Derives, compiles and builds the server, in a folder of its own inside `place`, from where the
 * packages of the map's server are found; `root` is the project's, `mapPath` relative to it.
 */
export async function buildBaseline(
  compiled: Compiled,
  root: string,
  mapPath: string,
  place: string,
): Promise<BaselineServer> {
  const { made, leftOut } = await compileDerived(compiled, root, mapPath);
  const folder = makeScratchIn(place, "baseline-");
  try {
    for (const { content, path } of [...made.project.files, ...made.project.stubs]) {
      writeText(folder, path, content);
    }
    const known = made.api.operations.flatMap(({ key, method, path }) => [
      key,
      `${method} ${path}`,
    ]);
    return {
      surface: surfaceOf(made.bound.server, made.catalogue, known),
      main: await buildServer(folder),
      leftOut,
      remove: () => removeScratch(folder),
    };
  } catch (error) {
    removeScratch(folder);
    throw error;
  }
}

interface Derived {
  readonly made: Compiled;
  readonly leftOut: readonly string[];
}

/** Compiles the derived map; an operation that the compiler refuses is left out, and named. */
export async function compileDerived(
  { api, map }: Compiled,
  root: string,
  mapPath: string,
): Promise<Derived> {
  const effects = new Map<string, Effect>();
  for (const { effect, operation } of map.operations.effects) {
    for (const head of api.operations.filter((one) => isNameOf(operation.value, one))) {
      effects.set(head.key, effect);
    }
  }
  const { tools: all, unreadable } = operationTools(api, { effects, map });
  const places = { spec: map.spec.value, output: map.output.value };
  const request = { root, mapPath, strictLedger: false, validateSpec: false };
  const attempt = async <T>(
    tools: readonly OperationTool[],
    pass: Pass<T>,
  ): Promise<Attempt<T>> => {
    const derived = derivedMap(map.file, places, tools);
    const collector = new Collector();
    const made = await pass(derived.file, request, collector);
    return { tools, made, derived, collector };
  };
  const refused = new Map<OperationTool, string>();
  for (let round = 0; round < mostRounds; round += 1) {
    const tools = all.filter((tool) => !refused.has(tool));
    const whole = await attempt(tools, compileMap);
    if (whole.made !== null) {
      const names = [...refused].map(([{ operation }, why]) => `${operation} (${why})`);
      return { made: whole.made, leftOut: [...unreadable, ...names] };
    }
    // What binds is found out much faster than what compiles.
    const found = await faultsOf(whole, (some) => attempt(some, bindMap));
    const rest =
      found.size > 0 ? found : await faultsOf(whole, (some) => attempt(some, compileMap));
    if (rest.size === 0) {
      throw new NotStarted(`no server for --baseline can be made: ${firstError(whole.collector)}`);
    }
    for (const [tool, why] of rest) {
      refused.set(tool, why);
    }
  }
  throw new NotStarted("no server for --baseline can be made of this API description");
}

type Pass<T> = (
  file: SourceFile,
  request: GenerateRequest,
  collector: Collector,
) => Promise<T | null>;

/** A map of some tools, and what came of it. */
interface Attempt<T> {
  readonly tools: readonly OperationTool[];
  readonly made: T | null;
  readonly derived: DerivedMap;
  readonly collector: Collector;
}

type Faults = ReadonlyMap<OperationTool, string>;

/**
 * The tools that errors point at. Those that point at the API description alone belong to the tools
 * that have them by themselves, which are looked for in one half and in the other.
 */
async function faultsOf(
  { collector, derived, made, tools }: Attempt<unknown>,
  attempt: (tools: readonly OperationTool[]) => Promise<Attempt<unknown>>,
): Promise<Faults> {
  if (made !== null) {
    return new Map();
  }
  const [first] = tools;
  const named = faultsIn(collector, derived);
  if (named.size > 0 || first === undefined) {
    return named;
  }
  if (tools.length === 1) {
    return new Map([[first, firstError(collector)]]);
  }
  const middle = Math.ceil(tools.length / 2);
  const halves = [tools.slice(0, middle), tools.slice(middle)];
  const faults: (readonly [OperationTool, string])[] = [];
  for (const half of halves) {
    faults.push(...(await faultsOf(await attempt(half), attempt)));
  }
  return new Map(faults);
}

function faultsIn(collector: Collector, derived: DerivedMap): Faults {
  const faults = new Map<OperationTool, string>();
  for (const { labels, message } of errorsOf(collector)) {
    const own = labels.find(({ span }) => span.file === derived.file);
    const tool = own === undefined ? null : derived.toolAt(own.span.start);
    if (tool !== null && !faults.has(tool)) {
      faults.set(tool, message);
    }
  }
  return faults;
}

function firstError(collector: Collector): string {
  return errorsOf(collector)[0]?.message ?? "";
}

function errorsOf(collector: Collector): readonly Diagnostic[] {
  return collector.sorted().filter(({ severity }) => severity === "error");
}
