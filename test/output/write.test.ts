import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stagingPath } from "../../src/output/output.js";
import { folder, inProject, outputOf } from "./folder.js";

const first = outputOf(
  {
    "README.md": "1\n",
    "src/a.ts": "a1\n",
    "src/old/gone.ts": "gone\n",
    "package.json": '{\n  "name": "x"\n}\n',
  },
  { stubs: { "src/handlers/h.ts": "h\n" }, besideMap: { "operations.lock": "l1\n" } },
);
const second = outputOf(
  {
    "README.md": "1\n",
    "src/a.ts": "a2\n",
    "src/new/deep/n.ts": "n\n",
    "package.json": '{\n  "name": "y"\n}\n',
  },
  { stubs: { "src/handlers/h.ts": "h\n" }, besideMap: { "operations.lock": "l2\n" } },
);

/** An error as the operating system makes it. */
function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: "rename" });
}

describe("writing", () => {
  it("makes the folder hold what is wanted, and nothing of ours but the manifest beside it", () =>
    inProject(async (project) => {
      await project.write(first);
      project.put("src/handlers/h.ts", "filled in\n");
      project.put("notes.txt", "theirs\n");
      const { changes, codes } = await project.write(second);
      expect(codes).toEqual([]);
      expect(changes).toEqual([
        "changed package.json",
        "changed src/a.ts",
        "added src/new/deep/n.ts",
        "removed src/old/gone.ts",
        "changed operations.lock",
      ]);
      const { [`${folder}/.mcpgen/manifest.json`]: manifest, ...files } = project.snapshot();
      expect(files).toEqual({
        servers: "(true)",
        "servers/billing": "(true)",
        "servers/billing/.mcpgen": "(true)",
        "servers/billing/README.md": "1\n",
        "servers/billing/notes.txt": "theirs\n",
        "servers/billing/package.json": '{\n  "name": "y"\n}\n',
        "servers/billing/src": "(true)",
        "servers/billing/src/a.ts": "a2\n",
        "servers/billing/src/handlers": "(true)",
        "servers/billing/src/handlers/h.ts": "filled in\n",
        "servers/billing/src/new": "(true)",
        "servers/billing/src/new/deep": "(true)",
        "servers/billing/src/new/deep/n.ts": "n\n",
        "operations.lock": "l2\n",
      });
      expect(manifest).toMatchInlineSnapshot(`
        "{
          "about": "What mcpgen wrote here, as SHA-256 of each file's text. Commit it, do not edit it.",
          "map": "../../tool-map.yaml",
          "files": {
            "README.md": "4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865",
            "src/a.ts": "333d36c15ed252b52c66eda5bf9c1ad3e730b6d6eef9401a336db63ccf7558e7",
            "src/new/deep/n.ts": "a4fb621495a0122493b2203591c448903c472e306a1ede54fabad829e01075c0"
          },
          "package.json": {
            "/name": "y"
          }
        }
        "
      `);
    }));

  it("touches no file that is as it should be", () =>
    inProject(async (project) => {
      await project.write(first);
      const before = statSync(project.path("README.md"));
      await project.write(second);
      const after = statSync(project.path("README.md"));
      expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
    }));

  it("keeps the mode of a file that it replaces", () =>
    inProject(async (project) => {
      await project.write(first);
      chmodSync(project.path("src/a.ts"), 0o600);
      await project.write(second);
      expect(statSync(project.path("src/a.ts")).mode & 0o777).toBe(0o600);
    }));

  it("changes nothing where something stands in the way", () =>
    inProject(async (project) => {
      await project.write(first);
      project.put("src/a.ts", "mine\n");
      const before = project.snapshot();
      expect((await project.write(second)).codes).toEqual(["output/edited-by-hand"]);
      expect(project.snapshot()).toEqual(before);
      expect((await project.write(second, { force: true })).codes).toEqual([]);
      expect(project.read("src/a.ts")).toBe("a2\n");
    }));

  it("leaves no folder behind where there was none and something stands in the way", () =>
    inProject(async (project) => {
      writeFileSync(join(project.root, "operations.lock.d"), "");
      mkdirSync(join(project.root, "operations.lock"));
      expect((await project.write(first)).messages).toEqual([
        'output/not-a-file: "operations.lock" has to be a file, and is not',
      ]);
      expect(readdirSync(project.root).sort()).toEqual(["operations.lock", "operations.lock.d"]);
    }));

  it("refuses a folder of ours that is a link", () =>
    inProject(async (project) => {
      mkdirSync(join(project.root, "elsewhere"));
      mkdirSync(join(project.root, folder), { recursive: true });
      symlinkSync(join(project.root, "elsewhere"), project.path(".mcpgen"));
      expect((await project.write(first)).messages).toEqual([
        'output/symbolic-link: "servers/billing/.mcpgen" is a symbolic link',
      ]);
      expect(readdirSync(join(project.root, "elsewhere"))).toEqual([]);
    }));
});

