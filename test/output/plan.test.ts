import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, inProject, outputOf } from "./folder.js";

describe("a plan", () => {
  it("adds everything to a folder that does not exist, and leaves it so", () =>
    inProject((project) => {
      const output = outputOf(
        { "src/b.ts": "b\n", "README.md": "r\n" },
        { stubs: { "src/functions.ts": "f\n" }, besideMap: { "operations.lock": "l\n" } },
      );
      const { changes, codes } = project.plan(output);
      expect(changes).toEqual([
        "added README.md",
        "added src/b.ts",
        "added src/functions.ts",
        "added operations.lock",
      ]);
      expect(codes).toEqual([]);
      expect(project.snapshot()).toEqual({});
    }));

  it("has nothing to do after a write", () =>
    inProject(async (project) => {
      const output = outputOf(
        { "src/b.ts": "b\n", "package.json": '{ "name": "x" }\n' },
        { stubs: { "src/functions.ts": "f\n" }, besideMap: { "operations.lock": "l\n" } },
      );
      await project.write(output);
      const { plan, codes } = project.plan(output);
      expect(plan).toEqual({ changes: [], same: 3 });
      expect(codes).toEqual([]);
    }));

  it("changes what differs and removes what is no longer wanted", () =>
    inProject(async (project) => {
      await project.write(outputOf({ "src/a.ts": "1\n", "src/b.ts": "b\n", "src/c.ts": "c\n" }));
      const { changes, codes } = project.plan(outputOf({ "src/a.ts": "2\n", "src/b.ts": "b\n" }));
      expect(changes).toEqual(["changed src/a.ts", "removed src/c.ts"]);
      expect(codes).toEqual([]);
    }));

  it("stops at files that were edited by hand, and names each; with force it takes ours", () =>
    inProject(async (project) => {
      await project.write(outputOf({ "src/a.ts": "a\n", "src/b.ts": "b\n" }));
      project.put("src/a.ts", "mine\n");
      project.put("src/b.ts", "mine\n");
      const wanted = outputOf({ "src/a.ts": "a2\n", "src/b.ts": "b\n" });
      expect(project.plan(wanted).messages).toEqual([
        'output/edited-by-hand: "servers/billing/src/a.ts" was edited after it was generated',
        'output/edited-by-hand: "servers/billing/src/b.ts" was edited after it was generated',
      ]);
      expect(project.plan(wanted, true).codes).toEqual([]);
      expect(project.plan(wanted, true).changes).toEqual(["changed src/a.ts", "changed src/b.ts"]);
    }));

  it("takes an edit that is what we want now", () =>
    inProject(async (project) => {
      await project.write(outputOf({ "src/a.ts": "1\n" }));
      project.put("src/a.ts", "2\n");
      const { changes, codes } = project.plan(outputOf({ "src/a.ts": "2\n" }));
      expect({ changes, codes }).toEqual({ changes: [], codes: [] });
    }));

  it("does not count line ends that version control rewrote as an edit", () =>
    inProject(async (project) => {
      const output = outputOf(
        { "src/a.ts": "a\nb\n", "src/c.ts": "c\n" },
        { besideMap: { "operations.lock": "l\nm\n" } },
      );
      await project.write(output);
      project.put("src/a.ts", "a\r\nb\r\n");
      project.put(
        ".mcpgen/manifest.json",
        project.read(".mcpgen/manifest.json").replaceAll("\n", "\r\n"),
      );
      writeFileSync(join(project.root, "operations.lock"), "l\r\nm\r\n");
      expect(project.plan(output).plan?.changes).toEqual([]);
      const changed = project.plan(outputOf({ "src/a.ts": "a\nB\n" }));
      expect(changed.codes).toEqual([]);
      expect(changed.changes).toEqual(["changed src/a.ts", "removed src/c.ts"]);
    }));

  it("writes a deleted file again", () =>
    inProject(async (project) => {
      const output = outputOf({ "src/a.ts": "a\n", "src/b.ts": "b\n" });
      await project.write(output);
      const { rmSync } = await import("node:fs");
      rmSync(project.path("src/a.ts"));
      expect(project.plan(output).changes).toEqual(["added src/a.ts"]);
    }));

  it("leaves a stale file that was edited, and says so", () =>
    inProject(async (project) => {
      await project.write(outputOf({ "src/a.ts": "a\n", "src/b.ts": "b\n" }));
      project.put("src/b.ts", "mine\n");
      const { changes, messages } = project.plan(outputOf({ "src/a.ts": "a\n" }));
      expect(changes).toEqual([]);
      expect(messages).toEqual([
        'output/stale-edited: "servers/billing/src/b.ts" is no longer generated, and stays because it was edited by hand',
      ]);
    }));

  it("never touches an existing stub, whatever it holds or is", () =>
    inProject((project) => {
      project.put("src/functions.ts", "mine\n");
      writeFileSync(join(project.root, "elsewhere.ts"), "linked\n");
      symlinkSync(join(project.root, "elsewhere.ts"), project.path("src/linked.ts"));
      const { changes, codes } = project.plan(
        outputOf({}, { stubs: { "src/functions.ts": "ours\n", "src/linked.ts": "ours\n" } }),
      );
      expect({ changes, codes }).toEqual({ changes: [], codes: [] });
    }));

  it("does not remove a file that has become a stub", () =>
    inProject(async (project) => {
      await project.write(outputOf({ "src/functions.ts": "ours\n" }));
      const { changes } = project.plan(outputOf({}, { stubs: { "src/functions.ts": "stub\n" } }));
      expect(changes).toEqual([]);
    }));

  it("adds what only a new output begins with, and never again", () =>
    inProject(async (project) => {
      const ignored = { path: ".gitignore", content: "dist/\n", atFirst: true } as const;
      const output = { ...outputOf({ "src/a.ts": "a\n" }), stubs: [ignored] };
      project.put(".gitignore", "mine\n");
      expect(project.plan(output).changes).toEqual(["added src/a.ts"]);
      rmSync(project.path(".gitignore"));
      const { plan, changes } = await project.write(output);
      expect(changes).toEqual(["added src/a.ts", "added .gitignore"]);
      expect(plan?.changes.some(({ kind }) => kind === "stub")).toBe(false);
      rmSync(project.path(".gitignore"));
      expect(project.plan(output).changes).toEqual([]);
    }));
});

