import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generate } from "../../src/generate.js";
import { compile, shop, withTool } from "./compile.js";

const map = withTool("call: listOrders");

describe("a tool map that cannot be read", () => {
  it("is missing", async () => {
    expect(await compile(null)).toMatchInlineSnapshot(`
      "error[source/missing]: there is no file "tool-map.yaml"
         = help: check the path, or run this where the file is
      "
    `);
  });

  it("is empty", async () => {
    expect(await compile("\n\n  \n")).toMatchInlineSnapshot(`
      "error[source/empty]: "tool-map.yaml" is empty
         = help: check that it was written and saved
      "
    `);
  });

  it("is a comment", async () => {
    expect(await compile("# to do\n")).toMatchInlineSnapshot(`
      "error[tool-map/empty]: "tool-map.yaml" holds nothing
       --> tool-map.yaml:1:1
         |
      1  | # to do
         | ^
         |
         = help: a map needs the keys version, server, spec, output and tools
      "
    `);
  });

  it("is binary", async () => {
    expect(
      await compile(Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 255])),
    ).toMatchInlineSnapshot(`
      "error[source/binary]: "tool-map.yaml" is not text in UTF-8
         = help: name a YAML or JSON file, saved as UTF-8
      "
    `);
  });

  it("is huge", async () => {
    expect(await compile(`${map}#${"x".repeat(20_000_000)}`)).toMatchInlineSnapshot(`
      "error[tool-map/too-large]: "tool-map.yaml" is larger than 2 MB
         = help: check that it is a tool map
      "
    `);
  });

  it("is a list", async () => {
    expect(await compile("- a\n- b\n")).toMatchInlineSnapshot(`
      "error[tool-map/wrong-kind]: the map has to be a mapping, not a list
       --> tool-map.yaml:1:1
         |
      1  | - a
         | ^^^
      2  | - b
         | ^^^
      "
    `);
  });

  it("is a word", async () => {
    expect(await compile("hello")).toMatchInlineSnapshot(`
      "error[tool-map/wrong-kind]: the map has to be a mapping, not text
       --> tool-map.yaml:1:1
         |
      1  | hello
         | ^^^^^
      "
    `);
  });
});

describe("a spec outside the project", () => {
  it("is refused, as is a reference there", async () => {
    const outside = map.replace("spec: openapi.yaml", "spec: ../../etc/openapi.yaml");
    expect(await compile(outside)).toMatchInlineSnapshot(`
      "error[source/outside]: "../../etc/openapi.yaml" lies outside the project
       --> tool-map.yaml:3:7
         |
      3  | spec: ../../etc/openapi.yaml
         |       ^^^^^^^^^^^^^^^^^^^^^^ named here
         |
         = help: run mcpgen from a folder that holds both files, or copy this one into the project
      "
    `);
  });

  it("is refused where a link leads to it", async () => {
    const root = mkdtempSync(join(tmpdir(), "mcpgen-linked-"));
    mkdirSync(join(root, "project"));
    writeFileSync(join(root, "api.yaml"), shop);
    writeFileSync(join(root, "project/tool-map.yaml"), map);
    symlinkSync(join(root, "api.yaml"), join(root, "project/openapi.yaml"));
    const said = (from: string, mapPath: string) =>
      generate({ root: from, mapPath, strictLedger: false, validateSpec: false });
    const alone = await said(join(root, "project"), "tool-map.yaml");
    expect(alone.diagnostics.map(({ code }) => code)).toEqual(["source/outside"]);
    const together = await said(root, "project/tool-map.yaml");
    expect(together.output).not.toBeNull();
    writeFileSync(join(root, "project/tool-map.yaml"), map.replace("openapi.yaml", "../api.yaml"));
    expect((await said(root, "project/tool-map.yaml")).output).not.toBeNull();
    rmSync(root, { recursive: true });
  });
});

