import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeScratchBeside, removeScratch } from "../../src/output/scratch.js";

let project = "";
let packages = "";
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "mcpgen-scratch-"));
  packages = join(project, "node_modules");
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

describe("a scratch folder among a project's packages", () => {
  it("takes the folder of packages with it that was made for it alone", () => {
    removeScratch(makeScratchBeside(project));
    expect(readdirSync(project)).toEqual([]);

    const scratch = makeScratchBeside(project);
    mkdirSync(join(packages, "installed-meanwhile"));
    removeScratch(scratch);
    expect(readdirSync(packages)).toEqual(["installed-meanwhile"]);

    rmSync(join(packages, "installed-meanwhile"), { recursive: true });
    removeScratch(makeScratchBeside(project));
    expect(existsSync(packages)).toBe(true);
  });

  it("takes the place of those of a day ago whose process is no more", () => {
    const { pid: ended } = spawnSync(process.execPath, ["--version"]);
    const old = [`.mcpgen-${ended}-aaaaaa`, `.mcpgen-${process.pid}-aaaaaa`, ".mcpgen-aaaaaa"];
    const young = [`.mcpgen-${ended}-bbbbbb`, ".mcpgen-bbbbbb"];
    const others = [".bin", "mcpgen", ".mcpgen"];
    for (const name of [...old, ...young, ...others]) {
      mkdirSync(join(packages, name, "dist"), { recursive: true });
      const hours = young.includes(name) ? 23 : 25;
      const then = new Date(Date.now() - hours * 60 * 60 * 1000);
      utimesSync(join(packages, name), then, then);
    }
    removeScratch(makeScratchBeside(project));
    const running = old.filter((name) => name.includes(`-${process.pid}-`));
    expect(readdirSync(packages).sort()).toEqual([...young, ...others, ...running].sort());
  });
});
