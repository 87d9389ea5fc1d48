import type { Server } from "../model/server.js";
import { apiView } from "./api-file.js";
import { catalogue } from "./catalogue.js";
import { environmentView } from "./environment.js";
import { neededBy } from "./needed-files.js";
import { packageJson } from "./package-json.js";
import type { EmittedFile, EmittedProject, TemplateFiles } from "./project.js";
import { readmeView } from "./readme.js";
import { render } from "./render.js";
import { safeguardsText } from "./safeguards.js";
import { serverView } from "./server-file.js";
import { functionsView, handlerFiles, handlerView } from "./stubs.js";
import { toolView } from "./tool-file.js";
import { ToolIdentifiers } from "./tool-identifiers.js";

/** Writes a server as a TypeScript project. Same server and templates, same bytes. */
export function emit(server: Server, templates: TemplateFiles): EmittedProject {
  const { json, listed, notes } = catalogue(server);
  const names = new ToolIdentifiers(server);
  const code = stubsOf(server, templates, names);
  const owned = code.map((stub) => stub.path);
  const text = (path: string, view: object) => render(templates, path, view);
  const files: readonly EmittedFile[] = [
    ...staticFiles(server, templates),
    { path: "package.json", content: packageJson(server) },
    { path: "tools.json", content: json },
    { path: ".mcpgen/safeguards.json", content: safeguardsText(server) },
    { path: "biome.json", content: text("biome.json.hbs", {}) },
    { path: "README.md", content: text("README.md.hbs", readmeView(server, owned)) },
    { path: ".env.example", content: text("env.example.hbs", environmentView(server)) },
    { path: "src/server.ts", content: text("src/server.ts.hbs", serverView(server, names)) },
    {
      path: `src/api/${server.upstream.name}.ts`,
      content: text("src/api/client.ts.hbs", apiView(server)),
    },
    ...server.tools.map((tool) => ({
      path: `src/tools/${tool.name}.ts`,
      content: text("src/tools/tool.ts.hbs", toolView(tool, server, names.of(tool))),
    })),
  ];
  const ignored = {
    path: ".gitignore",
    content: text("gitignore.hbs", {}),
    atFirst: true,
  } as const;
  return { files: byPath(files), stubs: [ignored, ...code], listed, notes };
}

/** The user's own files, as they begin. */
function stubsOf(
  server: Server,
  templates: TemplateFiles,
  names: ToolIdentifiers,
): readonly EmittedFile[] {
  const handlers = [...handlerFiles(server)].map(([file, tools]) => ({
    path: `src/handlers/${file}.ts`,
    content: render(templates, "src/handlers/handler.ts.hbs", handlerView(tools, names)),
  }));
  if (server.functions.length === 0) {
    return byPath(handlers);
  }
  const content = render(templates, "src/functions.ts.hbs", functionsView(server));
  return byPath([...handlers, { path: "src/functions.ts", content }]);
}

/** What is the same in every server: the runtime above all, without the parts that this one needs not. */
function staticFiles(server: Server, templates: TemplateFiles): readonly EmittedFile[] {
  const isNeeded = neededBy(server);
  return [...templates]
    .filter(([path]) => !path.endsWith(".hbs") && isNeeded(path))
    .map(([path, content]) => ({ path, content }));
}

function byPath(files: readonly EmittedFile[]): readonly EmittedFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}
