import { posix } from "node:path";
import { type Bound, bind } from "./bind/bind.js";
import { reportHiddenInSpec } from "./bind/hidden-in-spec.js";
import { hostLimit } from "./bind/problems.js";
import { catalogueChanges } from "./catalogue/changes.js";
import { weakerSafeguards } from "./catalogue/weaker.js";
import type { Generated, GenerateRequest } from "./commands/generate.js";
import { Collector } from "./diagnostics/collector.js";
import { unreadable } from "./diagnostics/read-problems.js";
import { emit } from "./emit/emit.js";
import type { EmittedProject } from "./emit/project.js";
import type { Api } from "./openapi/api.js";
import { loadApi } from "./openapi/load.js";
import { safeguardsPath } from "./output/output.js";
import { readNamed } from "./source/read.js";
import type { SourceFile } from "./source/source-file.js";
import { readTemplate, templatePaths } from "./source/templates.js";
import { parseToolMap } from "./tool-map/parse.js";
import type { ToolMap } from "./tool-map/tool-map.js";

/** Holds every operation seen, beside the map. */
const ledgerName = "operations.lock";
const serverTemplates = "server";
const cataloguePath = "tools.json";

/** What every pass has made of a map. */
export interface Compiled {
  readonly map: ToolMap;
  readonly api: Api;
  readonly bound: Bound;
  readonly project: EmittedProject;
  /** The text of `tools.json`. */
  readonly catalogue: string;
  /** The output folder, relative to the root. */
  readonly folder: string;
}

/** Compiles a tool map and the API description that it names into the files of a server. */
export async function generate(request: GenerateRequest): Promise<Generated> {
  const collector = new Collector();
  const compiled = await compile(request, collector);
  if (compiled === null) {
    return { diagnostics: collector.sorted(), output: null };
  }
  const { bound, catalogue, folder, project } = compiled;
  const safeguards = textOf(project, safeguardsPath);
  return {
    diagnostics: collector.sorted(),
    output: {
      folder,
      files: project.files,
      stubs: project.stubs,
      besideMap: [{ path: ledgerName, content: bound.ledger }],
      changesFor: (previous) => catalogueChanges(previous, catalogue),
      weakerSince: (previous) => weakerSafeguards(previous, safeguards),
    },
  };
}

/** Runs the passes one after the other; null where an error stopped them. */
export async function compile(
  request: GenerateRequest,
  collector: Collector,
): Promise<Compiled | null> {
  const source = readNamed(request.root, request.mapPath);
  if (source.kind === "unreadable") {
    collector.add(unreadable(source.problem, null));
    return null;
  }
  return await compileMap(source.file, request, collector);
}

/** The same for a map that may be none of the disk's; `mapPath` says where it would lie. */
export async function compileMap(
  source: SourceFile,
  request: GenerateRequest,
  collector: Collector,
): Promise<Compiled | null> {
  const met = await bindMap(source, request, collector);
  if (met === null) {
    return null;
  }
  const { api, bound, folder, map } = met;
  const project = emit(bound.server, readTemplates());
  for (const note of project.notes) {
    const tool = map.tools.find((entry) => entry.name.value === note.tool);
    collector.add(hostLimit(tool?.name ?? map.server.name, note.text));
  }
  reportHiddenInSpec(project.listed, map, api, bound.server, collector);
  if (collector.hasErrors()) {
    return null;
  }
  const catalogue = textOf(project, cataloguePath);
  return {
    map,
    api,
    bound,
    project,
    catalogue,
    folder,
  };
}

/** The passes up to the one in which a map meets its API: almost every mistake is found by then. */
export async function bindMap(
  source: SourceFile,
  request: GenerateRequest,
  collector: Collector,
): Promise<Omit<Compiled, "project" | "catalogue"> | null> {
  const { root, mapPath } = request;
  const map = parseToolMap(source, collector);
  if (map === null || collector.hasErrors()) {
    return null;
  }
  const folder = posix.dirname(mapPath);
  const specPath = posix.join(folder, map.spec.value);
  const api = loadApi({ root, path: specPath, namedAt: map.spec.span }, collector);
  if (api !== null && request.validateSpec) {
    const { validateDocument } = await import("./openapi/validate.js");
    await validateDocument(api);
  }
  if (api === null || collector.hasErrors()) {
    return null;
  }
  const ledger = readNamed(root, posix.join(folder, ledgerName));
  const options = {
    ledger: ledger.kind === "unreadable" ? null : ledger.file.text,
    strictLedger: request.strictLedger,
  };
  const bound = bind(map, api, options, collector);
  return collector.hasErrors()
    ? null
    : { map, api, bound, folder: posix.join(folder, map.output.value) };
}

function textOf({ files }: EmittedProject, path: string): string {
  return files.find((file) => file.path === path)?.content ?? "";
}

function readTemplates(): ReadonlyMap<string, string> {
  const paths = templatePaths(serverTemplates);
  return new Map(
    paths.map((path) => [path.slice(serverTemplates.length + 1), readTemplate(path)] as const),
  );
}
