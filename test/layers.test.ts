import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";

const src = join(import.meta.dirname, "../src");

/**
 * Folder → the folders that it may import from, types included. The root's files have layers of
 * their own: bin → cli → commands → generate → the passes.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  bin: ["cli", "contract-tests", "evaluate", "generate", "uninterrupted"],
  cli: ["commands", "diagnostics", "version"],
  uninterrupted: [],
  version: [],
  index: ["generate", "commands", "diagnostics", "mock", "model", "output", "source", "version"],
  commands: ["diagnostics", "eval", "mock", "openapi", "output"],
  // Reads, checks and runs an evals file: the second pipeline.
  evaluate: [
    "baseline",
    "commands",
    "diagnostics",
    "eval",
    "generate",
    "mock",
    "output",
    "source",
    "uninterrupted",
    "version",
  ],
  // Derives another map of the same API, and runs the same prompts on its server.
  baseline: [
    "bind",
    "commands",
    "diagnostics",
    "eval",
    "generate",
    "model",
    "openapi",
    "output",
    "source",
    "tool-map",
  ],
  // The third: holds a generated server to its map.
  "contract-tests": [
    "catalogue",
    "commands",
    "diagnostics",
    // What is emitted of a gate and of the environment has its names there.
    "emit",
    "eval",
    "generate",
    "mock",
    "model",
    "openapi",
    "output",
    // The names of arguments: those that the model has.
    "runtime",
    "uninterrupted",
  ],
  generate: [
    "bind",
    "catalogue",
    "diagnostics",
    "emit",
    "model",
    "openapi",
    "output",
    "source",
    "tool-map",
    // The form of its result is what the command asks for.
    "commands",
  ],
  bind: ["diagnostics", "expression", "limit", "model", "openapi", "pattern", "source", "tool-map"],
  // Types of the model alone (JSON values, schemas, effects): what these passes yield is stated in them.
  openapi: ["diagnostics", "limit", "model", "source"],
  "tool-map": ["diagnostics", "model", "source"],
  expression: ["diagnostics", "model", "pattern", "source"],
  emit: ["limit", "model", "pattern"],
  // JSON values alone.
  output: ["diagnostics", "model"],
  catalogue: ["model"],
  eval: ["catalogue", "diagnostics", "model", "output", "source", "tool-map"],
  // Of the runtime: the check of values against a schema, which answers and requests are held to.
  mock: ["diagnostics", "model", "openapi", "pattern", "runtime", "source"],
  diagnostics: ["source"],
  source: [],
  model: [],
  // How two bounds of a schema compare.
  limit: ["model"],
  // How long a regular expression may take: asked by every pass that meets one.
  pattern: [],
};

/** Package → the places that may import it. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "node:fs": ["source", "output"],
  "node:fs/promises": ["source", "output"],
  "node:child_process": ["eval"],
  "node:http": ["eval", "mock"],
  "ajv-formats": ["mock"],
  "node:https": [],
  "@ai-sdk/anthropic": ["eval"],
  "@ai-sdk/openai-compatible": ["eval"],
  "@ai-sdk/provider": ["eval"],
  "@modelcontextprotocol/sdk": ["eval"],
  commander: ["cli"],
  handlebars: ["emit"],
  yaml: ["baseline", "source", "tool-map", "openapi"],
  "js-yaml": ["source", "tool-map", "openapi"],
  "@bufbuild/cel": ["expression"],
  "@bufbuild/protobuf": ["expression"],
  "@apidevtools/swagger-parser": ["openapi"],
};

interface Source {
  readonly path: string;
  readonly layer: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const sources: readonly Source[] = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => path.split("\\").join("/"))
  .sort()
  .map((path) => {
    const text = readFileSync(join(src, path), "utf8");
    const imports = [
      ...text.matchAll(/^(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']/gm),
      ...text.matchAll(/^import\s*["']([^"']+)["']/gm),
      ...text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g),
    ].map(([, specifier = ""]) => specifier);
    return { path, layer: layerOf(path), text, imports };
  });

/** The folder of a file; of a file in the root its own name. The runtime of generated servers is one too. */
function layerOf(path: string): string {
  if (path.startsWith("../templates/server/src/runtime/")) {
    return "runtime";
  }
  return path.includes("/") ? (path.split("/")[0] ?? "") : path.replace(/\.ts$/, "");
}

/** The layer that an import of one of our own files leads to; null for a package. */
function targetOf(source: Source, specifier: string): string | null {
  return specifier.startsWith(".")
    ? layerOf(posix.join(posix.dirname(source.path), specifier).replace(/\.js$/, ".ts"))
    : null;
}

function packageOf(specifier: string): string {
  const names = specifier.split("/");
  return specifier.startsWith("node:")
    ? specifier
    : names.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

describe("the layers", () => {
  it("have a line in the table each", () => {
    const layers = new Set(sources.map(({ layer }) => layer));
    expect([...layers].filter((layer) => allowed[layer] === undefined)).toEqual([]);
  });

  it("import from the folders that the table allows", () => {
    const wrong = sources.flatMap((source) =>
      source.imports
        .map((specifier) => targetOf(source, specifier))
        .filter((target) => target !== null && target !== source.layer)
        .filter((target) => !allowed[source.layer]?.includes(target ?? ""))
        .map((target) => `${source.path} imports from ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("have no cycle", () => {
    const edges = new Map<string, Set<string>>();
    for (const source of sources) {
      const targets = edges.get(source.layer) ?? new Set();
      for (const specifier of source.imports) {
        const target = targetOf(source, specifier);
        if (target !== null && target !== source.layer) {
          targets.add(target);
        }
      }
      edges.set(source.layer, targets);
    }
    const cycles: string[] = [];
    const visit = (layer: string, path: readonly string[]): void => {
      if (path.includes(layer)) {
        cycles.push([...path.slice(path.indexOf(layer)), layer].join(" → "));
        return;
      }
      for (const next of edges.get(layer) ?? []) {
        visit(next, [...path, layer]);
      }
    };
    visit("bin", []);
    visit("index", []);
    for (const layer of edges.keys()) {
      visit(layer, []);
    }
    expect([...new Set(cycles)]).toEqual([]);
  });

  it("import packages where the table allows", () => {
    const wrong = sources.flatMap((source) =>
      source.imports
        .filter((specifier) => !specifier.startsWith("."))
        .map(packageOf)
        .filter((name) => packages[name] !== undefined && !packages[name].includes(source.layer))
        .map((name) => `${source.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("print in cli.ts alone", () => {
    const printing = /\bconsole\.|\bprocess\.(?:stdout|stderr|exit|exitCode)\b/;
    const wrong = sources.filter(({ text }) => printing.test(text)).map(({ path }) => path);
    // They hand the process's streams to cli.ts, end it after a signal, and write a line of a server's package.json.
    expect(wrong).toEqual(["bin.ts", "emit/package-json.ts", "uninterrupted.ts"]);
  });
});

describe("the files", () => {
  it("are named for what they hold", () => {
    const vague = /(?:^|\/)(?:utils?|helpers?|common|misc|shared)(?:\/|\.ts$)/;
    const wrong = sources.filter(
      ({ path }) => vague.test(path) || (path.includes("/") && path.endsWith("/index.ts")),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("have at most 400 lines", () => {
    const long = sources.filter(({ text }) => text.split("\n").length > 401);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it("have no default export and no suppression", () => {
    const wrong = sources.filter(({ text }) =>
      /^export default|@ts-(?:ignore|expect-error|nocheck)|biome-ignore|\bas unknown as\b/m.test(
        text,
      ),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