describe("what stands in the way", () => {
  it("is a folder without a manifest that holds a file that we would write", () =>
    inProject((project) => {
      project.put("src/a.ts", "theirs\n");
      const { messages } = project.plan(outputOf({ "src/a.ts": "ours\n" }), true);
      expect(messages).toEqual([
        'output/unlisted-file: "servers/billing" was not generated by mcpgen, and holds files that it would have to replace: "src/a.ts"',
      ]);
    }));

  it("is not an unlisted file with our very text: the manifest was lost", () =>
    inProject((project) => {
      project.put("src/a.ts", "ours\r\n");
      const { changes, codes } = project.plan(outputOf({ "src/a.ts": "ours\n" }));
      expect({ changes, codes }).toEqual({ changes: [], codes: [] });
    }));

  it("is an unlisted file beside listed ones", () =>
    inProject(async (project) => {
      await project.write(outputOf({ "src/a.ts": "a\n" }));
      project.put("src/b.ts", "theirs\n");
      const { messages } = project.plan(
        outputOf({ "src/a.ts": "a\n", "src/b.ts": "ours\n" }),
        true,
      );
      expect(messages).toEqual([
        'output/unlisted-file: "servers/billing" holds files that mcpgen did not write and would have to replace: "src/b.ts"',
      ]);
    }));

  it("is a file where the output folder, or one above or in it, should be", () =>
    inProject((project) => {
      writeFileSync(join(project.root, "servers"), "");
      expect(project.plan(outputOf({ "a.ts": "" })).messages).toEqual([
        'output/not-a-folder: "servers" has to be a folder, and is not',
      ]);
    }));

  it("is a file where a folder in the output should be, and a folder where a file should", () =>
    inProject((project) => {
      project.put("src", "a file\n");
      project.put("README.md/x", "in a folder\n");
      expect(project.plan(outputOf({ "src/a.ts": "", "README.md": "" })).messages).toEqual([
        'output/not-a-file: "servers/billing/README.md" has to be a file, and is not',
        'output/not-a-folder: "servers/billing/src" has to be a folder, and is not',
      ]);
    }));

  it("is a symbolic link inside the output; the output itself may be one", () =>
    inProject(async (project) => {
      const { mkdirSync } = await import("node:fs");
      mkdirSync(join(project.root, "elsewhere"));
      mkdirSync(join(project.root, "servers"));
      symlinkSync(join(project.root, "elsewhere"), join(project.root, folder));
      expect(project.plan(outputOf({ "src/a.ts": "a\n" })).codes).toEqual([]);
      symlinkSync(join(project.root, "servers"), project.path("src"));
      const stubs = { "src/handlers/x.ts": "x\n" };
      expect(project.plan(outputOf({ "src/a.ts": "a\n" }, { stubs })).messages).toEqual([
        'output/symbolic-link: "servers/billing/src" is a symbolic link',
      ]);
    }));

  it("is a folder that was written from another map, unless that one was renamed", () =>
    inProject(async (project) => {
      const output = outputOf({ "src/a.ts": "a\n" });
      await project.write(output);
      const text = project.read(".mcpgen/manifest.json");
      expect(JSON.parse(text).map).toBe("../../tool-map.yaml");
      const other = text.replace("tool-map.yaml", "other.yaml");
      project.put(".mcpgen/manifest.json", other);
      expect(project.plan(output).messages).toEqual([]);
      project.put("../../other.yaml", "version: 1\n");
      expect(project.plan(output, true).messages).toEqual([
        'output/another-map: "servers/billing" was written from another map, "other.yaml"',
      ]);
    }));

  it("is a manifest that is none, or that names files elsewhere", () =>
    inProject((project) => {
      const hash = "0".repeat(64);
      for (const text of [
        "",
        "[]",
        '{ "files": 1 }',
        `{ "files": { "../../secret": "${hash}" } }`,
        `{ "files": { "/etc/passwd": "${hash}" } }`,
        `{ "files": { "a\\\\..\\\\b": "${hash}" } }`,
        `{ "files": { ".git/config": "${hash}" } }`,
      ]) {
        project.put(".mcpgen/manifest.json", text);
        expect(project.plan(outputOf({ "a.ts": "a\n" })).messages).toEqual([
          'output/manifest-broken: "servers/billing/.mcpgen/manifest.json" is not a manifest of mcpgen\'s',
        ]);
      }
    }));
});