describe("YAML that is not what it seems", () => {
  it("has tabs", async () => {
    expect(await compile(map.replace("  work:", "\twork:"))).toMatchInlineSnapshot(`
      "error[tool-map/yaml-syntax]: this is not valid YAML: a tab cannot indent a line
       --> tool-map.yaml:6:1
         |
      6  |     work:
         | ^^^^
         |
         = help: indent with blanks
      "
    `);
  });

  it("has a key twice", async () => {
    expect(await compile(withTool("call: listOrders\ncall: getOrder"))).toMatchInlineSnapshot(`
      "error[tool-map/duplicate-key]: "call" is written twice
       --> tool-map.yaml:9:5
         |
      8  |     call: listOrders
         |     ^^^^ first here
      9  |     call: getOrder
         |     ^^^^ again here
         |
         = help: keep one of the two
      "
    `);
  });

  it("has aliases that explode", async () => {
    const bomb = [
      "a: &a [x, x]",
      ...[
        "b",
        "c",
        "d",
        "e",
        "f",
        "g",
        "h",
        "i",
        "j",
        "k",
        "l",
        "m",
        "n",
        "o",
        "p",
        "q",
        "r",
        "s",
        "t",
        "u",
      ].map((name, index, all) => {
        const before = index === 0 ? "a" : all[index - 1];
        return `${name}: &${name} [*${before}, *${before}, *${before}, *${before}]`;
      }),
    ].join("\n");
    expect(await compile(bomb)).toMatchInlineSnapshot(`
      "error[tool-map/alias]: written out, the aliases make more than 250000 values
       --> tool-map.yaml:10:7
         |
      10 | j: &j [*i, *i, *i, *i]
         |       ^^^^^^^^^^^^^^^^
         |
         = help: write the values out, or use fewer aliases
      "
    `);
  });

  it("has an alias of nothing", async () => {
    expect(await compile(withTool("call: *orders"))).toMatchInlineSnapshot(`
      "error[tool-map/alias]: no anchor "orders" comes before this alias
       --> tool-map.yaml:8:11
         |
      8  |     call: *orders
         |           ^^^^^^^
         |
         = help: quote the text if it is no alias; an anchor "&name" has to come before its alias
      "
    `);
  });

  it("does not close what it opens", async () => {
    expect(await compile(withTool("call: listOrders\nwith: { limit: 5"))).toMatchInlineSnapshot(`
      "error[tool-map/yaml-syntax]: this is not valid YAML: { is never closed
       --> tool-map.yaml:9:11
         |
      9  |     with: { limit: 5
         |           ^ opened here
      "
    `);
  });
});

describe("an API description that cannot be read", () => {
  it("is missing", async () => {
    expect(await compile(map.replace("openapi.yaml", "openapi.json"))).toMatchInlineSnapshot(`
      "error[source/missing]: there is no file "openapi.json"
       --> tool-map.yaml:3:7
         |
      3  | spec: openapi.json
         |       ^^^^^^^^^^^^ named here
         |
         = help: did you mean "openapi.yaml"?
         = help: check the path: it is relative to the file that names it
      "
    `);
  });

  it("is empty", async () => {
    expect(await compile(map, { spec: "" })).toMatchInlineSnapshot(`
      "error[source/empty]: "openapi.yaml" is empty
       --> tool-map.yaml:3:7
         |
      3  | spec: openapi.yaml
         |       ^^^^^^^^^^^^ named here
         |
         = help: check that it was written and saved
      "
    `);
  });

  it("is binary", async () => {
    expect(
      await compile(map, { files: { "openapi.yaml": Uint8Array.from([0, 159, 146, 150]) } }),
    ).toMatchInlineSnapshot(`
      "error[source/binary]: "openapi.yaml" is not text in UTF-8
       --> tool-map.yaml:3:7
         |
      3  | spec: openapi.yaml
         |       ^^^^^^^^^^^^ named here
         |
         = help: name a YAML or JSON file, saved as UTF-8
      "
    `);
  });

  it("is no OpenAPI", async () => {
    expect(await compile(map, { spec: "name: shop\n" })).toMatchInlineSnapshot(`
      "error[openapi/not-openapi]: "openapi.yaml" is not an OpenAPI document
       --> openapi.yaml:1:1
         |
      1  | name: shop
         | ^ neither "openapi" nor "swagger" is stated
         |
         = help: an OpenAPI document begins with, for example, "openapi: 3.1.0"
      "
    `);
  });

  it("is a folder", async () => {
    expect(
      await compile(map.replace("openapi.yaml", "specs"), { files: { "specs/a.yaml": shop } }),
    ).toMatchInlineSnapshot(`
      "error[source/folder]: "specs" is a folder, not a file
       --> tool-map.yaml:3:7
         |
      3  | spec: specs
         |       ^^^^^ named here
         |
         = help: name a file in it
      "
    `);
  });

  it("is broken YAML", async () => {
    expect(
      await compile(map, { spec: "openapi: 3.1.0\npaths: { /a: { get: [ }\n" }),
    ).toMatchInlineSnapshot(`
      "error[openapi/invalid-yaml]: "openapi.yaml" is not valid YAML
       --> openapi.yaml:2:21
         |
      2  | paths: { /a: { get: [ }
         |                     ^ opened here, and not closed
         |                       ^ a comma or the closing bracket is expected
      "
    `);
  });
});
