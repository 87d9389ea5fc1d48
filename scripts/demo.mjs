// `npm run demo`: from a fresh clone to tools called through a real MCP client.
import "./install.mjs";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a program that is part of the repository or its packages, and ends with it where it fails. */
function run(title, args, show = false) {
  process.stdout.write(`${title}\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  if (status !== 0) {
    process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
    process.exit(status ?? 1);
  }
}

run("Building mcpgen …", ["scripts/build.mjs"]);
process.stdout.write("\n$ mcpgen generate\n");
run("", ["dist/bin.js", "generate"], true);
run("\nBuilding the generated server …", [
  "node_modules/typescript/bin/tsc",
  "--project",
  "servers/billing",
]);
run("Starting the sample API and the server …\n", ["build/demo.js"], true);
