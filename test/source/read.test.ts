import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { unreadable } from "../../src/diagnostics/read-problems.js";
import { largestSourceBytes, readNamed, readSource } from "../../src/source/read.js";

function project(): string {
  const above = mkdtempSync(join(tmpdir(), "mcpgen-read-"));
  const root = join(above, "project");
  mkdirSync(join(root, "specs"), { recursive: true });
  writeFileSync(join(above, "secret.yaml"), "a: 1\n");
  writeFileSync(join(root, "specs/api.yaml"), "openapi: 3.1.0\r\n");
  return root;
}

function reasonOf(result: ReturnType<typeof readSource>): string {
  return result.kind === "read" ? "read" : result.problem.reason;
}

describe("readSource", () => {
  it("reads a file, and shows it relative to the root", () => {
    expect(readSource(project(), "specs/api.yaml")).toEqual({
      kind: "read",
      file: { path: "specs/api.yaml", text: "openapi: 3.1.0\r\n" },
    });
  });

  it("leaves a byte order mark out of the text", () => {
    const root = project();
    writeFileSync(join(root, "bom.yaml"), "\uFEFFa: 1\n");
    expect(readSource(root, "bom.yaml")).toMatchObject({ file: { text: "a: 1\n" } });
  });

  it.each([
    ["missing", "specs/none.yaml"],
    ["missing", "specs/api.yaml/below"],
    ["missing", "nul\0byte.yaml"],
    ["folder", "specs"],
    ["folder", "."],
    ["outside", "../secret.yaml"],
    ["outside", "specs/../../secret.yaml"],
    ["outside", "/etc/hostname"],
  ])("answers %s for %j", (reason, path) => {
    expect(reasonOf(readSource(project(), path))).toBe(reason);
  });

  it("does not follow a symbolic link out of the root", () => {
    const root = project();
    symlinkSync(join(root, "../secret.yaml"), join(root, "link.yaml"));
    symlinkSync(join(root, ".."), join(root, "up"));
    expect(reasonOf(readSource(root, "link.yaml"))).toBe("outside");
    expect(reasonOf(readSource(root, "up/secret.yaml"))).toBe("outside");
  });

  it("follows a symbolic link within the root, and a root that is one", () => {
    const root = project();
    symlinkSync(join(root, "specs"), join(root, "also"));
    symlinkSync(root, `${root}-link`);
    expect(reasonOf(readSource(root, "also/api.yaml"))).toBe("read");
    expect(reasonOf(readSource(`${root}-link`, "specs/api.yaml"))).toBe("read");
  });

  it("refuses what is empty, binary or too large", () => {
    const root = project();
    writeFileSync(join(root, "empty.yaml"), " \n\t\n");
    writeFileSync(join(root, "nul.yaml"), "a: \0\n");
    writeFileSync(join(root, "latin1.yaml"), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
    writeFileSync(join(root, "huge.yaml"), "");
    truncateSync(join(root, "huge.yaml"), largestSourceBytes + 1);
    expect(
      ["empty.yaml", "nul.yaml", "latin1.yaml", "huge.yaml"].map((path) =>
        reasonOf(readSource(root, path)),
      ),
    ).toEqual(["empty", "binary", "binary", "too-large"]);
  });
});

describe("readNamed", () => {
  it("reads a file outside the root, since the user named it", () => {
    expect(readNamed(project(), "../secret.yaml")).toEqual({
      kind: "read",
      file: { path: "../secret.yaml", text: "a: 1\n" },
    });
  });
});

describe("unreadable", () => {
  it("says what is wrong, and where the file is named", () => {
    const file = { path: "tool-map.yaml", text: "spec: none.yaml\n" };
    expect(
      unreadable({ reason: "missing", path: "none.yaml", beside: [] }, { file, start: 6, end: 15 }),
    ).toEqual({
      code: "source/missing",
      severity: "error",
      message: 'there is no file "none.yaml"',
      labels: [{ span: { file, start: 6, end: 15 }, text: "named here" }],
      help: ["check the path: it is relative to the file that names it"],
    });
  });
});
