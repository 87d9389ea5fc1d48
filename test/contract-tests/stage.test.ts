import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linkPackages } from "../../scripts/contracts/server-of.js";
import { entryFile } from "../../src/contract-tests/entry.js";
import { Stage } from "../../src/contract-tests/stage.js";
import { Collector } from "../../src/diagnostics/collector.js";
import { compile } from "../../src/generate.js";

/** A server whose tool never answers. */
const silent = `
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const server = new Server({ name: "silent", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [] }));
server.setRequestHandler(CallToolRequestSchema, () => new Promise(() => {}));
await server.connect(new StdioServerTransport());
`;

describe("a call that gets no answer", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mcpgen-stage-"));
    linkPackages(folder);
    mkdirSync(join(folder, "built/dist"), { recursive: true });
    writeFileSync(join(folder, "built/dist", entryFile), silent);
    writeFileSync(join(folder, "built/package.json"), '{ "type": "module" }\n');
    writeFileSync(join(folder, "built/tools.json"), '{ "tools": [] }\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function started(stopped: AbortSignal): Promise<Stage> {
    const root = join(import.meta.dirname, "../golden/single-call");
    const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };
    const compiled = await compile(request, new Collector());
    if (compiled === null) {
      throw new Error("the map has mistakes");
    }
    return await Stage.start({
      api: compiled.api,
      built: join(folder, "built"),
      env: () => ({}),
      effects: new Map(),
      approvals: null,
      nextLinks: new Map(),
      patienceMs: 100,
      stopped,
    });
  }

  it("is one that the tool failed, and the last one", async () => {
    const stage = await started(new AbortController().signal);
    try {
      expect([await stage.callNow("wait", {}), await stage.callNow("wait", {})]).toEqual([
        { kind: "broken", text: "no answer within 0.1 seconds" },
        { kind: "broken", text: "no call is made after one without an answer" },
      ]);
    } finally {
      await stage.close();
    }
  });

  it("is not waited for where all tests are over", async () => {
    const over = new AbortController();
    const stage = await started(over.signal);
    try {
      over.abort(new Error("over"));
      await expect(stage.callNow("wait", {})).rejects.toThrow("over");
    } finally {
      await stage.close();
    }
  });
});
