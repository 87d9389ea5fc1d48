import { basename, dirname, join, posix, relative, resolve, sep } from "node:path";
import type { EvalCommand, EvalOutcome, Tell } from "./commands/eval.js";
import { Collector } from "./diagnostics/collector.js";
import { unreadable } from "./diagnostics/read-problems.js";
import { checkEvals } from "./eval/check-evals.js";
import type { Evals, Prompt } from "./eval/evals.js";
import { parseEvals } from "./eval/file/parse.js";
import { staleServer, unknownPrompt } from "./eval/problems.js";
import { baselineLines } from "./eval/report/baseline.js";
import type { Baseline } from "./eval/report/beside.js";
import { changesSince, dropsIn, type EarlierRun, parseEarlier } from "./eval/report/compare.js";
import { reportFiles } from "./eval/report/files.js";
import type { Beside } from "./eval/report/page.js";
import { changeLines, promptLines, summary } from "./eval/report/terminal.js";
import { Budget } from "./eval/run/budget.js";
import { Cassettes } from "./eval/run/cassettes.js";
import { type EvaluationRequest, evaluate as runEvaluation } from "./eval/run/evaluation.js";
import { logFileOf } from "./eval/run/log-file.js";
import { buildOwn } from "./eval/run/own-server.js";
import { NotStarted } from "./eval/run/problem.js";
import { secretsOf } from "./eval/run/secrets.js";
import { type StartUpstream, shownAddress, upstreamAt, upstreamOf } from "./eval/run/upstream.js";
import { chooseWorkers } from "./eval/run/workers.js";
import type { RunRecord } from "./eval/run.js";
import type { Surface } from "./eval/surface.js";
import { surfaceOf } from "./eval/surface-of.js";
import { type Compiled, compile } from "./generate.js";
import { removeText, writeText } from "./output/scratch.js";
import { readNamed } from "./source/read.js";
import { interruptible } from "./uninterrupted.js";
import { version } from "./version.js";

/** An evals file that was held to its map. */
interface Checked {
  readonly evals: Evals;
  readonly compiled: Compiled;
  readonly surface: Surface;
  readonly prompts: readonly Prompt[];
}

const catalogueName = "tools.json";
const defaultOut = "evals/out";

/** Runs the prompts of an evals file against the server of its map. */
export async function evaluate(command: EvalCommand, tell: Tell): Promise<EvalOutcome> {
  const collector = new Collector();
  const checked = await check(command, collector);
  const diagnostics = collector.sorted();
  const failed = (problem: string | null): EvalOutcome => ({
    diagnostics,
    problem,
    record: null,
    written: [],
    exitCode: 1,
  });
  if (checked === null || collector.hasErrors()) {
    return failed(null);
  }
  if (command.check) {
    tell(`${command.evals}: ${checked.prompts.length} prompts fit the map\n`);
    return { diagnostics, problem: null, record: null, written: [], exitCode: 0 };
  }
  try {
    // Read before the run: its own record may take the place of this one.
    const earlier = earlierRun(command);
    const { baseline, record } = await interruptible((interrupted) =>
      run(command, checked, tell, interrupted),
    );
    const beside = { earlier, baseline, isPart: command.only.length > 0 };
    const failures = failuresOf(record, beside, tell);
    const notRun = record.totals.notRun + (baseline === null ? 0 : notTried(baseline));
    return {
      diagnostics,
      problem: null,
      record,
      written: writeReports(command, record, beside),
      exitCode: failures === 0 && notRun === 0 ? 0 : 1,
    };
  } catch (error) {
    if (error instanceof NotStarted) {
      return failed(error.message);
    }
    throw error;
  }
}

