import { Server as ProtocolServer } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  type ListToolsResult,
  McpError,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import type { AnswerFile } from "./runtime/contract.js";
import type { Ask, Choice } from "./runtime/gate-host.js";
import type { CallResult } from "./runtime/result.js";
import { type RunningServer, startServer } from "./runtime/running.js";
import type { Server } from "./runtime/server.js";

/** `tools.json`: the answer to tools/list, byte for byte. */
export type Catalogue = ListToolsResult;

/** Who is asking on stdio: the one user who started this process. */
const CALLER = "local";

/** How long a shutdown waits for calls that are running. */
const SHUTDOWN_MS = 10_000;

/** A client that has the list is quiet for a moment, in which its first call is prepared. */
const WARM_UP_AFTER_MS = 100;

/** How long output may take to be written after that. */
const LAST_WORDS_MS = 500;

/** Serves one client over stdin and stdout, until stdin ends or the process is told to stop. */
export async function serveStdio(definition: Server, catalogue: Catalogue): Promise<void> {
  keepStdoutForTheProtocol();
  const running = startServer(definition, process.env);
  const server = protocolServer(running, catalogue);
  await server.connect(new StdioServerTransport());
  exitWhenDone(running, server);
  process.on("unhandledRejection", (reason) => running.report(reason));
}

/** The protocol's side of a server: everything that knows the SDK. */
export function protocolServer(running: RunningServer, catalogue: Catalogue): ProtocolServer {
  const { name, title, version, instructions } = running.definition;
  const server = new ProtocolServer(
    { name, version, ...(title === undefined ? {} : { title }) },
    {
      capabilities: { tools: {} },
      ...(instructions === undefined ? {} : { instructions }),
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => {
    setTimeout(() => void running.warmUp(), WARM_UP_AFTER_MS).unref();
    return catalogue;
  });
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, requestId }) => {
    if (!running.has(params.name)) {
      throw new McpError(ErrorCode.InvalidParams, running.unknownTool(params.name));
    }
    const ask = askThrough(server, requestId);
    const result = await running.callTool(params.name, params.arguments, {
      signal,
      caller: CALLER,
      ...(ask === null ? {} : { ask }),
    });
    return toolResult(result);
  });
  return server;
}

/** Null for a client that has no forms for the person at it. */
function askThrough(server: ProtocolServer, relatedRequestId: RequestId): Ask | null {
  if (server.getClientCapabilities()?.elicitation?.form === undefined) {
    return null;
  }
  return async ({ message, field, timeoutMs, signal }) => {
    const { name, title, options } = field;
    const requestedSchema = {
      type: "object" as const,
      properties: { [name]: { type: "string" as const, title, enum: [...options] } },
      required: [name],
    };
    const request = { signal, timeout: timeoutMs, relatedRequestId };
    try {
      const { action, content } = await server.elicitInput({ message, requestedSchema }, request);
      return choiceOf(action, content?.[name], options);
    } catch (error) {
      const isTimeout = error instanceof McpError && error.code === ErrorCode.RequestTimeout;
      return { kind: signal.aborted || isTimeout ? "dismissed" : "failed" };
    }
  };
}

/** A form that comes back without a choice was shown to nobody: some clients accept them unseen. */
function choiceOf(action: string, chosen: unknown, options: readonly string[]): Choice {
  if (action === "decline") {
    return { kind: "declined" };
  }
  if (action === "cancel") {
    return { kind: "dismissed" };
  }
  const option = options.find((each) => each === chosen);
  return action === "accept" && option !== undefined
    ? { kind: "chosen", option }
    : { kind: "failed" };
}

/**
 * A structured error goes as text alone: clients hold structured content to the tool's output schema
 * even where it is an error.
 */
function toolResult(result: CallResult): CallToolResult {
  if (result.kind === "failure") {
    return { isError: true, content: [{ type: "text", text: result.text }] };
  }
  return {
    content: [{ type: "text", text: result.text }, ...result.files.map(embedded)],
    structuredContent: { ...result.structured },
  };
}

function embedded({ uri, media_type, bytes }: AnswerFile): CallToolResult["content"][number] {
  const resource = { uri, mimeType: media_type, blob: bytes.toString("base64") };
  return { type: "resource", resource };
}

/** A handler that prints must not break the protocol. */
function keepStdoutForTheProtocol(): void {
  console.log = console.error;
  console.info = console.error;
  console.debug = console.error;
}

/** Ends the process once stdin does, the client is gone, or the system asks for it. */
function exitWhenDone(running: RunningServer, server: ProtocolServer): void {
  let closing = false;
  const exit = async (): Promise<void> => {
    if (closing) {
      return;
    }
    closing = true;
    await running.close(SHUTDOWN_MS);
    // The last answers are on their way to stdout.
    await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    process.stdin.destroy();
    // Nothing of ours is left to wait for; a handler's own timers are not waited for long.
    setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
  };
  server.onclose = () => void exit();
  process.stdin.once("end", () => void exit());
  // Each answer to a client that is gone is another error.
  process.stdout.on("error", () => void exit());
  process.once("SIGTERM", () => void exit());
  process.once("SIGINT", () => void exit());
}
