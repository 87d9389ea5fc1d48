// Installs the packages of the lock file, unless they are there already. Plain JavaScript without
// dependencies, since it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Packages and versions of a lock file, without what differs between the two forms of it. */
function packagesOf(path) {
  try {
    const { packages } = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
    return Object.entries(packages)
      .filter(([name, entry]) => name.startsWith("node_modules/") && !entry.link && !entry.optional)
      .map(([name, entry]) => `${name}@${entry.version}`)
      .sort();
  } catch {
    return null;
  }
}

const wanted = packagesOf("../package-lock.json");
const installed = packagesOf("../node_modules/.package-lock.json");
const has = new Set(installed ?? []);

if (wanted === null || !wanted.every((entry) => has.has(entry))) {
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: new URL("..", import.meta.url),
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
