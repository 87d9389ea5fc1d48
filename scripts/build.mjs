// Builds the package (dist/) and the programs around it (build/).
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { keepReached } from "./declarations.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

for (const folder of ["dist", "build"]) {
  rmSync(new URL(`../${folder}`, import.meta.url), { recursive: true, force: true });
}
for (const args of [
  ["node_modules/typescript/bin/tsc", "--project", "tsconfig.build.json"],
  ["node_modules/rolldown/bin/cli.mjs", "--config", "rolldown.config.ts"],
]) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
keepReached(inRoot("build/types"), "src/index.d.ts", inRoot("dist/types"));
