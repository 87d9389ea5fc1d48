import { join } from "node:path";
import { expect, it } from "vitest";
import { run } from "./json-schema.suite.js";

it("agrees with the JSON Schema Test Suite, where that lies beside the checkout", () => {
  const lines: string[] = [];
  const code = run(join(import.meta.dirname, "../.."), (line) => lines.push(line));
  expect({ code, said: code === 0 ? [] : lines }).toEqual({ code: 0, said: [] });
});
