import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { emit } from "../../src/emit/emit.js";
import type { EmittedProject } from "../../src/emit/project.js";
import type { Schema } from "../../src/model/schema.js";
import type { Server } from "../../src/model/server.js";
import { readTemplate, templatePaths } from "../../src/source/templates.js";
import { billing } from "./billing.js";
import { hostile } from "./hostile.js";
import {
  callOf,
  input,
  objectOf,
  of,
  operation,
  parameter,
  request,
  server,
  tool,
} from "./models.js";
import { schema } from "./random-schema.js";

const templates = new Map(
  templatePaths("server").map(
    (path) => [path.slice("server/".length), readTemplate(path)] as const,
  ),
);
const modules = resolve("node_modules");
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
});

function written(project: EmittedProject): string {
  const folder = mkdtempSync(join(tmpdir(), "emitted-"));
  folders.push(folder);
  for (const { path, content } of [...project.files, ...project.stubs]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  symlinkSync(modules, join(folder, "node_modules"));
  return folder;
}

function run(folder: string, tool: string, args: readonly string[]): string {
  const done = spawnSync(join(modules, ".bin", tool), args, { cwd: folder, encoding: "utf8" });
  return done.status === 0 ? "ok" : done.stdout + done.stderr;
}

function content(project: EmittedProject, path: string): string {
  return [...project.files, ...project.stubs].find((file) => file.path === path)?.content ?? "";
}

describe("an emitted project", () => {
  const project = emit(billing, templates);

  it("has one file a tool, and the user's own as stubs", () => {
    const ours = project.files.map((file) => file.path);
    expect(ours.filter((path) => !path.startsWith("src/runtime/"))).toEqual([
      ".env.example",
      ".mcpgen/safeguards.json",
      "README.md",
      "biome.json",
      "package.json",
      "src/api/billing.ts",
      "src/main.ts",
      "src/mcp.ts",
      "src/server.ts",
      "src/tools/customer_plan.ts",
      "src/tools/monthly_statement.ts",
      "src/tools/resend_welcome_email.ts",
      "src/tools/search_invoices.ts",
      "src/tools/send_payment_reminder.ts",
      "tools.json",
      "tsconfig.json",
    ]);
    expect(project.stubs.map((file) => file.path)).toEqual([
      ".gitignore",
      "src/functions.ts",
      "src/handlers/monthly-statement.ts",
    ]);
  });

  it("keeps what is installed, built, stored or secret out of Git", () => {
    expect(content(project, ".gitignore")).toBe("node_modules/\ndist/\n.data/\n.env\n");
  });

  it("copies the runtime byte for byte", () => {
    expect(content(project, "src/mcp.ts")).toBe(templates.get("src/mcp.ts"));
  });

  it("is the same bytes every time", () => {
    expect(emit(billing, templates)).toEqual(project);
  });

  it("compiles and is linted and formatted as it is", () => {
    const folder = written(project);
    expect(run(folder, "tsc", ["--noEmit"])).toBe("ok");
    expect(run(folder, "biome", ["check", "--error-on-warnings", "."])).toBe("ok");
  });

  it("compiles whatever schemas its inputs have", () => {
    const folder = written(
      emit(anySchemas(fc.sample(schema, { numRuns: 120, seed: 1 })), templates),
    );
    expect(run(folder, "tsc", ["--noEmit"])).toBe("ok");
    expect(run(folder, "biome", ["check", "--error-on-warnings", "."])).toBe("ok");
  });

  it("stays code where every text is hostile", () => {
    const folder = written(emit(hostile, templates));
    expect(run(folder, "tsc", ["--noEmit"])).toBe("ok");
    expect(run(folder, "biome", ["check", "--error-on-warnings", "."])).toBe("ok");
  });
});

/** A tool that passes on one input for each schema, as a parameter and in the body. */
function anySchemas(schemas: readonly Schema[]): Server {
  const Tree: Schema = {
    type: ["object"],
    properties: {
      children: { type: ["array"], items: { $ref: "#/$defs/Tree" } },
      byName: { type: ["object"], additionalProperties: { $ref: "#/$defs/Tree" } },
    },
  };
  const all = [{ $ref: "#/$defs/Tree", $defs: { Tree } }, ...schemas];
  const inputs = all.map((one, at) => input(`p${at}`, one, { required: at % 2 === 0 }));
  const passed = Object.fromEntries(inputs.map(({ name }) => [name, of(`input.${name}`)]));
  const properties = Object.fromEntries(inputs.map((each) => [each.name, each.schema]));
  const body: Schema = { type: ["object"], properties, required: ["p0"], $defs: { Tree } };
  const send = operation("send", "POST /", {
    parameters: inputs.map((each) => parameter("query", each.name, each.schema)),
    body: {
      mediaType: "application/json",
      encoding: "json",
      required: true,
      schema: body,
      parts: [],
      check: null,
    },
  });
  const parts = request({ query: passed, body: objectOf(passed) });
  const statements = [callOf("response", "send", { used: false, request: parts })];
  const job = tool("job", { inputs, body: { kind: "steps", statements, output: objectOf({}) } });
  return server({ tools: [job], operations: [send] });
}

describe("templates", () => {
  it("place fields, lists and parts, and nothing else", () => {
    for (const [path, text] of templates) {
      const tags = path.endsWith(".hbs") ? (text.match(/\{\{.*?\}\}+/gs) ?? []) : [];
      const odd = tags.filter(
        (tag) => !/^\{\{(?:[a-z]\w*|#(?:each|if) [a-z]\w*|\/(?:each|if))\}\}$/i.test(tag),
      );
      expect([path, odd]).toEqual([path, []]);
    }
  });
});
