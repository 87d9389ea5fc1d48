import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { parseCatalogue } from "../../catalogue/catalogue.js";
import { asObject, asText, isList, type JsonObject, type JsonValue } from "../../model/json.js";
import type { ModelTool } from "../model.js";
import { endWithUs } from "./end-with-us.js";
import { NotStarted, type ProcessEnd, tellingLines } from "./problem.js";
import type { ServerProcess } from "./server-process.js";

/** How a server's program is started. */
export interface ServerProgram {
  /** Absolute: `dist/main.js` of the generated server. */
  readonly main: string;
  /** Absolute; a folder of the attempt's own. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What is answered to the server's forms; null for a client that shows none. */
  readonly person: "approves" | "refuses" | null;
}

/** What a host passes on to its model. */
export interface HostResult {
  readonly text: string;
  readonly isError: boolean;
  /** A protocol error: no result of a tool. */
  readonly isProtocolError: boolean;
}

/** How long the log's last lines may take after the server has ended. */
const lastLinesMs = 2_000;

/** A generated server with an MCP client of ours, over stdio. */
export class ServerSession {
  readonly #client: Client;
  readonly #log: Log;
  readonly #process: ServerProcess;
  #isOver = false;
  /** The tools as the server lists them: JSON. */
  readonly advertised: string;
  readonly tools: readonly ModelTool[];
  readonly instructions: string;

  private constructor(client: Client, process: ServerProcess, log: Log, advertised: string) {
    this.#client = client;
    this.#process = process;
    this.#log = log;
    this.advertised = advertised;
    this.tools = modelTools(advertised);
    this.instructions = client.getInstructions() ?? "";
    const { onclose } = client;
    client.onclose = () => {
      onclose?.();
      this.#isOver = true;
    };
  }

  /** Whether the server has ended, though nobody has asked it to. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** How the server has ended; null while it runs. */
  get end(): ProcessEnd | null {
    return this.#process.end;
  }

  static async start({ main, cwd, env, person }: ServerProgram): Promise<ServerSession> {
    const [{ Client }, { ServerProcess }, { ElicitRequestSchema }] = await Promise.all([
      import("@modelcontextprotocol/sdk/client/index.js"),
      import("./server-process.js"),
      import("@modelcontextprotocol/sdk/types.js"),
    ]);
    const transport = new ServerProcess({ main, cwd, env });
    const log = new Log(transport);
    const client = new Client(
      { name: "mcpgen-eval", version: "1.0.0" },
      { capabilities: person === null ? {} : { elicitation: { form: {} } } },
    );
    if (person !== null) {
      client.setRequestHandler(ElicitRequestSchema, ({ params }) =>
        formAnswer(person, asObject(JSON.parse(JSON.stringify(params)))),
      );
    }
    client.onclose = endWithUs(() => transport.pid);
    try {
      await client.connect(transport);
      const { tools } = await client.listTools();
      return new ServerSession(client, transport, log, JSON.stringify(tools));
    } catch (error) {
      await client.close();
      const why = tellingLines(await log.text());
      const message = error instanceof Error ? error.message : String(error);
      throw new NotStarted(`the server did not start: ${why === "" ? message : why}`);
    }
  }

  /** Calls a tool as a host does. Rejects when the signal is aborted. */
  async call(tool: string, given: JsonObject, signal: AbortSignal): Promise<HostResult> {
    try {
      const answer = await this.#client.callTool(
        { name: tool, arguments: { ...given } },
        undefined,
        { signal, timeout: 300_000 },
      );
      const isError = answer.isError === true;
      return { text: textOf(answer.content), isError, isProtocolError: false };
    } catch (error) {
      signal.throwIfAborted();
      const text = error instanceof Error ? error.message : String(error);
      return { text, isError: true, isProtocolError: true };
    }
  }

  /** Ends the server, and gives its log. */
  async close(): Promise<string> {
    await this.#client.close();
    return await this.#log.text();
  }
}

/** What the server writes to stderr. */
class Log {
  #text = "";
  readonly #ended: Promise<void>;

  constructor({ stderr }: ServerProcess) {
    const decoder = new TextDecoder();
    stderr.on("data", (chunk: Buffer) => {
      this.#text += decoder.decode(chunk, { stream: true });
    });
    this.#ended = new Promise((resolve) => {
      stderr.once("end", resolve);
    });
  }

  async text(): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, lastLinesMs);
    });
    await Promise.race([this.#ended, late]);
    clearTimeout(timer);
    return this.#text;
  }
}

/** A form is filled in with the first of the options that it offers. */
function formAnswer(person: "approves" | "refuses", params: JsonObject) {
  if (person === "refuses") {
    return { action: "decline" as const };
  }
  const fields = asObject(asObject(params.requestedSchema).properties);
  const content = Object.entries(fields).map(([name, field]) => {
    const { enum: options, oneOf } = asObject(field);
    const [first] = options !== undefined && isList(options) ? options : [];
    const [choice] = oneOf !== undefined && isList(oneOf) ? oneOf.map(asObject) : [];
    return [name, asText(first) || asText(choice?.const)] as const;
  });
  return { action: "accept" as const, content: Object.fromEntries(content) };
}

function modelTools(tools: string): readonly ModelTool[] {
  return [...(parseCatalogue(tools) ?? new Map()).values()].map(
    ({ name, description, inputSchema }) => ({ name, description, inputSchema }),
  );
}

/** The text of a result; of what is no text its kind, as hosts without a use for it show it. */
function textOf(content: unknown): string {
  const parts: JsonValue = JSON.parse(JSON.stringify(content ?? []));
  return (isList(parts) ? parts : [])
    .map(asObject)
    .map((part) => (part.type === "text" ? asText(part.text) : `[${asText(part.type)}]`))
    .join("\n");
}
