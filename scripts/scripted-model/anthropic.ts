import { type Asked, type AskedMessage, type ScriptedTurn, scriptedModelName } from "./wire.js";

type Block = { type: string; text?: string; name?: string; content?: string | Block[] };
type Body = {
  system?: string | Block[];
  tools?: { name: string }[];
  messages: { role: "user" | "assistant"; content: string | Block[] }[];
};

/** Source: Anthropic's API reference, Messages. */
export function askedOfAnthropic(body: Body, headers: Asked["headers"]): Asked {
  return {
    provider: "anthropic",
    system: textOf(body.system ?? ""),
    tools: (body.tools ?? []).map(({ name }) => name),
    messages: body.messages.flatMap(({ role, content }): AskedMessage[] => {
      const blocks = typeof content === "string" ? [{ type: "text", text: content }] : content;
      const results = blocks.filter(({ type }) => type === "tool_result");
      if (role === "assistant") {
        const calls = blocks.filter(({ type }) => type === "tool_use");
        return [{ role, text: textOf(blocks), calls: calls.map(({ name = "" }) => name) }];
      }
      const said = textOf(blocks);
      return [
        ...results.map((block) => ({ role: "tool" as const, text: textOf(block.content ?? "") })),
        ...(said === "" ? [] : [{ role: "user" as const, text: said }]),
      ];
    }),
    headers,
  };
}

function textOf(content: string | Block[]): string {
  return typeof content === "string"
    ? content
    : content.flatMap(({ type, text }) => (type === "text" ? [text ?? ""] : [])).join("");
}

/** The events of a streamed turn. Source: Anthropic's API reference, Streaming Messages. */
export function anthropicEvents(turn: ScriptedTurn, salt: number): readonly string[] {
  const { text = "", calls = [], inputTokens = 100, outputTokens = 20 } = turn;
  const event = (type: string, fields: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const blocks = [
    ...(text === ""
      ? []
      : [{ start: { type: "text", text: "" }, delta: { type: "text_delta", text } }]),
    ...calls.map(({ tool, arguments: given }, at) => ({
      start: { type: "tool_use", id: `toolu_${salt}_${at}`, name: tool, input: {} },
      delta: {
        type: "input_json_delta",
        partial_json: typeof given === "string" ? given : JSON.stringify(given),
      },
    })),
  ];
  const end = calls.length > 0 ? "tool_use" : "end_turn";
  const stops = { refusal: "refusal", length: "max_tokens" } as const;
  const stop = turn.stop === undefined ? end : stops[turn.stop];
  return [
    event("message_start", {
      message: {
        id: `msg_${salt}`,
        type: "message",
        role: "assistant",
        model: scriptedModelName,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: inputTokens, output_tokens: 1 },
      },
    }),
    ...blocks.flatMap(({ start, delta }, index) => [
      event("content_block_start", { index, content_block: start }),
      event("content_block_delta", { index, delta }),
      event("content_block_stop", { index }),
    ]),
    event("message_delta", {
      delta: { stop_reason: stop, stop_sequence: null },
      usage: { output_tokens: outputTokens },
    }),
    event("message_stop", {}),
  ];
}
