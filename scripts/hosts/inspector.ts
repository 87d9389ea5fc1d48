import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../specs/documents.js";
import type { StartableServer } from "./servers.js";

export type Inspector =
  | {
      readonly kind: "found";
      /** What it has against a server's tools list; nothing at best. */
      findingsOf(server: StartableServer): readonly string[];
    }
  | { readonly kind: "missing"; readonly why: string };

/** The Inspector needs a newer Node than the project: both are fetched as packages, apart from its own. */
const folder = join(projectRoot, "node_modules/.cache/inspector");
const inspector = "@modelcontextprotocol/inspector@2";
const oldestNode = [22, 19] as const;

export function inspectorOf(): Inspector {
  const hasNode = isNewEnough(process.versions.node);
  const platform = process.platform === "win32" ? "win" : process.platform;
  const nodePackage = `node-${platform}-${process.arch}`;
  const bundled = join(folder, "node_modules", nodePackage, "bin", "node");
  const program = join(
    folder,
    "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js",
  );
  const node = hasNode ? process.execPath : bundled;
  if (!existsSync(program) || !existsSync(node)) {
    const problem = install(hasNode ? [inspector] : [inspector, `${nodePackage}@22`]);
    if (problem !== null || !existsSync(program) || !existsSync(node)) {
      return { kind: "missing", why: problem ?? "the packages do not hold what they should" };
    }
  }
  return { kind: "found", findingsOf: (server) => findingsOf(server, [node, program]) };
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/** Why it did not work; null where it did. */
function install(packages: readonly string[]): string | null {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const options = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stderr, error } = spawnSync("npm", ["install", ...options, ...packages], {
    cwd: folder,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  return status === 0 ? null : `npm install: ${error?.message ?? stderr.trim()}`;
}

function findingsOf(
  server: StartableServer,
  [node, program]: readonly [string, string],
): readonly string[] {
  const variables = Object.entries(server.environment).flatMap(([name, value]) => [
    "-e",
    `${name}=${value}`,
  ]);
  const asked = ["--method", "tools/list", "--strict", "--format", "json"];
  const { status, stdout, stderr, error } = spawnSync(
    node,
    [program, "--cli", ...variables, server.command, ...server.args, ...asked],
    { encoding: "utf8", maxBuffer: 1 << 28, timeout: 120_000 },
  );
  const findings = [error?.message ?? "", stderr.trim()].filter((text) => text !== "");
  if (status !== 0) {
    return [...findings, `it ended with ${status}`];
  }
  const { result, schemaFindings } = JSON.parse(stdout);
  const wanted = JSON.parse(server.toolsJson).tools.length;
  return [
    ...findings,
    ...(schemaFindings === undefined ? [] : [JSON.stringify(schemaFindings, null, 2)]),
    ...(result.tools.length === wanted
      ? []
      : [`it lists ${result.tools.length} of ${wanted} tools`]),
  ];
}
