import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

const repository = join(import.meta.dirname, "..");
const readme = read("README.md");
const contributing = read("CONTRIBUTING.md");

function read(path: string): string {
  return readFileSync(join(repository, path), "utf8");
}

/** The contents of the code blocks with a language; "" for those without one. */
function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , content = ""]) => content);
}

function blockWith(language: string, words: string): string {
  return blocks(readme, language).find((content) => content.includes(words)) ?? "";
}

/** The commands of the shell blocks, without comments. */
function commandsIn(text: string): readonly string[] {
  return blocks(text, "sh")
    .flatMap((block) => block.split("\n"))
    .map((line) => line.replace(/\s+#.*/, "").trim())
    .filter((line) => line !== "");
}

let folder = "";
/** A copy of the repository, so that a build disturbs no other test. */
let copy = "";
/** An empty project, but for an API description and the README's first map. */
let project = "";
let transcript = "";
let tarball = "";

function run(cwd: string, command: string) {
  const quiet = {
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_loglevel: "error",
  };
  const env = { ...process.env, ...quiet, npm_config_prefer_offline: "true" };
  return spawnSync(command, { cwd, encoding: "utf8", env, shell: true });
}

/** What a command printed; throws where it failed. */
function done({ status, stdout, stderr }: ReturnType<typeof run>): string {
  if (status !== 0) {
    throw new Error(`exit code ${status}\n${stdout}${stderr}`);
  }
  return stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mcpgen-readme-"));
  copy = join(folder, "copy");
  mkdirSync(copy);
  const others = new Set([".git", "build", "dist", "node_modules", "test"]);
  for (const name of readdirSync(repository).filter((each) => !others.has(each))) {
    cpSync(join(repository, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/[\\/](?:node_modules|dist)$/.test(path),
    });
  }
  linkPackages();
  project = join(folder, "project");
  mkdirSync(project);
  cpSync(join(repository, "specs"), join(project, "specs"), { recursive: true });
  writeFileSync(join(project, "package.json"), '{ "name": "project", "private": true }\n');
  writeFileSync(join(project, "tool-map.yaml"), blockWith("yaml", "version: 1"));
  transcript = done(run(copy, "npm run demo"));
  done(run(copy, `npm pack --ignore-scripts --pack-destination "${folder}"`));
  tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
}, 120_000);

/** Links to each package: what an installation replaced would be the links. */
function linkPackages(): void {
  const from = join(repository, "node_modules");
  const to = join(copy, "node_modules");
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name === ".package-lock.json") {
      copyFileSync(join(from, name), join(to, name));
    } else {
      symlinkSync(join(from, name), join(to, name), "junction");
    }
  }
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a command of the README", () => {
  it("is, as a demo, nine calls through an MCP client", () => {
    expect(transcript.match(/^→ /gm)).toHaveLength(9);
    expect(transcript).toContain('"error": "approval_pending"');
    expect(transcript).toContain("15 tools: look_up_customer, search_invoices");
    expect(transcript).toContain('"error": "invoice_not_eligible"');
  });

  it.each(commandsIn(readme).filter((command) => command !== "npm run demo"))(
    "works: %s",
    (command) => {
      const installed = command.replace(/(npm install --save-dev) mcpgen$/, `$1 "${tarball}"`);
      expect(() => done(run(project, installed))).not.toThrow();
    },
    120_000,
  );

  it("leaves a server that is built", () => {
    expect(existsSync(join(project, "servers/billing/dist/main.js"))).toBe(true);
  });
});

/** What a run on the sample says after the map was changed in one place; the map is put back. */
function withChange(from: string, to: string, command: string) {
  const path = join(copy, "tool-map.yaml");
  const map = readFileSync(path, "utf8");
  expect(map.split(from)).toHaveLength(2);
  writeFileSync(path, map.replace(from, to));
  const result = run(copy, command);
  writeFileSync(path, map);
  return result;
}

