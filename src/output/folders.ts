import { lstatSync, statSync } from "node:fs";
import { dirname, posix, relative, resolve, sep } from "node:path";
import type { Collector } from "../diagnostics/collector.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { type Found, look } from "./disk.js";
import { manifestPath, type Output, type Places } from "./output.js";
import { notAFile, notAFolder, symbolicLink } from "./problems.js";

/** Absolute folders of a run. */
export interface Folders {
  readonly output: string;
  readonly map: string;
}

export function foldersOf(output: Output, places: Places): Folders {
  return {
    output: resolve(places.root, output.folder),
    map: resolve(places.root, places.mapFolder),
  };
}

/** Whether the output folder is one, or can be made one; false after a reported error. */
export function canBeFolder(output: Output, places: Places, collector: Collector): boolean {
  const folders = foldersOf(output, places);
  const obstacle = obstacleOf(folders.output);
  if (obstacle !== null) {
    collector.add(notAFolder(shownPath(places.root, obstacle)));
    return false;
  }
  const manifest = look(folders.output, manifestPath);
  if (manifest.kind !== "absent" && manifest.kind !== "file") {
    collector.add(obstruction(manifest, output.folder, manifestPath));
    return false;
  }
  return true;
}

/** The outermost thing on the way to `folder` that is no folder; links are followed up to the output itself. */
function obstacleOf(folder: string): string | null {
  const outer = dirname(folder);
  const obstacle = outer === folder ? null : obstacleOf(outer);
  if (obstacle !== null || statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    return obstacle;
  }
  return lstatSync(folder, { throwIfNoEntry: false }) === undefined ? null : folder;
}

/** What to say of something that stands where a file of ours should. */
export function obstruction(
  found: Exclude<Found, { kind: "absent" | "file" }>,
  folder: string,
  path: string,
): Diagnostic {
  switch (found.kind) {
    case "link":
      return symbolicLink(posix.join(folder, found.at));
    case "no-folder":
      return notAFolder(posix.join(folder, found.at));
    case "no-file":
      return notAFile(posix.join(folder, path));
    default:
      return found satisfies never;
  }
}

function shownPath(root: string, path: string): string {
  return relative(root, path).split(sep).join("/") || ".";
}
