import { describe, expect, it } from "vitest";
import { printStatements } from "../../src/emit/code.js";
import { Imports } from "../../src/emit/imports.js";

describe("imports", () => {
  it("are sorted as the linter wants, packages first, then from far to near", () => {
    const imports = new Imports("../runtime");
    imports.runtime("failure");
    imports.type("../api/billing.js", "ApiError");
    imports.value("../api/billing.js", "operations");
    imports.value("./near.js", "near");
    imports.value("zod", "z");
    imports.type("../runtime/tool.js", "Context");
    imports.runtime("defineTool");
    imports.namespace("../functions.js", "fn");
    imports.value("../handlers/a-b.js", "aB", "handler");
    expect(String(printStatements(imports.statements()))).toBe(
      [
        'import { z } from "zod";',
        'import { type ApiError, operations } from "../api/billing.js";',
        'import * as fn from "../functions.js";',
        'import { aB as handler } from "../handlers/a-b.js";',
        'import { failure } from "../runtime/outcome.js";',
        'import { type Context, defineTool } from "../runtime/tool.js";',
        'import { near } from "./near.js";',
      ].join("\n"),
    );
  });

  it("name what is used as a type and as a value once", () => {
    const imports = new Imports("./runtime");
    imports.type("./api/a.js", "problem");
    imports.value("./api/a.js", "problem");
    expect(String(printStatements(imports.statements()))).toBe(
      'import { problem } from "./api/a.js";',
    );
  });
});
