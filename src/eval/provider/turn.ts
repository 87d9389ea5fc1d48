import { isObject, parsedJson } from "../../model/json.js";
import {
  type Exchange,
  ModelError,
  type RequestedCall,
  type StopReason,
  type Usage,
} from "../model.js";
import type { LanguageModel } from "./endpoint.js";

type Part =
  Awaited<ReturnType<LanguageModel["doStream"]>>["stream"] extends ReadableStream<infer P>
    ? P
    : never;
type Finish = Extract<Part, { type: "finish" }>;

/** A model's turn as it came. */
export type Turn = Omit<Exchange, "attempts">;

/** Some endpoints count no tokens. Fewer letters a token than in any text, so that a budget holds. */
const lettersPerToken = 3;

/**
 * Reads a turn to its end. Throws what the stream reports as an error, and a `ModelError` where it
 * ends before the provider has said why the model stopped: what came so far is not its answer.
 */
export async function readTurn(
  stream: ReadableStream<Part>,
  requestLetters: number,
): Promise<Turn> {
  let text = "";
  let answeredBy: string | null = null;
  let finish: Finish | null = null;
  const calls: RequestedCall[] = [];
  for await (const part of stream) {
    switch (part.type) {
      case "text-delta":
        text += part.delta;
        break;
      case "tool-call":
        calls.push(requestedCall(part.toolCallId, part.toolName, part.input));
        break;
      case "response-metadata":
        answeredBy = part.modelId ?? answeredBy;
        break;
      case "error":
        throw part.error;
      case "finish":
        finish = part;
        break;
      default:
        // Reasoning, sources and files: nothing that is judged.
        break;
    }
  }
  const raw = finish?.finishReason.raw;
  if (finish === null || raw === undefined || raw === "") {
    throw new ModelError("cut", "the answer broke off before its end");
  }
  return {
    message: { role: "assistant", text: text.trim(), calls },
    stop: stopReason(finish.finishReason, calls.length > 0),
    usage: usageOf(finish, requestLetters, text.length + JSON.stringify(calls).length),
    answeredBy,
  };
}

function requestedCall(id: string, tool: string, input: string): RequestedCall {
  const parsed = parsedJson(input.trim() === "" ? "{}" : input);
  return isObject(parsed)
    ? { id, tool, arguments: parsed, malformed: null }
    : { id, tool, arguments: null, malformed: input };
}

/** What compatible endpoints say beside the reasons of the original. */
const knownEnds = ["eos", "eos_token", "end_turn", "stop_sequence"];

function stopReason({ unified, raw }: Finish["finishReason"], hasCalls: boolean): StopReason {
  switch (unified) {
    case "length":
      return "length";
    case "content-filter":
      return "refused";
    case "error":
      throw new ModelError("cut", `the model stopped with an error${raw ? ` (${raw})` : ""}`);
    case "other":
      if (!knownEnds.includes(raw ?? "")) {
        const why = `the model stopped for a reason that is not known ("${raw}")`;
        throw new ModelError("refused-request", why);
      }
      return hasCalls ? "calls" : "answered";
    case "stop":
    case "tool-calls":
      // Some endpoints say "stop" beside calls, and "tool_calls" where there are none.
      return hasCalls ? "calls" : "answered";
    default:
      return unified satisfies never;
  }
}

function usageOf({ usage }: Finish, requestLetters: number, answerLetters: number): Usage {
  const { inputTokens, outputTokens } = usage;
  return {
    inputTokens: inputTokens.total || Math.ceil(requestLetters / lettersPerToken),
    outputTokens: outputTokens.total || Math.ceil(answerLetters / lettersPerToken),
  };
}
