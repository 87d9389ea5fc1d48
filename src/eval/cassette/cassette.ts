import { createHash } from "node:crypto";
import { asObject, asText, isList, type JsonValue, parsedJson } from "../../model/json.js";
import type {
  AssistantMessage,
  ExchangeRequest,
  Message,
  ModelTool,
  StopReason,
  Usage,
} from "../model.js";

/** The exchanges with a model over one prompt, as recorded. */
export interface Cassette {
  readonly version: 1;
  /** The prompt's id. */
  readonly prompt: string;
  /** The model that has answered, by its own name. */
  readonly recorded_from: string;
  readonly says: readonly string[];
  readonly system: string;
  /** Tool → digest of what the model is told of it, in the order of the list. */
  readonly tools: Readonly<Record<string, string>>;
  /** One for each repetition. */
  readonly recordings: readonly (readonly RecordedExchange[])[];
}

export interface RecordedExchange {
  /** Digest of everything that the model was sent. */
  readonly key: string;
  /** What was said since the exchange before; values that differ from run to run are named. */
  readonly asked: readonly Message[];
  readonly answer: AssistantMessage;
  readonly stop: StopReason;
  readonly usage: Usage;
}

/** Of the whole request, with messages whose changing values are named. */
export function keyOf({ system, tools, messages }: ExchangeRequest): string {
  return digest({ system, tools, messages });
}

export function toolDigests(tools: readonly ModelTool[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    tools.map(({ name, description, inputSchema }) => [name, digest({ description, inputSchema })]),
  );
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);
}

/** The text of a cassette's file. */
export function cassetteText(cassette: Cassette): string {
  return `${JSON.stringify(cassette, null, 2)}\n`;
}

/** Null for a text that is no cassette of this version. */
export function parseCassette(text: string): Cassette | null {
  const parsed = parsedJson(text);
  return isCassette(parsed) ? parsed : null;
}

/** Why a text is no cassette, in words that follow the name of its file. */
export function cassetteFault(text: string): string {
  const parsed = parsedJson(text);
  if (parsed === undefined) {
    return "is no cassette: its JSON is broken, or breaks off";
  }
  const { version } = asObject(parsed);
  return version === undefined || version === 1
    ? "is no cassette: what it should hold is missing or of another kind"
    : `is of version ${JSON.stringify(version)}, and this mcpgen reads version 1`;
}

/** Looks at what replaying relies on; the rest is held by the keys. */
function isCassette(value: unknown): value is Cassette {
  const file = asObject(value as JsonValue);
  const recordings = file.recordings ?? null;
  return (
    file.version === 1 &&
    asText(file.recorded_from) !== "" &&
    file.says !== undefined &&
    isList(file.says) &&
    isList(recordings) &&
    recordings.every((recording) => isList(recording) && recording.map(asObject).every(isExchange))
  );
}

function isExchange({ key, asked, answer, stop, usage }: ReturnType<typeof asObject>): boolean {
  const { inputTokens, outputTokens } = asObject(usage);
  const { calls, text } = asObject(answer);
  return (
    asText(key) !== "" &&
    asked !== undefined &&
    isList(asked) &&
    calls !== undefined &&
    isList(calls) &&
    typeof text === "string" &&
    ["answered", "calls", "refused", "length"].includes(asText(stop)) &&
    typeof inputTokens === "number" &&
    typeof outputTokens === "number"
  );
}
