import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Generated } from "../../src/commands/generate.js";
import { renderText } from "../../src/diagnostics/render-text.js";
import { generate } from "../../src/generate.js";

/** An API, as an object or as text, and the map's tools with what else stands at its top. */
export interface Sources {
  readonly spec: object | string;
  /** YAML below `tools:`, or the map's whole text, from `version:` on. */
  readonly map: string;
}

export interface Compiled extends Generated {
  /** The diagnostics as a person reads them. */
  readonly printed: string;
}

/** What `mcpgen generate` gives for an API and a map. */
export async function generated({ spec, map }: Sources): Promise<Compiled> {
  const root = mkdtempSync(join(tmpdir(), "mcpgen-generated-"));
  const isText = typeof spec === "string";
  const file = isText ? "openapi.yaml" : "openapi.json";
  const top = `version: 1\nserver: { name: hostile }\nspec: ${file}\noutput: server\ntools:\n`;
  try {
    writeFileSync(join(root, file), isText ? spec : JSON.stringify(spec, null, 1));
    writeFileSync(join(root, "tool-map.yaml"), map.startsWith("version:") ? map : top + map);
    const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };
    const result = await generate(request);
    return { ...result, printed: renderText(result.diagnostics, { colour: false }) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The content of an emitted file. */
export function contentOf(compiled: Compiled, path: string): string {
  const file = compiled.output?.files.find((each) => each.path === path);
  if (file === undefined) {
    throw new Error(`no ${path}: ${compiled.printed}`);
  }
  return file.content;
}

/** A document of one operation, `op`: a GET at /x with parameters, unless something else is said. */
export function documentOf(operation: object, rest: object = {}, path = "/x"): object {
  const method = "requestBody" in operation ? "post" : "get";
  return {
    openapi: "3.1.0",
    info: { title: "Hostile", version: "1" },
    servers: [{ url: "https://api.test" }],
    paths: {
      [path]: {
        [method]: { operationId: "op", responses: { 204: { description: "Done." } }, ...operation },
      },
    },
    ...rest,
  };
}
