import { existsSync } from "node:fs";
import { join, posix, relative } from "node:path";
import type { Collector } from "../diagnostics/collector.js";
import type { JsonValue } from "../model/json.js";
import { type Found, hashOfText, look, sameText } from "./disk.js";
import { canBeFolder, type Folders, foldersOf, obstruction } from "./folders.js";
import { emptyManifest, formatManifest, type Manifest, parseManifest } from "./manifest.js";
import {
  assertPaths,
  manifestPath,
  type Output,
  type OutputFile,
  type Places,
  type StubFile,
} from "./output.js";
import { keysOf, mergePackageJson } from "./package-json.js";
import {
  anotherMap,
  editedByHand,
  manifestBroken,
  packageJsonBroken,
  packageJsonConflict,
  staleEdited,
  unlistedFiles,
} from "./problems.js";

/** One file to write or, where `after` is null, to remove. */
export interface Change {
  readonly kind: "file" | "stub" | "beside-map" | "manifest";
  /** Relative to the output folder; of a file beside the map, to the map's folder. */
  readonly path: string;
  /** Relative to the project's root, for people. */
  readonly shown: string;
  readonly before: Buffer | null;
  readonly after: string | null;
}

export interface Plan {
  /** In the order in which they are made: by path, then beside the map, the manifest last. */
  readonly changes: readonly Change[];
  /** How many files are as they should be. */
  readonly same: number;
}

/**
 * Compares what is wanted with what is on disk, and changes nothing. What stands in the way is
 * reported; the plan is then what would be done if it did not. Null where nothing can be compared.
 *
 * @throws SystemError where a file cannot be read.
 */
export function planOutput(
  output: Output,
  places: Places,
  options: { readonly force: boolean },
  collector: Collector,
): Plan | null {
  assertPaths(output);
  if (!canBeFolder(output, places, collector)) {
    return null;
  }
  const folders = foldersOf(output, places);
  const manifest = readManifest(output, folders, collector);
  if (manifest === null) {
    return null;
  }
  if (isAnothers(manifest, folders, places)) {
    collector.add(anotherMap(output.folder, manifest.map ?? ""));
    return null;
  }
  return new Planner(output, folders, manifest, options.force, collector).plan(places);
}

/** The manifest on disk, an empty one where there is none, null after a reported error. */
function readManifest(output: Output, folders: Folders, collector: Collector): Manifest | null {
  const found = look(folders.output, manifestPath);
  if (found.kind !== "file") {
    return emptyManifest;
  }
  const manifest = parseManifest(found.bytes.toString("utf8"));
  if (manifest === null) {
    collector.add(manifestBroken(posix.join(output.folder, manifestPath)));
  }
  return manifest;
}

/** The map, relative to the output folder. */
function mapFrom(folders: Folders, { mapName }: Places): string {
  return relative(folders.output, join(folders.map, mapName)).replaceAll("\\", "/");
}

/** Whether the folder was written from another map, which is still there: one that is gone was renamed. */
function isAnothers({ map }: Manifest, folders: Folders, places: Places): boolean {
  return map !== null && map !== mapFrom(folders, places) && existsSync(join(folders.output, map));
}

class Planner {
  readonly #changes: Change[] = [];
  readonly #hashes = new Map<string, string>();
  readonly #unlisted: string[] = [];
  #same = 0;
  #packageKeys: Readonly<Record<string, JsonValue>> | null = null;

  constructor(
    readonly output: Output,
    readonly folders: Folders,
    readonly manifest: Manifest,
    readonly force: boolean,
    readonly collector: Collector,
  ) {}

