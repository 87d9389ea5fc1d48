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
  if (typeof chosen === "string") {
    process.stderr.write(`${chosen}\n\n${usage}`);
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

/** What is wrong with the arguments, where something is. */
function parse(args: string[]): Options | string {
  const flags = { help: { type: "boolean", short: "h" } } as const;
  const options =
    approvals === undefined ? flags : { ...flags, approvals: { type: "boolean" } as const };
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const isDesk = "approvals" in values && values.approvals === true;
    const [address, ...others] = isDesk ? positionals : [null, ...positionals];
    const [surplus] = others;
    return surplus === undefined
      ? { help: values.help === true, desk: isDesk ? { address: address ?? null } : null }
      : `Unexpected argument ${JSON.stringify(surplus)}.`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function readCatalogue(): Catalogue {
  return JSON.parse(readFileSync(new URL("../tools.json", import.meta.url), "utf8"));
}
