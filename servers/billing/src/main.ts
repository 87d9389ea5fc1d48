#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Catalogue, serveStdio } from "./mcp.js";
import { ConfigurationError } from "./runtime/env.js";
import { server } from "./server.js";

/** Source: sysexits.h. */
const EX_CONFIG = 78;

const usage = `Usage: ${server.name} [--help]

Serves the Model Context Protocol over stdin and stdout. The README lists the environment
variables that it reads.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = parse(args);
  if (options === null) {
    process.stderr.write(usage);
    return 2;
  }
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  try {
    await serveStdio(server, readCatalogue());
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

/** Null for arguments that there are none of. */
function parse(args: string[]): { readonly help: boolean } | null {
  try {
    const { values } = parseArgs({ args, options: { help: { type: "boolean", short: "h" } } });
    return { help: values.help === true };
  } catch {
    return null;
  }
}

function readCatalogue(): Catalogue {
  return JSON.parse(readFileSync(new URL("../tools.json", import.meta.url), "utf8"));
}
