import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Every folder that a test makes in the system's place for such lies in one, which goes with the run. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-tests-"));
  // Some tests start programs as another user.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
