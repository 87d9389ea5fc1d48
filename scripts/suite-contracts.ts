/**
 * Holds generated servers to their maps, as `mcpgen test` does: those of the golden cases, and one of
 * what such tests could take for a fault. Nothing may fail.
 *
 * Usage: suite-contracts [name …]; the servers whose names begin so.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { testContract } from "../src/contract-tests.js";
import { serverOf } from "./contracts/server-of.js";
import { projectRoot } from "./specs/documents.js";

const goldens = join(projectRoot, "test/golden");
const roots = [
  ...readdirSync(goldens)
    .filter((name) => existsSync(join(goldens, name, "expected")))
    .sort()
    .map((name) => ({ name, root: join(goldens, name) })),
  { name: "shop", root: join(projectRoot, "test/contract-tests/shop") },
];
const names = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const { name, root } of roots) {
  if (names.length === 0 || names.some((start) => name.startsWith(start))) {
    await hold(name, root);
  }
}
print(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function hold(name: string, root: string): Promise<void> {
  const server = await serverOf(root);
  try {
    let text = "";
    const command = { cwd: root, map: "tool-map.yaml", server: server.folder, only: [] };
    const { problem } = await testContract(command, (part) => {
      text += part;
    });
    const [, right = "0", wrong = "1"] = /^(\d+) passed, (\d+) failed/m.exec(text) ?? [];
    passed += Number(right);
    failed += Number(wrong);
    print(`${wrong === "0" ? "passed" : "failed"}  ${name}: ${problem ?? text.split("\n").at(-2)}`);
    for (const line of text.split("\n").filter((each) => each.startsWith("  FAIL"))) {
      print(`      ${line}`);
    }
  } finally {
    server.remove();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
