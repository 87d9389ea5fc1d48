import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DocumentedCode, DocumentedCodes } from "../../src/diagnostics/codes.js";

const src = join(import.meta.dirname, "../../src");

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"))
  .sort();

/** What the folders say of their codes: every exported table whose name ends in "Codes". */
const documented: readonly (readonly [string, DocumentedCode])[] = (
  await Promise.all(files.filter(hasTable).map(tablesOf))
).flat();

function hasTable(path: string): boolean {
  return (
    path.includes("/") && /^export const \w+Codes\b/m.test(readFileSync(join(src, path), "utf8"))
  );
}

async function tablesOf(path: string): Promise<readonly (readonly [string, DocumentedCode])[]> {
  const exported: Record<string, unknown> = await import(join(src, path));
  return Object.entries(exported)
    .filter(([name]) => name.endsWith("Codes"))
    .flatMap(([, table]) => Object.entries(table as DocumentedCodes));
}

/** Every code that the source writes where it does not document it. A `${…}` stands for any slug. */
const written = new Set(
  files.flatMap((path) => {
    const text = readFileSync(join(src, path), "utf8");
    const literals = text.matchAll(
      /["`]((?:bind|eval|expression|mock|openapi|output|source|tool-map)\/(?:[a-z0-9-]+|\$\{[^}]*\}))["`](?!: \{)/g,
    );
    return [...literals].map(([, code = ""]) => code.replace(/\$\{.*/, "*"));
  }),
);

function isWritten(code: string): boolean {
  return written.has(code) || written.has(code.replace(/\/.*/, "/*"));
}

describe("the codes of diagnostics", () => {
  const codes = documented.map(([code]) => code);

  it("are documented, each of them", () => {
    const literal = [...written].filter((code) => !code.endsWith("*"));
    expect(literal.filter((code) => !codes.includes(code)).sort()).toEqual([]);
  });

  it("are documented once, and no others are", () => {
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(codes.filter((code) => !isWritten(code))).toEqual([]);
  });

  it("have a title, a cause and a fix, in sentences", () => {
    const incomplete = documented.filter(
      ([, { title, cause, fix }]) =>
        !/[^.]$/.test(title) || !/[.]$/.test(cause) || !/[.]$/.test(fix),
    );
    expect(incomplete.map(([code]) => code)).toEqual([]);
  });

  it("stand in docs/diagnostics.md", async () => {
    await expect(reference()).toMatchFileSnapshot("../../docs/diagnostics.md");
  });
});

function reference(): string {
  const sections = [...documented]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, { title, cause, fix }]) =>
        `## ${code}\n${title}.\n\n${cause}\n\n**To mend it:** ${fix}\n`,
    );
  return `# Diagnostics\n\nEvery finding of mcpgen has a code. It stays the same from version to version.\n\n${sections.join("\n")}`;
}
