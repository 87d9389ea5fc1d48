import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

export const packageJson = { name: "billing", version: "1.0.0", type: "module", private: true };

export const tsconfig = {
  compilerOptions: {
    target: "ES2023",
    lib: ["ES2023"],
    module: "NodeNext",
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
};

/**
 * The hand-written fixture as a project of its own, compiled by strict tsc; its folder. It has no
 * gates: nothing that it holds may import them.
 */
export function compileFixture(): string {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-fixture-"));
  cpSync(join(root, "templates/server/src"), join(folder, "src"), { recursive: true });
  for (const part of ["gates", "desk"]) {
    rmSync(join(folder, "src/runtime", part), { recursive: true, force: true });
  }
  cpSync(join(root, "test/templates/fixture"), folder, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  writeFileSync(join(folder, "package.json"), JSON.stringify(packageJson));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc")], {
    cwd: folder,
    stdio: "pipe",
  });
  return folder;
}
