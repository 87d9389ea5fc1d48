import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogueChanges } from "../../src/catalogue/changes.js";
import type { Generated, GenerateRequest, Pipeline } from "../../src/commands/generate.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";

/** A small compiler: each line of the map is a tool, and a line that begins with `!` is a mistake. */
export function fakePipeline(requests: GenerateRequest[] = []): Pipeline {
  return async (request) => {
    requests.push(request);
    const path = join(request.root, request.mapPath);
    if (!existsSync(path)) {
      return stopped(missing(request.mapPath));
    }
    const lines = readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    if (lines.includes("bug")) {
      throw new TypeError("the pipeline broke");
    }
    const mistakes = lines.filter((line) => line.startsWith("!"));
    return mistakes.length > 0 ? stopped(...mistakes.map(mistake)) : generated(lines);
  };
}

function generated(tools: readonly string[]): Generated {
  const catalogue = `${JSON.stringify({ tools: tools.map((name) => ({ name, description: name })) })}\n`;
  return {
    diagnostics: [],
    output: {
      folder: "servers/billing",
      files: [
        { path: "tools.json", content: catalogue },
        { path: "package.json", content: '{\n  "name": "billing"\n}\n' },
        ...tools.map((name) => ({ path: `src/tools/${name}.ts`, content: `// ${name}\n` })),
      ],
      stubs: [{ path: "src/handlers/h.ts", content: "// yours\n" }],
      besideMap: [{ path: "operations.lock", content: tools.map((name) => `${name}\n`).join("") }],
      changesFor: (previous) => catalogueChanges(previous, catalogue),
      weakerSince: () => [],
    },
  };
}

function stopped(...diagnostics: Diagnostic[]): Generated {
  return { diagnostics, output: null };
}

function missing(path: string): Diagnostic {
  return problem("source/missing", `"${path}" does not exist`);
}

function mistake(line: string): Diagnostic {
  return problem("fake/mistake", line);
}

function problem(code: Diagnostic["code"], message: string): Diagnostic {
  return { code, severity: "error", message, labels: [], help: [] };
}
