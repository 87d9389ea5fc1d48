import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { inTurn, median, type ProcessRun, runNode } from "./measure.js";
import { mcpgen, repository } from "./places.js";
import { milliseconds, type Report, ratio } from "./report.js";

const ROUNDS = 10;

interface Large {
  readonly title: string;
  readonly map: string;
  /** Below the folder of large documents. */
  readonly spec: string;
  readonly parser: string;
  /** A program that parses the document and does nothing else. */
  readonly parse: (path: string) => string;
}

const documents: readonly Large[] = [
  {
    title: "GitHub, 13 MB of JSON",
    map: "github.yaml",
    spec: "github/api.github.com.json",
    parser: "JSON.parse",
    parse: (path) =>
      `import { readFileSync } from "node:fs"; JSON.parse(readFileSync(${JSON.stringify(path)}, "utf8"))`,
  },
  {
    title: "Stripe, 4 MB of YAML",
    map: "stripe.yaml",
    spec: "stripe/spec3.yaml",
    parser: "js-yaml",
    parse: (path) =>
      `import { readFileSync } from "node:fs"; import { load } from "js-yaml"; load(readFileSync(${JSON.stringify(path)}, "utf8"))`,
  },
];

/** Beside the checkout; they are too large to keep in it. */
const folder = process.env.MCPGEN_LARGE_SPECS ?? resolve(repository, "../shared/specs");

/** A whole run that writes a server of ten tools, against parsing the document alone. */
export async function measureLargeSpecs(): Promise<Report> {
  const rows: (readonly string[])[] = [];
  const notes = [`${ROUNDS} runs each, in turn; memory is the peak of the process`];
  for (const document of documents) {
    const spec = join(folder, document.spec);
    if (existsSync(spec)) {
      rows.push(...(await measureDocument(document, spec)));
    } else {
      notes.push(`${document.title}: skipped, there is no ${spec} (set MCPGEN_LARGE_SPECS)`);
    }
  }
  return {
    title: "Large documents: mcpgen generate, ten tools, whole process",
    columns: ["", "mcpgen", "only parsing", "ratio"],
    rows,
    notes,
  };
}

async function measureDocument(document: Large, spec: string): Promise<(readonly string[])[]> {
  const project = mkdtempSync(join(tmpdir(), "mcpgen-bench-"));
  try {
    const copy = join(project, document.spec.split("/").at(-1) ?? "");
    cpSync(spec, copy);
    cpSync(join(repository, "bench/maps", document.map), join(project, "tool-map.yaml"));
    const runs = { ours: [] as ProcessRun[], other: [] as ProcessRun[] };
    const times = await inTurn(
      ROUNDS,
      async () => {
        for (const name of ["server", "operations.lock"]) {
          rmSync(join(project, name), { recursive: true, force: true });
        }
        const run = await runNode([mcpgen, "generate"], project);
        runs.ours.push(run);
        return run.ms;
      },
      async () => {
        const program = ["--input-type=module", "--eval", document.parse(copy)];
        const run = await runNode(program, repository);
        runs.other.push(run);
        return run.ms;
      },
    );
    const [ours, other] = [runs.ours, runs.other].map((each) =>
      median(each.map(({ peakMb }) => peakMb)),
    );
    const name = `${document.title} (${document.parser})`;
    return [
      timeRow(`${name}: time`, median(times.ours), median(times.other)),
      [
        `${name}: memory`,
        `${(ours ?? 0).toFixed(0)} MB`,
        `${(other ?? 0).toFixed(0)} MB`,
        ratio(ours ?? 0, other ?? 0),
      ],
    ];
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function timeRow(name: string, ours: number, other: number): readonly string[] {
  return [name, milliseconds(ours), milliseconds(other), ratio(ours, other)];
}
