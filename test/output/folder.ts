import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Collector } from "../../src/diagnostics/collector.js";
import type { Output, OutputFile } from "../../src/output/output.js";
import { type Plan, planOutput } from "../../src/output/plan.js";
import { type WriteOptions, writeOutput } from "../../src/output/write.js";

export const folder = "servers/billing";

/** A project in a temporary folder, for the length of `work`. */
export async function inProject(work: (project: Project) => Promise<void> | void): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "mcpgen-output-"));
  try {
    await work(new Project(root));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export class Project {
  constructor(readonly root: string) {}

  get places() {
    return { root: this.root, mapFolder: ".", mapName: "tool-map.yaml" };
  }

  path(path: string): string {
    return join(this.root, folder, path);
  }

  put(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  has(path: string): boolean {
    return existsSync(this.path(path));
  }

  /** Every file of the project with its text, our own folder's included. */
  snapshot(): Record<string, string> {
    const files: Record<string, string> = {};
    for (const entry of readdirSync(this.root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(this.root.length + 1);
      files[name] = entry.isFile() ? readFileSync(path, "utf8") : `(${entry.isDirectory()})`;
    }
    return files;
  }

  async write(output: Output, options: Partial<WriteOptions> = {}): Promise<Found> {
    const collector = new Collector();
    const plan = await writeOutput(output, this.places, { force: false, ...options }, collector);
    return new Found(plan, collector);
  }

  plan(output: Output, force = false): Found {
    const collector = new Collector();
    return new Found(planOutput(output, this.places, { force }, collector), collector);
  }
}

/** What a plan or a write came to, in short forms to compare with. */
export class Found {
  constructor(
    readonly plan: Plan | null,
    readonly collector: Collector,
  ) {}

  get codes(): readonly string[] {
    return this.collector.sorted().map(({ code }) => code);
  }

  get messages(): readonly string[] {
    return this.collector.sorted().map(({ code, message }) => `${code}: ${message}`);
  }

  /** "added src/a.ts", the manifest aside. */
  get changes(): readonly string[] {
    return (this.plan?.changes ?? [])
      .filter(({ kind }) => kind !== "manifest")
      .map(({ path, before, after }) => {
        const action = after === null ? "removed" : before === null ? "added" : "changed";
        return `${action} ${path}`;
      });
  }
}

/** An output of files given as path → text. */
export function outputOf(
  files: Record<string, string>,
  more: { stubs?: Record<string, string>; besideMap?: Record<string, string> } = {},
): Output {
  return {
    folder,
    files: listOf(files),
    stubs: listOf(more.stubs ?? {}),
    besideMap: listOf(more.besideMap ?? {}),
  };
}

function listOf(files: Record<string, string>): readonly OutputFile[] {
  return Object.entries(files).map(([path, content]) => ({ path, content }));
}
