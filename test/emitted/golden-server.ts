import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, expect } from "vitest";
import type * as Running from "../../templates/server/src/runtime/running.js";
import { generated, type Sources } from "./generated.js";

const repository = join(import.meta.dirname, "../..");

type Json = Record<string, unknown>;

/** The server that a golden case expects, compiled by `tsc`. Every answer is held to tools.json. */
export interface GoldenServer {
  readonly folder: string;
  /** Starts it in front of the API at that address, for one test. */
  start(api: string, environment?: Readonly<Record<string, string>>): RunningGolden;
}

export interface RunningGolden extends AsyncDisposable {
  /** The structured content of an answer; a failure fails the test. */
  result(tool: string, given?: Json): Promise<Json>;
  /** The structured error of an answer; a success fails the test. */
  failure(tool: string, given?: Json): Promise<Json>;
  /** Everything that it has logged, once it is closed. */
  log(): Promise<string>;
}

interface Built {
  readonly startServer: typeof Running.startServer;
  readonly server: Parameters<typeof Running.startServer>[0];
  readonly validators: ReadonlyMap<string, (value: unknown) => unknown>;
}

/** To be called once in a test file. `owned` are files of the user's in place of the stubs. */
export function useGolden(
  name: string,
  owned: Readonly<Record<string, string>> = {},
): GoldenServer {
  return useServer(name, async (folder) => {
    cpSync(join(repository, "test/golden", name, "expected"), folder, { recursive: true });
    for (const [path, content] of Object.entries(owned)) {
      writeFileSync(join(folder, path), content);
    }
  });
}

/** The server of an API and a map, compiled as the golden ones are. */
export function useGenerated(name: string, sources: Sources): GoldenServer {
  return useServer(name, async (folder) => {
    const { output, printed } = await generated(sources);
    if (output === null) {
      throw new Error(printed);
    }
    for (const { path, content } of [...output.files, ...output.stubs]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  });
}

function useServer(name: string, fill: (folder: string) => Promise<void>): GoldenServer {
  const folder = mkdtempSync(join(tmpdir(), `mcpgen-golden-${name}-`));
  let built: Built | undefined;
  beforeAll(async () => {
    await fill(folder);
    compile(folder);
    built = await load(folder);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    start(api, environment = {}) {
      if (built === undefined) {
        throw new Error("the server is not compiled yet");
      }
      return start(built, api, environment, folder);
    },
  };
}

function compile(folder: string): void {
  cpSync(join(repository, "templates/server/src/runtime"), join(folder, "src/runtime"), {
    recursive: true,
  });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"), "dir");
  const { compilerOptions } = JSON.parse(readFileSync(join(folder, "tsconfig.json"), "utf8"));
  const exclude = ["src/main.ts", "src/mcp.ts"];
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["src"], exclude }),
  );
  const tsc = join(repository, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "--project", folder]);
  if (status !== 0) {
    throw new Error(String(stdout));
  }
}

async function load(folder: string): Promise<Built> {
  const from = (path: string) => import(pathToFileURL(join(folder, "dist", path)).href);
  const { server } = await from("server.js");
  const { startServer } = await from("runtime/running.js");
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const { tools }: { tools: readonly { name: string; outputSchema?: object }[] } = JSON.parse(
    readFileSync(join(folder, "tools.json"), "utf8"),
  );
  const validators = tools.map(({ name, outputSchema }) => {
    const validate = ajv.compile(outputSchema ?? {});
    return [name, (value: unknown) => (validate(value) ? [] : validate.errors)] as const;
  });
  return { server, startServer, validators: new Map(validators) };
}

let started = 0;

function start(
  { server, startServer, validators }: Built,
  api: string,
  environment: Readonly<Record<string, string>>,
  folder: string,
): RunningGolden {
  started += 1;
  const logFile = join(folder, `log-${started}.jsonl`);
  const running = startServer(
    {
      ...server,
      upstream: { ...server.upstream, baseUrl: api },
      audit: { ...server.audit, to: { file: logFile } },
    },
    environment,
  );
  const call = (tool: string, given: Json) =>
    running.callTool(tool, given, { signal: new AbortController().signal, caller: "test" });
  return {
    async result(tool, given = {}) {
      const answer = await call(tool, given);
      if (answer.kind === "failure") {
        throw new Error(`${tool} failed: ${answer.text}`);
      }
      expect(validators.get(tool)?.(answer.structured)).toEqual([]);
      return { ...answer.structured };
    },
    async failure(tool, given = {}) {
      const answer = await call(tool, given);
      if (answer.kind === "success") {
        throw new Error(`${tool} succeeded: ${answer.text}`);
      }
      return { ...answer.body };
    },
    async log() {
      await running.close(0);
      return existsSync(logFile) ? readFileSync(logFile, "utf8") : "";
    },
    [Symbol.asyncDispose]: () => running.close(0),
  };
}
