import { basename, dirname, join, relative, resolve } from "node:path";
import type { TestCommand, TestOutcome } from "./commands/test.js";
import { entryFile, entryText } from "./contract-tests/entry.js";
import { environmentOf } from "./contract-tests/environment.js";
import { inOrder } from "./contract-tests/in-order.js";
import { nextLinksOf } from "./contract-tests/next-links.js";
import { totals, verdictLines } from "./contract-tests/report.js";
import type { Setting } from "./contract-tests/stage.js";
import { tryCatalogue } from "./contract-tests/try-catalogue.js";
import { tryTool } from "./contract-tests/try-tool.js";
import type { Verdict } from "./contract-tests/verdict.js";
import { Collector } from "./diagnostics/collector.js";
import { printable } from "./diagnostics/shown-text.js";
import { nearest } from "./diagnostics/suggest.js";
import { halvesOf } from "./emit/shown-gate.js";
import { buildServer } from "./eval/run/build.js";
import { isOutside } from "./eval/run/own-server.js";
import { NotStarted } from "./eval/run/problem.js";
import { type Compiled, compile } from "./generate.js";
import type { Server } from "./model/server.js";
import type { Tool } from "./model/tool.js";
import {
  copyInto,
  hasFile,
  makeScratchBeside,
  removeScratch,
  writeText,
} from "./output/scratch.js";
import { exitedBySignals } from "./uninterrupted.js";

/** Tools that are tested at the same time, each with a server process and a mock of its own. */
const atOnce = 3;

/** How long a tool's answer may take. */
const patienceMs = 120_000;

/** Holds a generated server to its map, with the mock for its API and without a model. */
export async function testContract(
  command: TestCommand,
  tell: (text: string) => void,
): Promise<TestOutcome> {
  const collector = new Collector();
  const root = dirname(resolve(command.cwd, command.map));
  const mapPath = basename(command.map);
  const request = { root, mapPath, strictLedger: false, validateSpec: false };
  const compiled = await compile(request, collector);
  const diagnostics = collector.sorted().filter(({ severity }) => severity === "error");
  if (compiled === null) {
    return { diagnostics, problem: null, exitCode: 1 };
  }
  const { tools } = compiled.bound.server;
  const unknown = unknownTool(tools, command.only);
  if (unknown !== null) {
    return { diagnostics, problem: unknown, exitCode: 2 };
  }
  try {
    const folder =
      command.server === null
        ? join(root, ...compiled.folder.split("/"))
        : resolve(command.cwd, command.server);
    if (!hasFile(folder, "tsconfig.json")) {
      const shown = relative(command.cwd, folder) || ".";
      throw new NotStarted(`there is no generated server in ${shown}: run \`mcpgen generate\``);
    }
    const verdicts = await run(compiled, chosen(tools, command.only), folder, tell);
    const isFailed = verdicts.some(({ outcome }) => outcome === "failed");
    tell(totals(verdicts));
    return { diagnostics, problem: null, exitCode: isFailed ? 1 : 0 };
  } catch (error) {
    if (error instanceof NotStarted) {
      return { diagnostics, problem: error.message, exitCode: 1 };
    }
    throw error;
  }
}

function chosen(tools: readonly Tool[], only: readonly string[]): readonly Tool[] {
  return tools.filter(
    (tool) => only.length === 0 || namesOf(tool).some((name) => only.includes(name)),
  );
}

/** Of a gate the job's name stands for its two tools. */
function namesOf({ name, body }: Tool): readonly string[] {
  const isGate = body.kind === "gate" || body.kind === "gate-handler";
  return isGate ? [name, ...Object.values(halvesOf(name))] : [name];
}

function unknownTool(tools: readonly Tool[], only: readonly string[]): string | null {
  const names = tools.flatMap(namesOf);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown === undefined) {
    return null;
  }
  const meant = nearest(unknown, names);
  const help = meant === null ? "" : `; did you mean "${meant}"?`;
  return `--only: the map has no tool "${printable(unknown)}"${help}`;
}

/** A test must not write where the real server does. */
function refuseSharedFiles({ approvals, audit }: Server): void {
  const log = typeof audit.to === "string" ? [] : Object.values(audit.to);
  const store = approvals?.store.kind === "file" ? [approvals.store.path] : [];
  const outside = [...log, ...store].find(isOutside);
  if (outside !== undefined) {
    throw new NotStarted(
      `"${outside}" lies outside the server's folder, where a test must not write`,
    );
  }
}

async function run(
  compiled: Compiled,
  tools: readonly Tool[],
  folder: string,
  tell: (text: string) => void,
): Promise<readonly Verdict[]> {
  const { api, bound } = compiled;
  const { server } = bound;
  refuseSharedFiles(server);
  for (const head of api.operations) {
    api.resolve(head);
  }
  const env = environmentOf(server);
  const effects = new Map(server.operations.map(({ key, effect }) => [key, effect]));
  return await exitedBySignals(async () => {
    const built = makeScratchBeside(folder);
    try {
      await buildServer(folder, join(built, "dist"));
      writeText(built, `dist/${entryFile}`, entryText);
      copyInto(built, "package.json", folder);
      copyInto(built, "tools.json", folder);
      const { approvals } = server;
      const nextLinks = nextLinksOf(server);
      const setting = { api, env, effects, approvals, built, nextLinks, patienceMs };
      return await runWith(setting, compiled, tools, tell);
    } finally {
      removeScratch(built);
    }
  });
}

async function runWith(
  surroundings: Omit<Setting, "stopped">,
  { bound, catalogue, project }: Compiled,
  tools: readonly Tool[],
  tell: (text: string) => void,
): Promise<readonly Verdict[]> {
  const { server } = bound;
  const stop = new AbortController();
  const setting = { ...surroundings, stopped: stop.signal };
  const looser = new Set(project.notes.map(({ tool }) => tool));
  const jobs = [
    () => tryCatalogue(setting, catalogue),
    ...tools.map((tool) => () => tryTool(setting, tool, { server, looser })),
  ];
  const verdicts = await inOrder(jobs, {
    atOnce,
    stop: () => stop.abort(new NotStarted("the tests of another tool could not be carried out")),
    tell: (ready) => tell(verdictLines(ready)),
  });
  return verdicts.flat();
}
