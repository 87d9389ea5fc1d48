import { bind } from "../../src/bind/bind.js";
import { Collector } from "../../src/diagnostics/collector.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { emit } from "../../src/emit/emit.js";
import type { EmittedFile, TemplateFiles } from "../../src/emit/project.js";
import type { Api, OperationHead } from "../../src/openapi/api.js";
import { readTemplate, templatePaths } from "../../src/source/templates.js";
import { parseToolMap } from "../../src/tool-map/parse.js";
import { refusals } from "./host-rules.js";
import { oneToolMap } from "./one-tool-map.js";

export type Carried =
  | {
      readonly kind: "emitted";
      readonly files: readonly EmittedFile[];
      readonly refused: readonly string[];
    }
  | { readonly kind: "diagnosed"; readonly errors: readonly Diagnostic[] }
  | { readonly kind: "thrown"; readonly error: unknown };

/** Makes a server of one operation, in the process and in memory. */
export function carry(api: Api, head: OperationHead, tool: string, collector: Collector): Carried {
  try {
    return carryOrThrow(api, head, tool, collector);
  } catch (error) {
    return { kind: "thrown", error };
  }
}

/** `collector` is the one that the description was read with: what is found late goes there. */
function carryOrThrow(api: Api, head: OperationHead, tool: string, collector: Collector): Carried {
  const before = errorsOf(collector).length;
  const operation = api.resolve(head);
  const own = new Collector();
  const found = () => [...errorsOf(own), ...errorsOf(collector).slice(before)];
  if (operation === null) {
    return { kind: "diagnosed", errors: found() };
  }
  const text = oneToolMap(api, operation, tool, "spec");
  const map = parseToolMap({ path: "tool-map.yaml", text }, own);
  if (map === null || own.hasErrors()) {
    return { kind: "diagnosed", errors: found() };
  }
  const { server } = bind(map, api, { ledger: null, strictLedger: false }, own);
  if (found().length > 0) {
    return { kind: "diagnosed", errors: found() };
  }
  const { files } = emit(server, serverTemplates());
  const list = files.find((file) => file.path === "tools.json")?.content ?? "";
  return { kind: "emitted", files, refused: refusals(list) };
}

function errorsOf(collector: Collector): readonly Diagnostic[] {
  return collector.sorted().filter(({ severity }) => severity === "error");
}

let templates: TemplateFiles | null = null;

export function serverTemplates(): TemplateFiles {
  templates ??= new Map(
    templatePaths("server").map((path) => [path.slice("server/".length), readTemplate(path)]),
  );
  return templates;
}
