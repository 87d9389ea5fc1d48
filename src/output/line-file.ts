import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";

/** A text file that grows by lines, each on the disk before the next is written. */
export interface LineFile {
  add(line: string): void;
  close(): void;
}

/** Makes the file anew, for its owner's eyes alone. Throws the system's error where it cannot. */
export function openLineFile(folder: string, path: string): LineFile {
  const file = openSync(resolve(folder, path), "w", 0o600);
  return {
    add: (line) => {
      writeSync(file, `${line}\n`);
    },
    close: () => closeSync(file),
  };
}
