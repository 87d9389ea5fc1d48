import { parseArgs } from "node:util";
import { parseFault } from "./faults/fault.js";
import { type BillingApiOptions, startBillingApi } from "./server.js";
import { sampleTokens } from "./tokens.js";

const usage = `usage: billing-api [--port <number>] [--fault <fault>]... [--spec <file>]

Starts the sample billing API on 127.0.0.1 and prints its address.
Faults: see examples/billing-api/README.md; BILLING_API_FAULTS may hold some, with commas between them.
`;

interface CommandLine {
  readonly help: boolean;
  readonly options: BillingApiOptions;
}

function readCommandLine(args: string[]): CommandLine {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: process.env.BILLING_API_PORT ?? "0" },
      fault: { type: "string", multiple: true, default: [] },
      spec: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`"${values.port}" is no port`);
  }
  const fromEnvironment = (process.env.BILLING_API_FAULTS ?? "").split(",").filter(Boolean);
  return {
    help: values.help,
    options: {
      port,
      faults: [...fromEnvironment, ...values.fault].map(parseFault),
      log: (line) => process.stderr.write(`${line}\n`),
      ...(values.spec !== undefined && { description: values.spec }),
    },
  };
}

async function main(): Promise<void> {
  const { help, options } = readCommandLine(process.argv.slice(2));
  if (help) {
    process.stdout.write(usage);
    return;
  }
  const api = await startBillingApi(options);
  process.stdout.write(`${api.url}\n`);
  process.stderr.write(`tokens: ${Object.keys(sampleTokens).join(", ")}\n`);
  const stop = (): void => void api.close();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
});