describe("a run that fails", () => {
  /** The names of the steps that turn `first` into `second`. */
  async function stepsOf(): Promise<readonly string[]> {
    const steps: string[] = [];
    await inProject(async (project) => {
      await project.write(first);
      await project.write(second, { beforeStep: (step) => steps.push(step) });
    });
    return steps;
  }

  it("takes these steps", async () => {
    expect(await stepsOf()).toMatchInlineSnapshot(`
      [
        "make the staging folder",
        "stage servers/billing/package.json",
        "stage servers/billing/src/a.ts",
        "stage servers/billing/src/new/deep/n.ts",
        "stage operations.lock",
        "stage servers/billing/.mcpgen/manifest.json",
        "keep servers/billing/package.json",
        "keep servers/billing/src/a.ts",
        "keep servers/billing/src/old/gone.ts",
        "keep operations.lock",
        "keep servers/billing/.mcpgen/manifest.json",
        "write the journal",
        "make the folder src/new",
        "make the folder src/new/deep",
        "write servers/billing/package.json",
        "write servers/billing/src/a.ts",
        "write servers/billing/src/new/deep/n.ts",
        "remove servers/billing/src/old/gone.ts",
        "write operations.lock",
        "write servers/billing/.mcpgen/manifest.json",
        "end the journal",
      ]
    `);
  });

  it("stages each file in the step that names it", async () => {
    await inProject(async (project) => {
      const staged: number[] = [];
      await project.write(second, {
        beforeStep: (step) => {
          if (step.startsWith("stage ")) {
            staged.push(readdirSync(project.path(stagingPath)).length);
          }
        },
      });
      expect(staged).toEqual([...staged.keys()]);
      expect(staged.length).toBeGreaterThan(3);
    });
  });

  it.each(["ENOSPC", "EACCES"])(
    "leaves the output as it was, at whichever step: %s",
    async (code) => {
      for (const at of (await stepsOf()).keys()) {
        await inProject(async (project) => {
          await project.write(first);
          const before = project.snapshot();
          let count = 0;
          const found = await project.write(second, {
            beforeStep: () => {
              if (count++ === at) {
                throw systemError(code);
              }
            },
          });
          expect(found.plan).toBeNull();
          expect(found.codes).toEqual(["output/not-writable"]);
          expect(project.snapshot()).toEqual(before);
          expect((await project.write(second)).codes).toEqual([]);
        });
      }
    },
  );

  it("leaves no folder behind where there was none", async () => {
    for (let at = 0; at < 12; at++) {
      await inProject(async (project) => {
        let count = 0;
        await project.write(first, {
          beforeStep: () => {
            if (count++ === at) {
              throw systemError("ENOSPC");
            }
          },
        });
        expect(project.snapshot()).toEqual({});
      });
    }
  });

  it("says what the system said", () =>
    inProject(async (project) => {
      const found = await project.write(first, {
        beforeStep: () => {
          throw systemError("ENOSPC");
        },
      });
      expect(found.messages).toEqual([
        'output/not-writable: cannot write "servers/billing": no space left on the device (ENOSPC, rename)',
      ]);
    }));

  it("puts everything back after a bug too, and passes it on", () =>
    inProject(async (project) => {
      await project.write(first);
      const before = project.snapshot();
      const beforeStep = (step: string) => {
        if (step.startsWith("remove")) {
          throw new TypeError("a bug");
        }
      };
      await expect(project.write(second, { beforeStep })).rejects.toThrow("a bug");
      expect(project.snapshot()).toEqual(before);
    }));

  it("does not undo what its owner did meanwhile", () =>
    inProject(async (project) => {
      await project.write(first);
      const found = await project.write(second, {
        beforeStep: (step) => {
          if (step === "write operations.lock") {
            project.put("src/a.ts", "edited in between\n");
            throw systemError("EIO");
          }
        },
      });
      expect(found.codes).toEqual(["output/not-writable"]);
      expect(project.read("src/a.ts")).toBe("edited in between\n");
      expect(project.read("package.json")).toContain('"x"');
    }));
});

describe("a journal that is none", () => {
  it.each([
    "",
    "{}",
    '{ "entries": [{ "place": "output", "path": "../../x", "after": null, "kept": null }], "folders": [] }',
    '{ "entries": [{ "place": "map", "path": "a/b", "after": null, "kept": null }], "folders": [] }',
    '{ "entries": [{ "place": "output", "path": "x", "after": null, "kept": "../x" }], "folders": [] }',
    '{ "entries": [], "folders": ["../.."] }',
  ])("stops the run: %s", (text) =>
    inProject(async (project) => {
      await project.write(first);
      project.put(".mcpgen/journal.json", text);
      const found = await project.write(second);
      expect(found.codes).toEqual(["output/journal-broken"]);
      expect(project.read("src/a.ts")).toBe("a1\n");
    }),
  );
});

describe("runs at the same time", () => {
  it("follow each other", () =>
    inProject(async (project) => {
      const outputs = Array.from({ length: 8 }, (_, run) =>
        outputOf(
          Object.fromEntries(["a", "b", "c"].map((name) => [`${name}${run}.ts`, `${run}\n`])),
        ),
      );
      const found = await Promise.all(outputs.map((output) => project.write(output)));
      expect(found.flatMap(({ codes }) => codes)).toEqual([]);
      const left = readdirSync(project.path(".")).filter((name) => name !== ".mcpgen");
      expect(left).toHaveLength(3);
      expect(new Set(left.map((name) => name.slice(1))).size).toBe(1);
      expect(readdirSync(project.path(".mcpgen"))).toEqual(["manifest.json"]);
    }));
});
