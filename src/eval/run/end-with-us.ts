import type { ChildProcess } from "node:child_process";

/** Gives the process that is to be killed, or the group (negative); null where none runs. */
type Target = () => number | null;

const targets = new Set<Target>();

/**
 * Has a process killed when this one exits, for whatever reason: nothing could wait for it then. Gives
 * what lets it be again, for when it has ended.
 */
export function endWithUs(target: Target): () => void {
  if (targets.size === 0) {
    // Before the folders go that they write in.
    process.prependListener("exit", killAll);
  }
  targets.add(target);
  return () => {
    targets.delete(target);
    if (targets.size === 0) {
      process.off("exit", killAll);
    }
  };
}

/** The group of a child that was spawned as `ownGroup` says, with all that it has started. */
export function groupOf({ pid }: ChildProcess): number | null {
  return pid === undefined ? null : ownGroup ? -pid : pid;
}

/** For `detached`: elsewhere it means a window, and there are no groups. */
export const ownGroup = process.platform !== "win32";

function killAll(): void {
  for (const target of targets) {
    const id = target();
    try {
      if (id !== null) {
        process.kill(id, "SIGKILL");
      }
    } catch {
      // It has ended by itself.
    }
  }
}
