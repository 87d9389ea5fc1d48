// Keeps the declarations that the package's entry reaches: src/… becomes dist/types/….
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** `from "./x.js"`, `import "./x.js"`, `import("./x.js")` */
const imported = /(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)\.js"/g;

/** `emitted` is what the compiler has written, of which `entry` is the file to begin with. */
export function keepReached(emitted, entry, into) {
  rmSync(into, { recursive: true, force: true });
  const root = join(emitted, dirname(entry));
  const reached = new Set([join(emitted, entry)]);
  for (const file of reached) {
    if (!file.startsWith(root)) {
      throw new Error(`${entry} reaches ${file}, which is no part of the package's types`);
    }
    for (const [, path] of readFileSync(file, "utf8").matchAll(imported)) {
      reached.add(`${join(dirname(file), path)}.d.ts`);
    }
    const target = join(into, file.slice(root.length));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
  }
  rmSync(emitted, { recursive: true });
}
