#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Catalogue, serveStdio } from "./mcp.js";
import { serveApprovals } from "./runtime/approvals-process.js";
import { ConfigurationError } from "./runtime/env.js";
import { server } from "./server.js";

/** Source: sysexits.h. */
const EX_CONFIG = 78;

const { approvals } = server;

const options = approvals === undefined ? "[--help]" : "[--help] [--approvals [host:port]]";

const desk = `
With --approvals it serves the desk instead, at which people approve what waits for them.
`;

const usage = `Usage: ${server.name} ${options}

Serves the Model Context Protocol over stdin and stdout. The README lists the environment
variables that it reads.
${approvals === undefined ? "" : desk}`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const chosen = parse(args);
  if (chosen === null) {
    process.stderr.write(usage);
    return 2;
  }
  if (chosen.help) {
    process.stdout.write(usage);
    return 0;
  }
  try {
    if (chosen.desk === null) {
      await serveStdio(server, readCatalogue());
    } else {
      await serveApprovals(server, chosen.desk);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    process.stderr.write(`${server.name} cannot start:\n`);
    for (const problem of error.problems) {
      process.stderr.write(`  ${problem}\n`);
    }
    return EX_CONFIG;
  }
}

interface Options {
  readonly help: boolean;
  /** Where the desk listens; null where tools are served instead. */
  readonly desk: { readonly address: string | null } | null;
}

/** Null for arguments that there are none of. */
function parse(args: string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: args.flatMap((arg) => arg.replace(/^--approvals=/, "--approvals\n").split("\n")),
      options: { help: { type: "boolean", short: "h" }, approvals: { type: "boolean" } },
      allowPositionals: true,
    });
    const isDesk = values.approvals === true;
    if (positionals.length > (isDesk ? 1 : 0) || (isDesk && approvals === undefined)) {
      return null;
    }
    return {
      help: values.help === true,
      desk: isDesk ? { address: positionals[0] ?? null } : null,
    };
  } catch {
    return null;
  }
}

function readCatalogue(): Catalogue {
  return JSON.parse(readFileSync(new URL("../tools.json", import.meta.url), "utf8"));
}
