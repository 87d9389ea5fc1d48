import { join } from "node:path";
import { isNameOf } from "../bind/operation-table.js";
import { Collector } from "../diagnostics/collector.js";
import { buildServer } from "../eval/run/build.js";
import { NotStarted } from "../eval/run/problem.js";
import type { Surface } from "../eval/surface.js";
import { surfaceOf } from "../eval/surface-of.js";
import { type Compiled, compileMap } from "../generate.js";
import type { Effect } from "../model/operation.js";
import { makeScratchIn, removeScratch, writeText } from "../output/scratch.js";
import { derivedMap } from "./map.js";
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

/** Each round leaves out what the one before has found wrong: passes stop at errors. */
const mostRounds = 12;

/** Derives, compiles and builds the server; `root` is the project's, `mapPath` relative to it. */
export async function buildBaseline(
  compiled: Compiled,
  root: string,
  mapPath: string,
): Promise<BaselineServer> {
  const { made, leftOut } = await compileDerived(compiled, root, mapPath);
  // Inside the server's own folder, so that its packages are found; what it compiles to is nobody's to keep.
  const folder = makeScratchIn(join(root, ...compiled.folder.split("/"), "dist"), "baseline-");
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
  const { idempotency, with: values } = map.upstream;
  const supplied = new Set([
    ...values.map(({ name }) => name.value),
    ...(idempotency === null ? [] : [idempotency.header.value]),
  ]);
  const all = operationTools(api, { effects, supplied });
  const places = { spec: map.spec.value, output: map.output.value };
  const request = { root, mapPath, strictLedger: false, validateSpec: false };
  const refused = new Map<OperationTool, string>();
  for (let round = 0; round < mostRounds; round += 1) {
    const tools = all.filter((tool) => !refused.has(tool));
    const derived = derivedMap(map.file, places, tools);
    const collector = new Collector();
    const made = await compileMap(derived.file, request, collector);
    if (made !== null) {
      return {
        made,
        leftOut: [...refused].map(([{ operation }, why]) => `${operation} (${why})`),
      };
    }
    const errors = collector.sorted().filter(({ severity }) => severity === "error");
    const before = refused.size;
    for (const { labels, message } of errors) {
      const own = labels.find(({ span }) => span.file === derived.file);
      const tool = own === undefined ? null : derived.toolAt(own.span.start);
      if (tool !== null && !refused.has(tool)) {
        refused.set(tool, message);
      }
    }
    if (refused.size === before) {
      throw new NotStarted(`no server for --baseline can be made: ${errors[0]?.message ?? ""}`);
    }
  }
  throw new NotStarted("no server for --baseline can be made of this API description");
}
