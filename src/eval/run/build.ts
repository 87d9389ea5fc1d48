import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { endWithUs, groupOf, ownGroup } from "./end-with-us.js";
import { NotStarted } from "./problem.js";

const mostShown = 12;

/** Compiles a generated server with the TypeScript that it has installed; gives its entry. */
export async function buildServer(folder: string, into = join(folder, "dist")): Promise<string> {
  const args = ["--project", folder, "--outDir", into];
  const { code, output } = await run(compilerFor(folder), args, folder);
  if (code !== 0) {
    const lines = output.trim().split("\n").slice(0, mostShown);
    throw new NotStarted(`the server does not compile:\n${lines.join("\n")}`);
  }
  return join(into, "main.js");
}

function compilerFor(folder: string): string {
  try {
    const { resolve } = createRequire(join(folder, "package.json"));
    return join(dirname(resolve("typescript/package.json")), "bin", "tsc");
  } catch {
    throw new NotStarted(
      `the server's packages are not installed: run \`npm install\` in ${folder}`,
    );
  }
}

function run(
  script: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      // The compiler is a program that the script starts: the two end together.
      detached: ownGroup,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = endWithUs(() => groupOf(child));
    let output = "";
    const read = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", (error) => {
      ended();
      reject(error);
    });
    child.once("close", (code) => {
      ended();
      resolve({ code, output });
    });
  });
}
