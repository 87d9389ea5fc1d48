import type { JsonObject } from "../model/json.js";
import type { Server } from "../model/server.js";
import { gatesOf, needsDesk, storeKind } from "./gates.js";

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

/** … where drafts are kept in a file, and where approvers are told by mail. */
const ofGates = { libsql: "^0.5.29", nodemailer: "^10.6.0", nodemailerTypes: "^8.0.2" };

/** A shell says no more than that there is no such command. Quotes and signs that all shells pass on. */
const withoutMcpgen =
  "console.error('npm test runs mcpgen, which is not installed: npm install --save-dev mcpgen, here or in a folder above'); process.exitCode = 1";

/** Our own keys of a server's package.json; whatever else its owner adds is left alone. */
export function packageJson(server: Server): string {
  const keepsFile = gatesOf(server).length > 0 && storeKind(server) === "file";
  const sendsMail = needsDesk(server) && server.approvals?.email != null;
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
      pretest: `mcpgen --version || node --eval "${withoutMcpgen}"`,
      test: `mcpgen test ${shellWord(server.sources.mapFromOutput)}`,
    },
    dependencies: sorted({
      ...server.dependencies,
      ...dependencies,
      ...(keepsFile && { libsql: ofGates.libsql }),
      ...(sendsMail && { nodemailer: ofGates.nodemailer }),
    }),
    devDependencies: sorted({
      ...devDependencies,
      ...(sendsMail && { "@types/nodemailer": ofGates.nodemailerTypes }),
    }),
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

/** A word of a command: between quotes where a shell would read it, whose marks are escaped as POSIX has it. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `"${text.replaceAll(/["$`\\]/g, "\\$&")}"`;
}

function sorted(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
