import { ConfigurationError } from "./env.js";
import { type RunningServer, startServer } from "./running.js";
import type { Server } from "./server.js";

/** How long a shutdown waits for calls that are being made. */
const SHUTDOWN_MS = 10_000;

/** How long output may take to be written after that. */
const LAST_WORDS_MS = 500;

/**
 * Serves the desk at which people approve, until the process is told to stop. Throws a
 * ConfigurationError where the environment does not do.
 */
export async function serveApprovals(
  definition: Server,
  { address }: { readonly address: string | null },
): Promise<void> {
  if (definition.approvals === undefined) {
    throw new Error("The server has no desk.");
  }
  const running = start(definition, definition.approvals.problems(process.env));
  const desk = await definition.approvals.serve(running, { address, environment: process.env });
  process.stderr.write(`${definition.name}: approvals at ${desk.url}\n`);
  process.on("unhandledRejection", (reason) => running.report(reason));
  let closing = false;
  const exit = async (): Promise<void> => {
    if (!closing) {
      closing = true;
      await desk.close();
      await running.close(SHUTDOWN_MS);
      setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
    }
  };
  process.once("SIGTERM", () => void exit());
  process.once("SIGINT", () => void exit());
}

/** What the tools and the desk lack is reported together. */
function start(definition: Server, problems: readonly string[]): RunningServer {
  try {
    return startServer(definition, process.env, { role: "approvals" });
  } catch (error) {
    throw error instanceof ConfigurationError
      ? new ConfigurationError([...new Set([...error.problems, ...problems])])
      : error;
  }
}
