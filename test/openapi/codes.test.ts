import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceCodes } from "../../src/diagnostics/read-problems.js";
import { openapiCodes } from "../../src/openapi/problems.js";

const src = join(import.meta.dirname, "../../src");

describe("codes", () => {
  it("of this folder are documented, and none is documented that is not used", () => {
    const texts = readdirSync(join(src, "openapi"), { encoding: "utf8" })
      .filter((name) => name.endsWith("problems.ts"))
      .map((name) => readFileSync(join(src, "openapi", name), "utf8"));
    const used = texts.flatMap((text) =>
      [...text.matchAll(/code: "([^"]+)"/g)].map(([, code]) => code),
    );
    expect(Object.keys(openapiCodes).sort()).toEqual([...new Set(used)].sort());
  });

  it("of reading are one for each reason", () => {
    expect(Object.keys(sourceCodes).sort()).toEqual(
      ["binary", "denied", "empty", "folder", "missing", "outside", "too-large"].map(
        (reason) => `source/${reason}`,
      ),
    );
  });
});
