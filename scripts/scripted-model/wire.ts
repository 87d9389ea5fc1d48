import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { anthropicEvents, askedOfAnthropic } from "./anthropic.js";
import { askedOfOpenAi, openAiEvents } from "./openai.js";

/** What a provider's client has asked, in words that no provider has to itself. */
export interface Asked {
  readonly provider: "anthropic" | "openai";
  readonly system: string;
  readonly tools: readonly string[];
  readonly messages: readonly AskedMessage[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export type AskedMessage =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly calls: readonly string[] }
  | { readonly role: "tool"; readonly text: string };

/** A turn as a script has it. */
export interface ScriptedTurn {
  readonly text?: string;
  readonly calls?: readonly ScriptedCall[];
  /** Why it ends, where that is not its text or its calls. */
  readonly stop?: "refusal" | "length";
  /**
   * Where the stream ends before the turn does: with the connection, as if all were well, or with
   * the provider's word that it has too much to do.
   */
  readonly cut?: "connection" | "stream" | "overload";
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

export interface ScriptedCall {
  readonly tool: string;
  /** A text is sent as it is, whatever it is. */
  readonly arguments: object | string;
}

/** An answer that is no turn. */
export interface ScriptedRefusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
}

export type Script = (asked: Asked) => ScriptedTurn | ScriptedRefusal;

export interface ScriptedModel {
  /** As a provider's base URL: with `/v1`. */
  readonly baseUrl: string;
  /** In the order of arrival. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** What the model calls itself. */
export const scriptedModelName = "scripted model";

/** Starts a server that speaks the wire formats of Anthropic's and OpenAI's APIs, and says what a script says. */
export async function startScriptedModel(script: Script): Promise<ScriptedModel> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    serve(request, response, script, asked).catch((error: unknown) => {
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: String(error) } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  script: Script,
  all: Asked[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const isAnthropic = request.url === "/v1/messages";
  if (!isAnthropic && request.url !== "/v1/chat/completions") {
    response.writeHead(404).end();
    return;
  }
  const { headers } = request;
  const asked = isAnthropic ? askedOfAnthropic(body, headers) : askedOfOpenAi(body, headers);
  all.push(asked);
  const answer = script(asked);
  if ("status" in answer) {
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    const error = { type: "scripted_error", message: answer.message ?? `status ${answer.status}` };
    response.end(JSON.stringify({ type: "error", error }));
    return;
  }
  const events = isAnthropic
    ? anthropicEvents(answer, asked.messages.length)
    : openAiEvents(answer, asked.messages.length);
  response.writeHead(200, { "content-type": "text/event-stream" });
  const half = answer.cut === undefined ? events : events.slice(0, Math.floor(events.length / 2));
  for (const event of half) {
    response.write(event);
  }
  if (answer.cut === "overload") {
    const error = { type: "overloaded_error", message: "Overloaded", code: "overloaded_error" };
    const type = isAnthropic ? "event: error\n" : "";
    response.write(`${type}data: ${JSON.stringify({ type: "error", error })}\n\n`);
  }
  if (answer.cut === "connection") {
    // What was written goes out first.
    setTimeout(() => response.destroy(), 20);
    return;
  }
  response.end();
}
