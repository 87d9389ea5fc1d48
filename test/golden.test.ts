import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderText } from "../src/diagnostics/render-text.js";
import { generate } from "../src/generate.js";

const folder = join(import.meta.dirname, "golden");
const cases = readdirSync(folder).sort();

/** `npm run golden` writes what the compiler now gives; read its diff. */
const isUpdate = process.env.npm_lifecycle_event === "golden";

/** Copied byte for byte into every server: what it is stands in templates/ alone. */
const isCopied = (path: string) => /^src\/(runtime\/|mcp\.ts$|main\.ts$)|^\.gitignore$/.test(path);

describe.each(cases)("golden case %s", (name) => {
  const root = join(folder, name);

  it("gives what is expected, and nothing else", async () => {
    const given = await compile(root);
    if (isUpdate) {
      write(root, given);
    }
    expect(given).toEqual(read(root));
  });
});

describe("golden cases", () => {
  it("are each either a server or a mistake", () => {
    for (const name of cases) {
      const holds = ["expected", "stderr.txt"].filter((entry) =>
        existsSync(join(folder, name, entry)),
      );
      expect({ name, holds: holds.length }).toEqual({ name, holds: 1 });
    }
  });
});

/** Path → content of all that a case gives: the emitted files, or what is printed about its mistakes. */
async function compile(root: string): Promise<Record<string, string>> {
  const { diagnostics, output } = await generate({
    root,
    mapPath: "tool-map.yaml",
    strictLedger: false,
    validateSpec: false,
  });
  const serious = diagnostics.filter((found) => found.severity !== "note");
  const printed = renderText(serious, { colour: false });
  if (output === null) {
    return { "stderr.txt": printed };
  }
  const files = [...output.files, ...output.stubs].filter(({ path }) => !isCopied(path));
  return Object.fromEntries([
    ...files.map(({ path, content }) => [`expected/${path}`, content]),
    ...(printed === "" ? [] : [["expected/warnings.txt", printed]]),
  ]);
}

function read(root: string): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => path === "stderr.txt" || path.startsWith("expected/"));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

function write(root: string, files: Record<string, string>): void {
  rmSync(join(root, "expected"), { recursive: true, force: true });
  rmSync(join(root, "stderr.txt"), { force: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