describe("the README", () => {
  it("shows a tool as the sample has it, and the file that it becomes", () => {
    const shown: unknown = parse(blockWith("yaml", "search_invoices:"));
    const { search_invoices } = parse(read("tool-map.yaml")).tools;
    expect(shown).toEqual({ search_invoices });
    expect(blocks(readme, "ts")).toEqual([read("servers/billing/src/tools/search_invoices.ts")]);
  });

  it("begins with a map of ten lines", () => {
    expect(blockWith("yaml", "version: 1").trim().split("\n")).toHaveLength(10);
  });

  it("shows a diagnostic as the compiler prints it", () => {
    const from = "pick: [id, amount_cents, currency, due_date, status]";
    const to = from.replace("amount_cents", "amount_cent");
    const { stderr, status } = withChange(from, to, "node dist/bin.js generate");
    expect(stderr.trim()).toBe(blockWith("", "error[").trim());
    expect(status).toBe(1);
  });

  it("shows what changes for the model as a check prints it", () => {
    const from = "status: { default: open } ";
    const to = "status: { default: open, enum: [open, paid, overdue] } ";
    const { stdout, status } = withChange(from, to, "node dist/bin.js generate --check");
    expect(stdout.split("\n\n")[0]).toBe(blockWith("", "What changes").trim());
    expect(status).toBe(1);
  });

  it("shows an answer to a wrong argument as the server gives it", () => {
    const shown = /`(\{"error":"invalid_status".*\})`/.exec(readme)?.[1] ?? "";
    const answer = /^← error (\{\n {4}"error": "invalid_status"[\s\S]*?^ {2}\})/m.exec(
      transcript,
    )?.[1];
    expect(JSON.stringify(JSON.parse(answer ?? "null"))).toBe(shown);
  });

  it("counts operations, tools and dependencies as they are", () => {
    const operations = read("operations.lock").match(/^[A-Z]+ \//gm);
    const { tools } = JSON.parse(read("servers/billing/tools.json"));
    expect(readme).toContain(`${operations?.length} operations`);
    expect({ tools: tools.length, said: readme.includes("fifteen tools") }).toEqual({
      tools: 15,
      said: true,
    });
    const { dependencies } = JSON.parse(read("servers/billing/package.json"));
    expect(Object.keys(dependencies)).toEqual([
      "@modelcontextprotocol/sdk",
      "libsql",
      "nodemailer",
      "pino",
      "zod",
    ]);
  });

  it("names the options of generate, and no others", () => {
    const help = done(run(copy, "node dist/bin.js generate --help"));
    const options = (text: string) =>
      [...new Set(text.match(/^[ |`]+--[a-z][a-z-]*/gm))].map((option) =>
        option.replace(/[^a-z-]/g, ""),
      );
    expect(options(readme)).toEqual(options(help));
  });
});

describe.each([
  ["README.md", readme],
  ["CONTRIBUTING.md", contributing],
  ["docs/tool-map.md", read("docs/tool-map.md")],
])("%s", (path, text) => {
  it("links to files and headings that are there", () => {
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(
      ([, heading = ""]) =>
        `#${heading
          .toLowerCase()
          .replace(/[^\w -]/g, "")
          .replaceAll(" ", "-")}`,
    );
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const dead = links
      .filter((link) => !/^https:/.test(link))
      .filter((link) =>
        link.startsWith("#")
          ? !headings.includes(link)
          : !existsSync(join(repository, path, "..", link.replace(/#.*/, ""))),
      );
    expect(dead).toEqual([]);
  });
});

describe("CONTRIBUTING.md", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const commands = [
    ...commandsIn(contributing),
    ...[...contributing.matchAll(/^\| `([^`]+)` /gm)].map(([, command = ""]) => command),
  ].filter((command) => /^(?:npm|npx|node) /.test(command));

  it.each(commands)("names a command that there is: %s", (command) => {
    const [program, ...words] = command.split(" ");
    if (program === "npm") {
      const script = words[0] === "run" ? words[1] : words[0];
      expect(Object.keys(scripts)).toContain(script);
    } else {
      const path = words.find((word) => word.includes("/")) ?? "";
      expect(existsSync(join(path.startsWith("dist/") ? copy : repository, path))).toBe(true);
    }
  });

  it("has the table of layers that a test holds", () => {
    const source = read("test/layers.test.ts");
    const table = source.slice(source.indexOf("const allowed"), source.indexOf("const packages"));
    const folders = readdirSync(join(repository, "src"), { withFileTypes: true }).flatMap(
      (entry) => (entry.isDirectory() ? [entry.name] : []),
    );
    const held = folders.map((layer) => {
      const names = new RegExp(`^ {2}"?${layer}"?: \\[([^\\]]*)\\]`, "m").exec(table)?.[1] ?? "";
      return [layer, (names.match(/[\w-]+(?=")/g) ?? []).sort()];
    });
    const shown = [...contributing.matchAll(/^\| `([\w-]+)\/` .*\| ([^|]*)\|$/gm)].map(
      ([, layer = "", names = ""]) => [layer, (names.match(/(?<=`)[\w-]+(?=`)/g) ?? []).sort()],
    );
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(held));
  });
});
