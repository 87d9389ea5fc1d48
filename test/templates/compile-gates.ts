import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { packageJson, tsconfig } from "./compile-fixture.js";

const root = resolve(import.meta.dirname, "../..");

const server = `import { operations, problem, refundOrder, undoOrder } from "./gates.js";
import { env } from "./runtime/env.js";
import { drafts } from "./runtime/gates/drafts.js";
import { fileStore } from "./runtime/gates/file-store.js";
import { defineServer } from "./runtime/server.js";

const refund = refundOrder("elicitation");

export const server = defineServer({
  name: "shop",
  version: "1.0.0",
  upstream: {
    operations,
    problem,
    baseUrl: env("BASE"),
    timeoutMs: 5_000,
    deadlineMs: 10_000,
    retries: 0,
    idempotencyHeader: "Idempotency-Key",
    contract: "warn",
  },
  audit: { to: { file: "audit.log" } },
  tools: [refund.prepare, refund.confirm, undoOrder.prepare, undoOrder.confirm],
  drafts: drafts(
    { store: fileStore(".data/drafts.db") },
    { waitMs: 3_000, lookMs: 20, leaseMs: 300, sweepMs: 3_600_000, retryAfterMs: 1_000 },
  ),
});
`;

/** The gates of the tests as a project of its own, compiled by strict tsc; its folder. */
export function compileGates(): string {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-gates-"));
  cpSync(join(root, "templates/server/src"), join(folder, "src"), { recursive: true });
  rmSync(join(folder, "src/runtime/desk"), { recursive: true });
  const gates = readFileSync(join(root, "test/templates/runtime/gates/refund-gates.ts"), "utf8");
  writeFileSync(
    join(folder, "src/gates.ts"),
    gates.replaceAll("../../../../templates/server/src/", "./"),
  );
  writeFileSync(join(folder, "src/server.ts"), server);
  mkdirSync(join(folder, ".data"));
  writeFileSync(join(folder, "tools.json"), JSON.stringify({ tools: [] }));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  writeFileSync(join(folder, "package.json"), JSON.stringify(packageJson));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc")], {
    cwd: folder,
    stdio: "pipe",
  });
  return folder;
}
