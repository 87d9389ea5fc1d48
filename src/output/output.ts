/** A file to be: its path in its folder, with forward slashes, and its whole text with `\n` line ends. */
export interface OutputFile {
  readonly path: string;
  readonly content: string;
}

export interface StubFile extends OutputFile {
  /** Written with a new output alone: whoever removes it later does not want it. */
  readonly atFirst?: true;
}

/** What a run wants on disk. */
export interface Output {
  /** The output folder, relative to the project's root, with forward slashes. */
  readonly folder: string;
  /** Ours: kept as they are here, and removed when they are no longer wanted. `package.json` is merged. */
  readonly files: readonly OutputFile[];
  /** The user's: written where nothing stands yet, and never touched again. */
  readonly stubs: readonly StubFile[];
  /** Files in the map's folder, such as the ledger; their paths are relative to it. */
  readonly besideMap: readonly OutputFile[];
}

/** Where an `Output` goes. */
export interface Places {
  /** Absolute; paths that people see are relative to it. */
  readonly root: string;
  /** The map's folder, relative to the root; "." for the root itself. */
  readonly mapFolder: string;
  /** The map's file name. */
  readonly mapName: string;
}

/** Our own folder in the output: the manifest, and while a run writes, its lock, journal and staging. */
export const ownFolder = ".mcpgen";
export const manifestPath = `${ownFolder}/manifest.json`;
export const journalPath = `${ownFolder}/journal.json`;
export const stagingPath = `${ownFolder}/staging`;
export const lockPath = `${ownFolder}/lock`;
/** A generated file like others, that lies there since no person edits it. */
export const safeguardsPath = `${ownFolder}/safeguards.json`;

/**
 * Whether a path stays below the folder that it is joined to, on every platform, and away from our
 * own folder and version control's. Paths also come from manifests and journals, which anyone can edit.
 */
export function isSafePath(path: string): boolean {
  const segments = path.split("/");
  const first = segments[0]?.toLowerCase();
  return (
    (first !== ownFolder || path === safeguardsPath) &&
    first !== ".git" &&
    segments.every((segment) => segment !== "" && !/^\.\.?$/.test(segment)) &&
    !/[\p{Cc}\\:*?"<>|]/u.test(path)
  );
}

/** @throws on a path outside the folder or given twice: emitting one is a bug, whatever the inputs were. */
export function assertPaths(output: Output): void {
  const seen = new Set<string>();
  for (const { path } of [...output.files, ...output.stubs]) {
    const folded = path.toLowerCase();
    if (!isSafePath(path) || seen.has(folded)) {
      throw new Error(`the output has an impossible path: ${JSON.stringify(path)}`);
    }
    seen.add(folded);
  }
  for (const { path } of output.besideMap) {
    if (!isSafePath(path) || path.includes("/")) {
      throw new Error(`a file beside the map has an impossible path: ${JSON.stringify(path)}`);
    }
  }
}