describe("a manifest with an unresolved merge", () => {
  it("is read as both sides, so that generating again settles it", () =>
    inProject(async (project) => {
      await project.write(outputOf({ "src/a.ts": "left\n" }));
      const left = project.read(".mcpgen/manifest.json");
      await project.write(outputOf({ "src/a.ts": "right\n" }));
      const right = project.read(".mcpgen/manifest.json");
      project.put(
        ".mcpgen/manifest.json",
        `<<<<<<< ours\n${left}=======\n${right}>>>>>>> theirs\n`,
      );
      for (const side of ["left\n", "right\n"]) {
        project.put("src/a.ts", side);
        const { changes, codes } = project.plan(outputOf({ "src/a.ts": "merged\n" }));
        expect({ changes, codes }).toEqual({ changes: ["changed src/a.ts"], codes: [] });
      }
      project.put("src/a.ts", "<<<<<<< ours\nleft\n");
      expect(project.plan(outputOf({ "src/a.ts": "merged\n" })).codes).toEqual([
        "output/edited-by-hand",
      ]);
    }));
});

describe("paths that lead out of the folder", () => {
  it.each([
    "../a",
    "/etc/passwd",
    "a/../b",
    "a//b",
    "",
    "a\\b",
    "c:/x",
    ".mcpgen/manifest.json",
    ".GIT/x",
    "a\u0000",
  ])("are a bug: %j", (path) =>
    inProject((project) => {
      expect(() => project.plan(outputOf({ [path]: "" }))).toThrow(/impossible path/);
      expect(() => project.plan(outputOf({}, { besideMap: { [path]: "" } }))).toThrow(
        /impossible path/,
      );
    }),
  );

  it("are a bug as duplicates, also where only case differs", () =>
    inProject((project) => {
      const output = outputOf({ "src/a.ts": "" }, { stubs: { "src/A.ts": "" } });
      expect(() => project.plan(output)).toThrow(/impossible path/);
    }));
});
