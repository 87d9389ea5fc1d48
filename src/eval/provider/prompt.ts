import type { ExchangeRequest, Message } from "../model.js";
import type { Endpoint, LanguageModel } from "./endpoint.js";

type Options = Parameters<LanguageModel["doStream"]>[0];
type PromptMessage = Options["prompt"][number];

/** A request in the words of the AI SDK. */
export function optionsOf(
  { system, tools, messages }: ExchangeRequest,
  { maxTokens, temperature }: Endpoint,
  signal: AbortSignal,
): Options {
  const first: PromptMessage[] = system === "" ? [] : [{ role: "system", content: system }];
  return {
    prompt: [...first, ...messages.map(promptMessage)],
    ...(maxTokens !== null && { maxOutputTokens: maxTokens }),
    ...(temperature !== null && { temperature }),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        type: "function" as const,
        name,
        description,
        // A JSON object either way; the package's type lists the keywords that it knows.
        inputSchema: { ...inputSchema },
      })),
    }),
    abortSignal: signal,
  };
}

function promptMessage(message: Message): PromptMessage {
  switch (message.role) {
    case "user":
      return { role: "user", content: [{ type: "text", text: message.text }] };
    case "assistant":
      return {
        role: "assistant",
        content: [
          ...(message.text === "" ? [] : [{ type: "text" as const, text: message.text }]),
          ...message.calls.map(({ id, tool, arguments: input }) => ({
            type: "tool-call" as const,
            toolCallId: id,
            toolName: tool,
            // What was no object cannot be sent back; the result tells what it was.
            input: input ?? {},
          })),
        ],
      };
    case "tools":
      return {
        role: "tool",
        content: message.results.map(({ callId, tool, text, isError }) => ({
          type: "tool-result" as const,
          toolCallId: callId,
          toolName: tool,
          output: isError
            ? { type: "error-text" as const, value: text }
            : { type: "text" as const, value: text },
        })),
      };
    default:
      return message satisfies never;
  }
}