/** Reads the file and its map, and holds the one to the other. */
async function check(command: EvalCommand, collector: Collector): Promise<Checked | null> {
  const root = folderOf(command);
  const source = readNamed(root, basename(command.evals));
  if (source.kind === "unreadable") {
    collector.add(unreadable(source.problem, null));
    return null;
  }
  const evals = parseEvals(source.file, collector);
  if (evals === null) {
    return null;
  }
  const passes = new Collector();
  const mapPath = posix.normalize(evals.map.value);
  const request = { root, mapPath, strictLedger: false, validateSpec: false };
  const compiled = await compile(request, passes);
  // What `generate` warns of is no matter of the evals.
  for (const found of passes.sorted().filter(({ severity }) => severity === "error")) {
    collector.add(found);
  }
  if (compiled === null || collector.hasErrors()) {
    return null;
  }
  const { api, bound, catalogue, folder } = compiled;
  const known = api.operations.flatMap(({ key, method, path }) => [key, `${method} ${path}`]);
  const surface = surfaceOf(bound.server, catalogue, known);
  checkEvals(evals, surface, collector);
  const written = readNamed(root, posix.join(folder, catalogueName));
  if (!command.check && (written.kind === "unreadable" || written.file.text !== catalogue)) {
    collector.add(staleServer(folder, evals.map.span));
  }
  return { evals, compiled, surface, prompts: chosen(evals, command, collector) };
}

function chosen(evals: Evals, { only }: EvalCommand, collector: Collector): readonly Prompt[] {
  const ids = evals.prompts.map(({ id }) => id.value);
  for (const id of only.filter((each) => !ids.includes(each))) {
    collector.add(unknownPrompt(id, ids));
  }
  return evals.prompts.filter(({ id }) => only.length === 0 || only.includes(id.value));
}

/** The run of the map's server, and that of another one where it was asked for. */
interface Runs {
  readonly record: RunRecord;
  readonly baseline: Baseline | null;
}

async function run(
  command: EvalCommand,
  checked: Checked,
  tell: Tell,
  interrupted: AbortSignal,
): Promise<Runs> {
  const { evals, compiled, prompts } = checked;
  const root = folderOf(command);
  const { workers, says, key } = chooseWorkers(command, evals.model, process.env);
  const cassettes = new Cassettes(root, evals.volatile);
  if (workers.mode === "replay" && cassettes.recordedFrom(prompts) === null) {
    const [fault = null, ...others] = cassettes.broken(prompts);
    const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
    const none = `nothing is recorded of ${prompts.length === 1 ? "this prompt" : "these prompts"}`;
    throw new NotStarted(
      `${says}, and ${fault === null ? none : fault + more}: name a model (--model) and set its key, or give a program of yours with --agent`,
    );
  }
  const upstream = upstreamFor(command, evals, compiled, root);
  if (command.budgetCost !== null && evals.model.prices === null) {
    throw new NotStarted("a budget in money needs model.prices in evals.yaml");
  }
  tell(`${says}; upstream: ${upstream.name}\n`);
  const { approvals } = compiled.bound.server;
  const server = await buildOwn(join(root, ...compiled.folder.split("/")), approvals);
  try {
    const evaluation: EvaluationRequest = {
      ...evaluationOf(command, checked, upstream, server.main),
      workers,
      cassettes,
      secrets: secretsOf(evals, process.env, key),
      interrupted,
      finished: (prompt) => tell(promptLines(prompt)),
    };
    if (command.baseline) {
      return await runBoth(evaluation, compiled, root, tell);
    }
    const record = await runEvaluation(evaluation);
    tell(summary(record));
    return { record, baseline: null };
  } finally {
    server.remove();
  }
}

/** What of a run the command line and the file say, whoever works on its prompts. */
function evaluationOf(
  command: EvalCommand,
  { evals, compiled, prompts, surface }: Checked,
  upstream: NamedUpstream,
  serverMain: string,
): Omit<EvaluationRequest, "workers" | "cassettes" | "secrets" | "interrupted" | "finished"> {
  const root = folderOf(command);
  const { approvals, audit } = compiled.bound.server;
  const limits = { tokens: command.budgetTokens, cost: command.budgetCost };
  return {
    evals,
    prompts,
    stage: {
      evals,
      surface,
      upstream: upstream.start,
      serverMain,
      approvals,
      mapSurface: null,
      ...logFileOf(audit),
      env: process.env,
      budget: new Budget(limits, evals.model.prices),
      timeoutMs: command.timeoutMs,
    },
    repeat: command.repeat,
    concurrency: command.concurrency,
    meta: {
      mcpgen: version,
      evals: shown(command.cwd, join(root, basename(command.evals))),
      map: shown(command.cwd, join(root, evals.map.value)),
      baseline: false,
      upstream: upstream.name,
    },
  };
}

