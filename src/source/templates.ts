import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A template of the package, by its path below `templates/`, with forward slashes. */
export function readTemplate(path: string): string {
  return readFileSync(join(templatesFolder(), ...path.split("/")), "utf8");
}

/** The paths of all templates below a folder of `templates/`, by code unit. */
export function templatePaths(below: string): readonly string[] {
  const folder = join(templatesFolder(), ...below.split("/"));
  const paths: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      paths.push(...templatePaths(`${below}/${entry.name}`));
    } else if (entry.isFile()) {
      paths.push(`${below}/${entry.name}`);
    }
  }
  return paths.sort();
}

let known: string | null = null;

/** The sources and the bundle lie at different depths below the package's root. */
function templatesFolder(): string {
  if (known !== null) {
    return known;
  }
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "templates", "server"))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error("the package's templates folder is missing: the installation is broken");
    }
    folder = parent;
  }
  known = join(folder, "templates");
  return known;
}
