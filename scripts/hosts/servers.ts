import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { EmittedFile } from "../../src/emit/project.js";
import { generate } from "../../src/generate.js";
import { projectRoot, realDocuments } from "../specs/documents.js";
import { toolsOf } from "./sampled-tools.js";

/** A server to be: its files are made when they are asked for. */
export interface HostedServer {
  readonly name: string;
  files(): Promise<readonly EmittedFile[]>;
}

/** A server that can be started, in a folder of its own. */
export interface StartableServer {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What it is to list. */
  readonly toolsJson: string;
  remove(): void;
}

export function servers(): readonly HostedServer[] {
  const goldens = join(projectRoot, "test/golden");
  const cases = readdirSync(goldens).filter((name) =>
    readdirSync(join(goldens, name)).includes("expected"),
  );
  return [
    { name: "sample", files: () => emitted(projectRoot) },
    ...cases.map((name) => ({
      name: `golden/${name}`,
      files: () => emitted(join(goldens, name)),
    })),
    ...realDocuments().map((document) => ({
      name: `specs/${document.name}`,
      files: async () => withTools(await emitted(join(goldens, "single-call")), toolsOf(document)),
    })),
  ];
}

async function emitted(root: string): Promise<readonly EmittedFile[]> {
  const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };
  const { output, diagnostics } = await generate(request);
  if (output === null) {
    throw new Error(`${root}: ${diagnostics.map(({ message }) => message).join(", ")}`);
  }
  return [...output.files, ...output.stubs];
}

/** A server lists what its tools.json holds: one server can show the tools of many. */
function withTools(
  files: readonly EmittedFile[],
  tools: readonly object[],
): readonly EmittedFile[] {
  const content = `${JSON.stringify({ tools }, null, 2)}\n`;
  return files.map((file) => (file.path === "tools.json" ? { ...file, content } : file));
}

/** Writes and compiles a server. */
export async function startable(server: HostedServer): Promise<StartableServer> {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-hosts-"));
  const files = await server.files();
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"), "junction");
  const tsc = join(projectRoot, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "--project", folder, "--noCheck"], {
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new Error(`${server.name}: ${stdout}`);
  }
  const contentOf = (path: string) => files.find((file) => file.path === path)?.content ?? "";
  return {
    command: process.execPath,
    args: [join(folder, "dist/main.js")],
    environment: environmentOf(contentOf(".env.example")),
    toolsJson: contentOf("tools.json"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A value for every variable that the server names. */
function environmentOf(example: string): Readonly<Record<string, string>> {
  const names = [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = ""]) => name);
  return Object.fromEntries(
    names.map((name) => {
      const isAddress = /URL|BASE|API$/.test(name);
      const value = /EMAIL/.test(name) ? "anna@example.com" : "value";
      return [name, isAddress ? "http://127.0.0.1:9" : value];
    }),
  );
}
