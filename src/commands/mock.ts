import { Collector } from "../diagnostics/collector.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { printable } from "../diagnostics/shown-text.js";
import { type Mock, type RecordedRequest, startMock } from "../mock/mock.js";
import { noAddress, recordNotWritten } from "../mock/problems.js";
import type { Api } from "../openapi/api.js";
import { loadApi } from "../openapi/load.js";
import { isSystemError } from "../output/disk.js";
import { type LineFile, openLineFile } from "../output/line-file.js";

/** `mcpgen mock`, as given on the command line. */
export interface MockCommand {
  readonly cwd: string;
  /** The API description. */
  readonly spec: string;
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  /** Where requests are written as JSON lines; null for nowhere. */
  readonly record: string | null;
}

/** A mock that serves until it is closed, or why there is none. */
export type StartedMock =
  | {
      readonly kind: "serving";
      readonly diagnostics: readonly Diagnostic[];
      /** What to say of it, in lines. */
      readonly text: string;
      close(): Promise<void>;
    }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };

/** Starts the upstream that a description describes. `log` is told of each request, in a line. */
export async function runMock(
  command: MockCommand,
  log: (line: string) => void,
): Promise<StartedMock> {
  const collector = new Collector();
  const api = loadApi({ root: command.cwd, path: command.spec, namedAt: null }, collector);
  if (api === null) {
    return { kind: "failed", diagnostics: collector.sorted() };
  }
  for (const head of api.operations) {
    api.resolve(head);
  }
  const record = openRecord(command, collector);
  const mock = record === "failed" ? null : await start(api, command, record, log, collector);
  const diagnostics = collector.sorted();
  if (mock === null || record === "failed") {
    return { kind: "failed", diagnostics };
  }
  return {
    kind: "serving",
    diagnostics,
    text: `${command.spec}: ${api.operations.length} operations at ${mock.url}\n`,
    async close() {
      await mock.close();
      record?.close();
    },
  };
}

function openRecord(
  { cwd, record }: MockCommand,
  collector: Collector,
): LineFile | null | "failed" {
  try {
    return record === null ? null : openLineFile(cwd, record);
  } catch (error) {
    if (!isSystemError(error) || record === null) {
      throw error;
    }
    collector.add(recordNotWritten(record, error.code ?? "unknown"));
    return "failed";
  }
}

async function start(
  api: Api,
  { host, port, seed }: MockCommand,
  record: LineFile | null,
  log: (line: string) => void,
  collector: Collector,
): Promise<Mock | null> {
  const onRequest = (request: RecordedRequest) => {
    record?.add(JSON.stringify(request));
    log(lineOf(request));
  };
  try {
    return await startMock(api, { host, port, seed, onRequest });
  } catch (error) {
    if (!isSystemError(error)) {
      throw error;
    }
    collector.add(noAddress(host, port, error.code ?? "unknown"));
    record?.close();
    return null;
  }
}

const longestShown = 200;

/** `GET /v1/invoices 400 /query/limit must be at most 100` */
function lineOf({ method, path, status, problems }: RecordedRequest): string {
  const [first, ...others] = problems;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  const why = first === undefined ? "" : ` ${first.at} ${first.why}${more}`;
  return `${shown(method)} ${shown(path)} ${status ?? "dropped"}${shown(why)}\n`;
}

function shown(text: string): string {
  return printable(text.slice(0, longestShown));
}
