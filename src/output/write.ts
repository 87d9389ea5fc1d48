import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Collector } from "../diagnostics/collector.js";
import { commit } from "./commit.js";
import { isSystemError, look } from "./disk.js";
import { canBeFolder, type Folders, foldersOf } from "./folders.js";
import { endJournal, parseJournal, removeIfEmpty, undo } from "./journal.js";
import { type Lock, takeLock } from "./lock.js";
import { journalPath, lockPath, type Output, ownFolder, type Places } from "./output.js";
import { type Plan, planOutput } from "./plan.js";
import { journalBroken, locked, notWritable, undone } from "./problems.js";

export interface WriteOptions {
  /** Replaces generated files that were edited by hand. */
  readonly force: boolean;
  /** Looks at the plan before anything is written; an error that it reports ends the run. */
  readonly review?: (plan: Plan, collector: Collector) => void;
  /** Called before each change to the disk, with a name for it; a test ends the run there. */
  readonly beforeStep?: (step: string) => void;
}

/**
 * Makes the output folder hold what is wanted, all of it or nothing, and returns what was done; null
 * after a reported error. New texts are first written to a staging folder, what they replace gets a
 * second name there, and a journal says what is about to happen; then each is renamed into place,
 * the manifest last. A run that fails undoes itself; one that is killed is undone by the next.
 */
export function writeOutput(
  output: Output,
  places: Places,
  options: WriteOptions,
  collector: Collector,
): Promise<Plan | null> {
  return withLock(output, places, collector, async (folders, lock) => {
    if (undoJournal(output, folders, collector) === null) {
      return null;
    }
    const found = new Collector();
    const plan = planOutput(output, places, options, found);
    if (plan !== null) {
      options.review?.(plan, found);
    }
    for (const diagnostic of found.sorted()) {
      collector.add(diagnostic);
    }
    if (plan === null || found.hasErrors()) {
      return null;
    }
    if (plan.changes.length === 0) {
      return plan;
    }
    const step = options.beforeStep ?? (() => {});
    const run = { folders, shown: output.folder, lock, step, collector };
    return (await commit(plan.changes, run)) ? plan : null;
  });
}

/** Undoes a run that was killed while it wrote, and says so. Null after a reported error. */
export async function undoInterrupted(
  output: Output,
  places: Places,
  collector: Collector,
): Promise<"nothing" | "undone" | null> {
  if (!wasInterrupted(output, places)) {
    return "nothing";
  }
  return withLock(output, places, collector, async (folders) =>
    undoJournal(output, folders, collector),
  );
}

/** Whether a run was killed while it wrote the output, or is writing it now. */
export function wasInterrupted(output: Output, places: Places): boolean {
  return (
    canBeFolder(output, places, new Collector()) &&
    look(foldersOf(output, places).output, journalPath).kind === "file"
  );
}

/** Runs `work` as the only run in the output folder; a run that writes nothing leaves no folder behind. */
async function withLock<T>(
  output: Output,
  places: Places,
  collector: Collector,
  work: (folders: Folders, lock: Lock) => Promise<T | null>,
): Promise<T | null> {
  const folders = foldersOf(output, places);
  const own = join(folders.output, ownFolder);
  let created: string | undefined;
  let lock: Lock | null = null;
  try {
    if (!canBeFolder(output, places, collector)) {
      return null;
    }
    created = mkdirSync(own, { recursive: true });
    lock = await takeLock(join(folders.output, lockPath));
    if (lock === null) {
      collector.add(locked(output.folder));
      return null;
    }
    return await work(folders, lock);
  } catch (error) {
    if (!isSystemError(error)) {
      throw error;
    }
    collector.add(notWritable(output.folder, error));
    return null;
  } finally {
    lock?.release();
    for (let at = own; created !== undefined && at.startsWith(created); at = dirname(at)) {
      removeIfEmpty(at);
    }
  }
}

function undoJournal(
  output: Output,
  folders: Folders,
  collector: Collector,
): "nothing" | "undone" | null {
  const found = look(folders.output, journalPath);
  if (found.kind === "file") {
    const journal = parseJournal(found.bytes.toString("utf8"));
    if (journal === null) {
      collector.add(journalBroken(output.folder));
      return null;
    }
    undo(journal, folders);
    collector.add(undone(output.folder));
  }
  // A run that was killed before it had a journal has changed nothing, but leaves its staging.
  endJournal(folders);
  return found.kind === "file" ? "undone" : "nothing";
}
