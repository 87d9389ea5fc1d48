import { describe, expect, it } from "vitest";
import { readTemplate, templatePaths } from "../../src/source/templates.js";

describe("templates", () => {
  it("are listed by code unit, with forward slashes", () => {
    const paths = templatePaths("server");
    expect(paths.length).toBeGreaterThan(0);
    expect(paths).toEqual([...paths].sort());
    expect(paths.filter((path) => !path.startsWith("server/") || path.includes("\\"))).toEqual([]);
  });

  it("are read by their path", () => {
    const [path = ""] = templatePaths("server");
    expect(readTemplate(path)).not.toBe("");
  });
});
