import type { JsonObject } from "../model/json.js";
import type { Server } from "../model/server.js";

/** What generated code is built with, and the oldest versions that it was tested on. */
const dependencies = {
  "@modelcontextprotocol/sdk": "^1.32.0",
  pino: "^10.4.0",
  zod: "^4.6.0",
};
const devDependencies = {
  "@biomejs/biome": "~2.6.8",
  "@types/node": "^20.19.0",
  typescript: "^7.0.2",
};

/** Our own keys of a server's package.json; whatever else its owner adds is left alone. */
export function packageJson(server: Server): string {
  const content: JsonObject = {
    name: packageName(server.name),
    version: server.version,
    private: true,
    type: "module",
    engines: { node: ">=20.19" },
    scripts: {
      build: "tsc",
      start: "node dist/main.js",
      check: "biome check . && tsc --noEmit",
    },
    dependencies: sorted({ ...server.dependencies, ...dependencies }),
    devDependencies,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** A server's name as npm takes it. */
function packageName(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${words === "" ? "server" : words}-mcp`;
}

function sorted(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
