import { dirname, isAbsolute, join, normalize, sep } from "node:path";
import type { Approvals } from "../../model/gate.js";
import { copyInto, makeScratchBeside, makeScratchIn, removeScratch } from "../../output/scratch.js";
import { buildServer } from "./build.js";
import { NotStarted } from "./problem.js";

/** A built server in a folder of ours. */
export interface OwnServer {
  /** Absolute: its `dist/main.js`. */
  readonly main: string;
  remove(): void;
}

/** What a built server reads of its folder, beside what it is compiled to. */
const read = ["package.json", "tools.json"] as const;

/** A copy of a built server, in a new folder inside its own: it has no drafts. Absolute. */
export function copyServer(built: string, prefix: string): string {
  const folder = makeScratchIn(built, prefix);
  for (const name of ["dist", ...read]) {
    copyInto(folder, name, built);
  }
  return folder;
}

/** Compiles a generated server beside its packages; nothing is left in its project. */
export async function buildOwn(project: string, approvals: Approvals | null): Promise<OwnServer> {
  refuseSharedDrafts(approvals);
  const folder = makeScratchBeside(project);
  const remove = (): void => removeScratch(folder);
  try {
    const main = await buildServer(project, join(folder, "dist"));
    for (const name of read) {
      copyInto(folder, name, project);
    }
    return { main, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * The server for one attempt. One whose drafts lie in its folder is copied: an attempt finds no
 * other's drafts, and leaves none.
 */
export function serverOfAttempt(main: string, approvals: Approvals | null): OwnServer {
  if (approvals?.store.kind !== "file") {
    return { main, remove: () => {} };
  }
  const folder = copyServer(dirname(dirname(main)), "attempt-");
  return { main: join(folder, "dist", "main.js"), remove: () => removeScratch(folder) };
}

/** Whether a path, as a map states it, leads out of the folder that it starts from. */
export function isOutside(path: string): boolean {
  return isAbsolute(path) || normalize(path).split(sep)[0] === "..";
}

function refuseSharedDrafts(approvals: Approvals | null): void {
  const path = approvals?.store.kind === "file" ? approvals.store.path : "";
  if (isOutside(path)) {
    throw new NotStarted(
      `approvals.store is the file ${path}: evals need one in the server's folder`,
    );
  }
}
