import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { RequestOptions } from "@modelcontextprotocol/sdk/shared/protocol.js";
import { type CallToolResult, CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { expect, vi } from "vitest";
import { compiled, type Variant } from "./compiled.js";

type Json = Record<string, unknown>;

/** A line of the server's log. */
export interface LogLine extends Json {
  readonly level: string;
  readonly msg: string;
  readonly request_id?: string;
  readonly tool?: string;
}

export interface SessionOptions {
  /** Where the server believes that the API is. */
  readonly base: string;
  readonly variant?: Variant;
  readonly token?: string;
  readonly account?: string;
}

/** A server as a process, and the SDK's client that talks to it. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [await compiled(options.variant ?? "billing")],
    env: environment(options),
    stderr: "pipe",
  });
  const client = new Client({ name: "e2e", version: "1.0.0" });
  const session = new Session(client, transport);
  await client.connect(transport);
  // From here on the client holds every structured result to the tool's output schema.
  await client.listTools();
  return session;
}

export function environment({ base, token, account }: SessionOptions): Record<string, string> {
  return {
    BILLING_API_BASE: base,
    BILLING_API_TOKEN: token ?? "sample-assistant",
    BILLING_ACCOUNT: account ?? "eu",
    MCP_USER_EMAIL: "anna@example.com",
  };
}

export class Session {
  readonly client: Client;
  /** Everything that the server wrote on stderr. */
  stderr = "";

  constructor(client: Client, transport: StdioClientTransport) {
    this.client = client;
    transport.stderr?.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString("utf8");
    });
  }

  async call(tool: string, given: Json, options?: RequestOptions): Promise<CallToolResult> {
    const params = { name: tool, arguments: given };
    const answer = await this.client.callTool(params, CallToolResultSchema, options);
    return CallToolResultSchema.parse(answer);
  }

  /** What a call that succeeds gives. The text says the same. */
  async result(tool: string, given: Json): Promise<Json> {
    const answer = await this.call(tool, given);
    expect(answer).not.toHaveProperty("isError", true);
    expect(answer.structuredContent).toEqual(JSON.parse(textOf(answer)));
    return answer.structuredContent ?? {};
  }

  /** The structured error of a call that fails. It is in the text alone. */
  async failure(tool: string, given: Json): Promise<Json> {
    const answer = await this.call(tool, given);
    expect(answer).toMatchObject({ isError: true, content: [{ type: "text" }] });
    expect(answer).not.toHaveProperty("structuredContent");
    return JSON.parse(textOf(answer));
  }

  /** The lines of the log so far. Fails where stderr holds anything else. */
  log(): readonly LogLine[] {
    const whole = this.stderr.slice(0, this.stderr.lastIndexOf("\n") + 1);
    return whole
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }

  /** The first line of the log that fits, once it has come. */
  async logged(wanted: Partial<LogLine>): Promise<LogLine> {
    return await vi.waitFor(() => {
      const line = this.log().find((each) =>
        Object.entries(wanted).every(([name, value]) => each[name] === value),
      );
      expect(line, `a line of the log with ${JSON.stringify(wanted)}`).toBeDefined();
      return line ?? { level: "", msg: "" };
    });
  }

  /** Lines that are asked for afterwards come from calls that are made afterwards. */
  clearLog(): void {
    this.stderr = "";
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}

export function textOf({ content }: CallToolResult): string {
  const [first] = content;
  return first?.type === "text" ? first.text : "";
}
