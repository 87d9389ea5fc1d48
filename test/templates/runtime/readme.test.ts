import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../../../templates/server/src/runtime/", import.meta.url);

it("the runtime's README names every file of its folder", () => {
  const readme = readFileSync(new URL("README.md", folder), "utf8");
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  expect(files.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
