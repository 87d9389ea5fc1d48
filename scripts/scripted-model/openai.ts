import { type Asked, type AskedMessage, type ScriptedTurn, scriptedModelName } from "./wire.js";

type Part = { type: string; text?: string };
type Body = {
  tools?: { function: { name: string } }[];
  messages: {
    role: "system" | "user" | "assistant" | "tool";
    content?: string | Part[] | null;
    tool_calls?: { function: { name: string } }[];
  }[];
};

/** Source: OpenAI's API reference, Chat Completions. */
export function askedOfOpenAi(body: Body, headers: Asked["headers"]): Asked {
  const system = body.messages.filter(({ role }) => role === "system");
  return {
    provider: "openai",
    system: system.map(({ content }) => textOf(content)).join("\n"),
    tools: (body.tools ?? []).map((tool) => tool.function.name),
    messages: body.messages.flatMap(({ role, content, tool_calls }): AskedMessage[] => {
      const text = textOf(content);
      switch (role) {
        case "assistant": {
          const calls = (tool_calls ?? []).map((call) => call.function.name);
          return [{ role, text, calls }];
        }
        case "system":
          return [];
        case "user":
        case "tool":
          return [{ role, text }];
        default:
          return role satisfies never;
      }
    }),
    headers,
  };
}

function textOf(content: string | Part[] | null | undefined): string {
  return typeof content === "string"
    ? content
    : (content ?? []).map(({ text }) => text ?? "").join("");
}

/** The chunks of a streamed turn. Source: OpenAI's API reference, Chat Completions, Streaming. */
export function openAiEvents(turn: ScriptedTurn, salt: number): readonly string[] {
  const { text = "", calls = [], inputTokens = 100, outputTokens = 20 } = turn;
  const chunk = (fields: object): string => {
    const head = { id: `chatcmpl_${salt}`, object: "chat.completion.chunk", created: 1 };
    return `data: ${JSON.stringify({ ...head, model: scriptedModelName, ...fields })}\n\n`;
  };
  const choice = (delta: object, finish_reason: string | null = null): string =>
    chunk({ choices: [{ index: 0, delta, finish_reason }] });
  const end = calls.length > 0 ? "tool_calls" : "stop";
  const stops = { refusal: "content_filter", length: "length" } as const;
  return [
    choice({ role: "assistant", content: "" }),
    ...(text === "" ? [] : [choice({ content: text })]),
    ...calls.map(({ tool, arguments: given }, index) =>
      choice({
        tool_calls: [
          {
            index,
            id: `call_${salt}_${index}`,
            type: "function",
            function: {
              name: tool,
              arguments: typeof given === "string" ? given : JSON.stringify(given),
            },
          },
        ],
      }),
    ),
    choice({}, turn.stop === undefined ? end : stops[turn.stop]),
    chunk({
      choices: [],
      usage: {
        prompt_tokens: inputTokens,
        completion_tokens: outputTokens,
        total_tokens: inputTokens + outputTokens,
      },
    }),
    "data: [DONE]\n\n",
  ];
}