  plan(places: Places): Plan {
    for (const file of byPath(this.output.files)) {
      if (file.path === "package.json") {
        this.#planPackageJson(file);
      } else {
        this.#planFile(file);
      }
    }
    for (const stub of byPath(this.output.stubs)) {
      this.#planStub(stub);
    }
    this.#planStale();
    if (this.#unlisted.length > 0) {
      const listed = this.manifest !== emptyManifest;
      this.collector.add(unlistedFiles(this.output.folder, this.#unlisted, listed));
    }
    for (const file of byPath(this.output.besideMap)) {
      this.#planBesideMap(file, places);
    }
    this.#planManifest(places);
    return { changes: this.#changes, same: this.#same };
  }

  #planFile(file: OutputFile): void {
    const found = this.#look(file.path);
    if (found === null) {
      return;
    }
    this.#hashes.set(file.path, hashOfText(file.content));
    if (found.kind === "absent") {
      this.#change("file", file.path, null, file.content);
    } else if (sameText(found.bytes, file.content)) {
      this.#same++;
    } else {
      const known = this.manifest.files.get(file.path);
      if (known === undefined) {
        this.#unlisted.push(file.path);
      } else if (!known.has(hashOfText(found.bytes)) && !this.force) {
        this.collector.add(editedByHand(this.#shown(file.path)));
      }
      this.#change("file", file.path, found.bytes, file.content);
    }
  }

  #planPackageJson(file: OutputFile): void {
    this.#packageKeys = keysOf(file.content);
    const found = this.#look(file.path);
    if (found === null) {
      return;
    }
    if (found.kind === "absent") {
      this.#change("file", file.path, null, file.content);
      return;
    }
    const existing = found.bytes.toString("utf8");
    const ours = this.manifest.packageKeys;
    const merge = mergePackageJson(existing, file.content, ours, this.force);
    if (merge.kind === "broken") {
      this.collector.add(packageJsonBroken(this.#shown(file.path)));
      return;
    }
    if (merge.conflicts.length > 0) {
      this.collector.add(packageJsonConflict(this.#shown(file.path), merge.conflicts));
    }
    if (merge.text === existing) {
      this.#same++;
    } else {
      this.#change("file", file.path, found.bytes, merge.text);
    }
  }

  /** What stands at the place of a stub is its owner's, whatever it is. */
  #planStub(stub: StubFile): void {
    if (stub.atFirst && this.manifest !== emptyManifest) {
      return;
    }
    const found = look(this.folders.output, stub.path);
    if (found.kind === "absent") {
      this.#change(stub.atFirst ? "file" : "stub", stub.path, null, stub.content);
    } else if (
      (found.kind === "no-folder" || found.kind === "link") &&
      found.at !== stub.path &&
      !existsSync(join(this.folders.output, stub.path))
    ) {
      this.collector.add(obstruction(found, this.output.folder, stub.path));
    }
  }

  /** Files that were ours and are wanted no more; a stub or package.json never is one. */
  #planStale(): void {
    const wanted = new Set(
      [...this.output.files, ...this.output.stubs].map(({ path }) => path.toLowerCase()),
    );
    for (const [path, hashes] of [...this.manifest.files].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const found = wanted.has(path.toLowerCase()) ? null : look(this.folders.output, path);
      if (found === null || found.kind === "absent") {
        continue;
      }
      if (found.kind === "file" && hashes.has(hashOfText(found.bytes))) {
        this.#change("file", path, found.bytes, null);
      } else {
        this.collector.add(staleEdited(this.#shown(path)));
      }
    }
  }

  #planBesideMap(file: OutputFile, places: Places): void {
    const shown = posix.join(places.mapFolder, file.path);
    const found = look(this.folders.map, file.path);
    if (found.kind !== "absent" && found.kind !== "file") {
      this.collector.add(obstruction(found, places.mapFolder, file.path));
    } else if (found.kind === "file" && sameText(found.bytes, file.content)) {
      this.#same++;
    } else {
      const before = found.kind === "file" ? found.bytes : null;
      this.#changes.push({
        kind: "beside-map",
        path: file.path,
        shown,
        before,
        after: file.content,
      });
    }
  }

  #planManifest(places: Places): void {
    const map = mapFrom(this.folders, places);
    const text = formatManifest(this.#hashes, this.#packageKeys, map);
    const found = look(this.folders.output, manifestPath);
    const before = found.kind === "file" ? found.bytes : null;
    if (before === null || !sameText(before, text)) {
      this.#change("manifest", manifestPath, before, text);
    }
  }

  /** What stands where one of our files goes: nothing or a file, or null after a reported error. */
  #look(path: string): Extract<Found, { kind: "absent" | "file" }> | null {
    const found = look(this.folders.output, path);
    if (found.kind === "absent" || found.kind === "file") {
      return found;
    }
    this.collector.add(obstruction(found, this.output.folder, path));
    return null;
  }

  #change(kind: Change["kind"], path: string, before: Buffer | null, after: string | null): void {
    this.#changes.push({ kind, path, shown: this.#shown(path), before, after });
  }

  #shown(path: string): string {
    return posix.join(this.output.folder, path);
  }
}

function byPath(files: readonly OutputFile[]): readonly OutputFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}
