import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { main } from "../../src/cli.js";
import { withoutCommands } from "../../src/diagnostics/shown-text.js";
import { version } from "../../src/version.js";
import { fakePipeline } from "./fake-pipeline.js";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mcpgen-cli-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs `mcpgen` in the temporary folder, with `map` as its tool map. */
async function mcpgen(line: string, map?: string) {
  if (map !== undefined) {
    writeFileSync(join(root, "tool-map.yaml"), map);
  }
  const result = { code: -1, stdout: "", stderr: "", loaded: false };
  const io = {
    cwd: root,
    colour: false,
    stdout: (text: string) => {
      result.stdout += text;
    },
    stderr: (text: string) => {
      result.stderr += text;
    },
    uninterrupted: <T>(work: () => Promise<T>) => work(),
    untilInterrupted: () => Promise.resolve(),
  };
  const passes = {
    generate: async () => {
      result.loaded = true;
      return fakePipeline();
    },
    evaluate: async () => {
      throw new Error("no evals are run here");
    },
    testContract: async () => {
      throw new Error("no contract is tested here");
    },
  };
  result.code = await main(line === "" ? [] : line.split(" "), io, passes);
  return result;
}

describe("the command line", () => {
  it("tells the version, which is the package's", async () => {
    const { version: ofPackage } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(version).toBe(ofPackage);
    expect(await mcpgen("--version")).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: "",
      loaded: false,
    });
  });

  it("helps, with exit codes and examples, and loads no pass for it", async () => {
    const program = await mcpgen("--help");
    expect(program).toMatchObject({ code: 0, stderr: "", loaded: false });
    expect(program.stdout).toContain("generate [options] [tool-map]");
    expect(program.stdout).toContain("70  a bug in mcpgen");
    const command = await mcpgen("generate --help");
    expect(command).toMatchObject({ code: 0, stderr: "", loaded: false });
    expect(command.stdout).toMatchInlineSnapshot(`
      "Usage: mcpgen generate [options] [tool-map]

      Writes the server that a tool map describes, all of it or nothing.

      Arguments:
        tool-map           the tool map (default: "tool-map.yaml")

      Options:
        --check            write nothing; fail if the output is out of date, and show how
        --force            replace generated files that were edited by hand
        --accept-weaker    go on where a gate or another safeguard is weaker than before
        --strict-ledger    fail if the API has an operation that operations.lock does not know
        --validate-spec    check all of the API description, not only what the map uses
        --format <format>  how to print findings (choices: "text", "json", "github", default: "text")
        -h, --help         display help for command

      Formats:
        text    findings on stderr, for people; what was done on stdout
        json    one JSON document on stdout: { diagnostics, result }
        github  findings on stdout as annotations of GitHub Actions; what was done after them

      Examples:
        mcpgen generate                         write the server of ./tool-map.yaml
        mcpgen generate maps/billing.yaml       of another map
        mcpgen generate --check                 in CI: is what was committed up to date?
        mcpgen generate --check --format github

      Exit codes:
        0   done, or up to date
        1   errors in the inputs, or out of date (--check)
        2   wrong usage
        70  a bug in mcpgen
      "
    `);
  });

  it.each([
    ["", /^Usage: mcpgen/],
    ["generat", /^error: unknown command 'generat'\n\(Did you mean generate\?\)\n/],
    ["generate --chek", /^error: unknown option '--chek'\n\(Did you mean --check\?\)\n/],
    [
      "generate --format xml",
      /argument 'xml' is invalid\. Allowed choices are text, json, github\./,
    ],
    ["generate a.yaml b.yaml", /^error: too many arguments for 'generate'/],
  ])("says what is wrong in `mcpgen %s`, with code 2", async (line, message) => {
    const { code, stdout, stderr, loaded } = await mcpgen(line);
    expect({ code, stdout, loaded }).toEqual({ code: 2, stdout: "", loaded: false });
    expect(stderr).toMatch(message);
  });

  it("reports an exception as a bug of ours, with code 70", async () => {
    const { code, stdout, stderr } = await mcpgen("generate --check", "bug\n");
    expect({ code, stdout }).toEqual({ code: 70, stdout: "" });
    expect(stderr).toContain("this is a bug in mcpgen");
    expect(stderr).toContain(`mcpgen ${version}, node ${process.version}`);
    expect(stderr).toContain("mcpgen generate --check\n");
    expect(stderr).toMatch(/TypeError: the pipeline broke\n\s+at /);
  });
});

describe("mcpgen generate", () => {
  it("prints results on stdout and findings on stderr", async () => {
    const done = await mcpgen("generate", "a\n");
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect(done.stdout).toContain("servers/billing: 6 added, 0 unchanged\n");
    const failed = await mcpgen("generate", "!wrong\n");
    expect(failed).toMatchObject({ code: 1, stdout: "" });
    expect(failed.stderr).toContain("!wrong");
  });

  it("takes another map, and says where there is none", async () => {
    writeFileSync(join(root, "other.yaml"), "a\n");
    expect((await mcpgen("generate other.yaml")).code).toBe(0);
    const { code, stderr } = await mcpgen("generate");
    expect(code).toBe(1);
    expect(stderr).toContain('"tool-map.yaml" does not exist');
  });

  it("fails with --check where the output is out of date", async () => {
    await mcpgen("generate", "a\n");
    expect((await mcpgen("generate --check")).code).toBe(0);
    expect((await mcpgen("generate --check", "a\nb\n")).code).toBe(1);
  });

  it("prints one JSON document with --format json", async () => {
    const done = await mcpgen("generate --format json", "a\n");
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(done.stdout)).toMatchObject({
      diagnostics: [],
      result: { output: "servers/billing", fresh: false, written: true },
    });
    const failed = await mcpgen("generate --format json", "!wrong\n");
    expect(failed).toMatchObject({ code: 1, stderr: "" });
    expect(JSON.parse(failed.stdout)).toMatchObject({
      diagnostics: [{ code: "fake/mistake", message: "!wrong" }],
      result: null,
    });
  });

  it("prints annotations with --format github", async () => {
    const { code, stdout, stderr } = await mcpgen("generate --format github", "!wrong\n");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toBe("::error title=fake/mistake::!wrong\n");
  });

  it("prints no line of a diff that GitHub Actions would obey", () => {
    const diff = " a::b\n ::add-mask::x\n+::y\n\t::stop-commands::z\n-##[error]w\n";
    expect(withoutCommands(diff)).toBe(
      " a::b\n : :add-mask::x\n+::y\n\t: :stop-commands::z\n-## [error]w\n",
    );
  });
});
