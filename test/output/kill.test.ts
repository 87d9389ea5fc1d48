import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Collector } from "../../src/diagnostics/collector.js";
import type { Output } from "../../src/output/output.js";
import { undoInterrupted, wasInterrupted } from "../../src/output/write.js";
import { inProject, outputOf, type Project } from "./folder.js";

const first = outputOf(
  {
    "README.md": "1\n",
    "src/a.ts": "a1\n",
    "src/old/gone.ts": "gone\n",
    "package.json": '{"name": "x"}\n',
  },
  { besideMap: { "operations.lock": "l1\n" } },
);
const second = outputOf(
  {
    "README.md": "1\n",
    "src/a.ts": "a2\n",
    "src/new/n.ts": "n\n",
    "package.json": '{"name": "y"}\n',
  },
  { stubs: { "src/handlers/h.ts": "h\n" }, besideMap: { "operations.lock": "l2\n" } },
);

let scripts = "";
let script = "";

beforeAll(async () => {
  scripts = mkdtempSync(join(tmpdir(), "mcpgen-kill-"));
  chmodSync(scripts, 0o755);
  script = join(scripts, "run.mjs");
  const bundle = await rolldown({
    input: join(import.meta.dirname, "run-to-kill.ts"),
    platform: "node",
  });
  await bundle.write({ file: script, format: "esm" });
});

afterAll(() => rmSync(scripts, { recursive: true, force: true }));

function argsOf(project: Project, outputs: readonly Output[], killAt: number | null) {
  return [script, project.root, JSON.stringify({ outputs, killAt })];
}

function runAndKill(project: Project, output: Output, killAt: number) {
  return spawnSync(process.execPath, argsOf(project, [output], killAt)).signal === "SIGKILL";
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}

describe("a run that is killed", () => {
  it("is undone by the next, whichever step it had come to", async () => {
    for (let killAt = 0; ; killAt++) {
      let killed = true;
      await inProject(async (project) => {
        await project.write(first);
        const before = project.snapshot();
        killed = runAndKill(project, second, killAt);
        if (!killed) {
          return;
        }
        const hadJournal = wasInterrupted(second, project.places);
        const collector = new Collector();
        await undoInterrupted(second, project.places, collector);
        const found = await project.write(first);
        expect(found.changes).toEqual([]);
        expect(collector.sorted().map(({ message }) => message)).toEqual(
          hadJournal
            ? [
                'an earlier run was interrupted while it wrote "servers/billing"; what it had written was undone first',
              ]
            : [],
        );
        expect(project.snapshot()).toEqual(before);
      });
      if (!killed) {
        expect(killAt).toBeGreaterThan(20);
        return;
      }
    }
  });

  it("is followed by one that writes what is wanted, whichever step it had come to", async () => {
    for (let killAt = 0; ; killAt += 3) {
      let killed = true;
      await inProject(async (project) => {
        const want = await snapshotOf(second);
        killed = runAndKill(project, second, killAt);
        const { collector } = await project.write(second);
        expect(collector.hasErrors()).toBe(false);
        expect(project.snapshot()).toEqual(want);
      });
      if (!killed) {
        return;
      }
    }
  });

  it("leaves nothing that the next cannot mend, at whatever moment it ends", () =>
    inProject(async (project) => {
      const many = (text: string) =>
        outputOf(
          Object.fromEntries(
            Array.from({ length: 30 }, (_, n) => [`src/${text}${n % 7}/f${n}.ts`, text]),
          ),
          { besideMap: { "operations.lock": text } },
        );
      const outputs = [many("a"), many("b"), many("c")];
      const want = await snapshotOf(many("a"));
      for (let round = 0; round < 12; round++) {
        const child = spawn(process.execPath, argsOf(project, outputs, null));
        await new Promise((resolve) => child.stdout.once("data", resolve));
        await sleep(5 + round * 7);
        await end(child);
        const { collector } = await project.write(many("a"));
        expect(collector.sorted().filter(({ severity }) => severity === "error")).toEqual([]);
        expect(project.snapshot()).toEqual(want);
      }
    }));

  it("keeps what its owner edited before the next", () =>
    inProject(async (project) => {
      await project.write(first);
      expect(runAndKill(project, second, 18)).toBe(true);
      expect(project.read("src/a.ts")).toBe("a2\n");
      project.put("src/a.ts", "mine\n");
      expect((await project.write(second)).codes.toSorted()).toEqual([
        "output/edited-by-hand",
        "output/undone",
      ]);
      expect(project.read("src/a.ts")).toBe("mine\n");
      expect(project.read("package.json")).toContain('"x"');
    }));
});

async function snapshotOf(output: Output): Promise<Record<string, string>> {
  let snapshot = {};
  await inProject(async (project) => {
    await project.write(output);
    snapshot = project.snapshot();
  });
  return snapshot;
}

describe("runs in several processes", () => {
  it("do not mix their files", () =>
    inProject(async (project) => {
      const outputs = ["p", "q", "r", "s"].map((name) =>
        outputOf(Object.fromEntries(["a", "b", "c", "d"].map((file) => [`${file}.ts`, name]))),
      );
      const children = outputs.map((output) =>
        spawn(process.execPath, argsOf(project, [output, output], -1)),
      );
      const codes = await Promise.all(
        children.map((child) => new Promise((resolve) => child.once("exit", resolve))),
      );
      expect(codes).toEqual([0, 0, 0, 0]);
      const texts = ["a", "b", "c", "d"].map((file) => project.read(`${file}.ts`));
      expect(new Set(texts).size).toBe(1);
      expect(readdirSync(project.path(".mcpgen"))).toEqual(["manifest.json"]);
    }));

  it("take over the lock of one that is gone", () =>
    inProject(async (project) => {
      const gone = spawnSync(process.execPath, ["--version"]).pid;
      project.put(".mcpgen/lock", JSON.stringify({ pid: gone, host: hostname(), token: "t" }));
      expect((await project.write(first)).codes).toEqual([]);
    }));

  it("take over the lock of one that was gone before it had written into it", () =>
    inProject(async (project) => {
      project.put(".mcpgen/lock", "");
      expect((await project.write(first)).codes).toEqual([]);
    }));
});

describe("a folder that may not be written", () => {
  // The superuser may write anywhere, so the run then is another user's.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

  it.each([
    ["the output", "", 0o555],
    ["a folder in it", "src", 0o555],
    ["a folder in it that cannot be read", "src", 0o000],
  ])("is reported, and the rest stays as it was: %s", (_what, path, mode) =>
    inProject(async (project) => {
      await project.write(first);
      chmodSync(project.root, 0o777);
      for (const name of readdirSync(project.root, { recursive: true, encoding: "utf8" })) {
        if (nobody.uid !== undefined) {
          chownSync(join(project.root, name), nobody.uid, nobody.gid);
        }
      }
      const before = project.snapshot();
      chmodSync(project.path(path), mode);
      const run = spawnSync(process.execPath, argsOf(project, [second], -1), {
        ...nobody,
        encoding: "utf8",
      });
      chmodSync(project.path(path), 0o755);
      const [, diagnostics = "[]"] = run.stdout.split("\n");
      expect(JSON.parse(diagnostics)).toMatchObject([
        { code: "output/not-writable", message: expect.stringContaining("permission denied") },
      ]);
      expect(project.snapshot()).toEqual(before);
    }),
  );
});
