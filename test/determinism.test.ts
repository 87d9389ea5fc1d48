import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Document, isMap, parseDocument } from "yaml";
import { generate } from "../src/generate.js";

const root = join(import.meta.dirname, "..");
const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };

describe("the same input", () => {
  it("gives the same bytes twice", async () => {
    expect(await filesOf(request)).toEqual(await filesOf(request));
  });

  it("gives the same bytes in another locale and time zone", async () => {
    const here = await filesOf(request);
    const elsewhere = spawnSync(
      process.execPath,
      [join(root, "dist/bin.js"), "generate", "--check"],
      {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Chatham" },
      },
    );
    expect(elsewhere.stdout).toContain("servers/billing is up to date");
    for (const [path, content] of Object.entries(here)) {
      if (
        path !== "package.json" &&
        !path.startsWith("src/handlers/") &&
        path !== "src/functions.ts"
      ) {
        expect(readFileSync(join(root, "servers/billing", path), "utf8"), path).toBe(content);
      }
    }
  });

  describe("with its keys in another order, where order says nothing,", () => {
    let folder = "";
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "mcpgen-order-"));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it("gives the same bytes", async () => {
      const map = parseDocument(readFileSync(join(root, "tool-map.yaml"), "utf8"));
      for (const path of [
        [],
        ["upstream"],
        ["operations", "effects"],
        ["operations", "exclude"],
        ["server"],
      ]) {
        reverse(map, path);
      }
      const spec = parseDocument(readFileSync(join(root, "specs/billing.yaml"), "utf8"));
      for (const path of [
        ["paths"],
        ["components"],
        ["components", "schemas"],
        ["components", "responses"],
      ]) {
        reverse(spec, path);
      }
      map.set("spec", "billing.yaml");
      writeFileSync(join(folder, "tool-map.yaml"), map.toString());
      writeFileSync(join(folder, "billing.yaml"), spec.toString());

      const shuffled = await filesOf({ ...request, root: folder });
      const straight = await filesOf(request);
      for (const [path, content] of Object.entries(straight)) {
        const named = content.replaceAll("specs/billing.yaml", "billing.yaml");
        expect(shuffled[path], path).toBe(named);
      }
      expect(Object.keys(shuffled)).toEqual(Object.keys(straight));
    });
  });
});

async function filesOf(of: typeof request): Promise<Record<string, string>> {
  const { output, diagnostics } = await generate(of);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const files = [...(output?.files ?? []), ...(output?.stubs ?? [])];
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}

function reverse(document: Document.Parsed, path: readonly string[]): void {
  const node = path.length === 0 ? document.contents : document.getIn(path);
  if (!isMap(node)) {
    throw new Error(`${path.join(".")} is not a mapping`);
  }
  node.items.reverse();
}