async function runBoth(
  evaluation: EvaluationRequest,
  compiled: Compiled,
  root: string,
  tell: Tell,
): Promise<Runs> {
  const { baselineShelf, prepareBaseline } = await import("./baseline/run.js");
  const { map } = evaluation.evals;
  const cassettes = new Cassettes(root, evaluation.evals.volatile, baselineShelf);
  const mapPath = posix.normalize(map.value);
  const other = await prepareBaseline({ compiled, root, mapPath, evaluation, cassettes });
  try {
    const record = await runEvaluation(evaluation);
    tell(`${summary(record)}\nthe same with one tool for each operation (${other.tools}):\n`);
    const baseline = await other.run();
    tell(baselineLines(record, baseline));
    return { record, baseline };
  } finally {
    other.remove();
  }
}

/** What fails on the other server fails no run; what was not really tried there does. */
function notTried({ record }: Baseline): number {
  const stale = record.prompts.filter(({ attempts }) =>
    attempts.some(({ end }) => end === "stale-cassette"),
  );
  return record.totals.notRun + stale.length;
}

interface NamedUpstream {
  readonly name: string;
  readonly start: StartUpstream;
}

function upstreamFor(
  command: EvalCommand,
  { upstream }: Evals,
  { api }: Compiled,
  root: string,
): NamedUpstream {
  const name = command.upstream ?? (upstream === null ? "mock" : "sample");
  switch (name) {
    case "sample":
      if (upstream === null) {
        throw new NotStarted("evals.yaml has no upstream.command, which --upstream sample starts");
      }
      return { name, start: upstreamOf(upstream, root, process.env) };
    case "mock":
      return {
        name,
        start: async () => (await import("./mock/mock.js")).startMock(api),
      };
    default:
      return { name: shownAddress(name), start: upstreamAt(name) };
  }
}

function earlierRun({ compare, cwd }: EvalCommand): EarlierRun | null {
  if (compare === null) {
    return null;
  }
  const source = readNamed(cwd, compare);
  const earlier = source.kind === "read" ? parseEarlier(source.file.text, compare) : null;
  if (earlier === null) {
    const why = source.kind === "read" ? "is no run.json of an earlier run" : "cannot be read";
    throw new NotStarted(`--compare: ${compare} ${why}`);
  }
  return earlier;
}

/** How many prompts fail the run: all that failed, or what has become worse since an earlier run. */
function failuresOf(record: RunRecord, { earlier, isPart }: Beside, tell: Tell): number {
  if (earlier === null) {
    return record.totals.failed;
  }
  const changes = changesSince(earlier, record, isPart);
  const drops = dropsIn(record.prompts, changes);
  tell(changeLines(earlier, record, changes, drops));
  return drops.length;
}

function writeReports(command: EvalCommand, record: RunRecord, beside: Beside): readonly string[] {
  const folder =
    command.out === null
      ? join(folderOf(command), ...defaultOut.split("/"))
      : resolve(command.cwd, command.out);
  const files: Readonly<Record<string, string>> = {
    ...(command.out === null && { ".gitignore": "*\n" }),
    ...reportFiles(record, beside),
  };
  for (const [name, content] of Object.entries(files)) {
    writeText(folder, name, content);
  }
  if (command.out === null && beside.baseline === null) {
    // That of a run before would pass for this one's.
    removeText(folder, "baseline.json");
  }
  return Object.keys(files)
    .filter((name) => !name.startsWith("."))
    .map((name) => shown(command.cwd, join(folder, name)));
}

/** The project's root is the folder of the evals file: beside the map. */
function folderOf({ cwd, evals }: EvalCommand): string {
  return dirname(resolve(cwd, evals));
}

function shown(cwd: string, path: string): string {
  return relative(cwd, path).split(sep).join("/");
}
