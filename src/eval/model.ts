import type { JsonObject, JsonValue } from "../model/json.js";

/** A tool as a model is told of it. */
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
}

export type Message =
  | { readonly role: "user"; readonly text: string }
  | AssistantMessage
  | { readonly role: "tools"; readonly results: readonly ToolResult[] };

export interface AssistantMessage {
  readonly role: "assistant";
  /** Empty where the model only called tools. */
  readonly text: string;
  readonly calls: readonly RequestedCall[];
}

/** A call as the model wrote it. */
export interface RequestedCall {
  /** The provider's name for it, by which its result is told. */
  readonly id: string;
  readonly tool: string;
  /** Null where what the model wrote is no JSON object. */
  readonly arguments: JsonObject | null;
  /** What the model wrote, where it is no JSON object. */
  readonly malformed: string | null;
}

export interface ToolResult {
  readonly callId: string;
  readonly tool: string;
  readonly text: string;
  readonly isError: boolean;
}

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * Why a model stopped. Only the first two are an end by its own will: `length` is a turn that was
 * cut by the limit of tokens.
 */
export type StopReason = "answered" | "calls" | "refused" | "length";

export interface ExchangeRequest {
  readonly system: string;
  readonly tools: readonly ModelTool[];
  readonly messages: readonly Message[];
}

/** One turn of the model's. */
export interface Exchange {
  readonly message: AssistantMessage;
  readonly stop: StopReason;
  readonly usage: Usage;
  /** The model that the provider says has answered; null where it says nothing. */
  readonly answeredBy: string | null;
  /** How often the request was sent: more than once after a 429 or 529. */
  readonly attempts: number;
}

/** A model that can be asked: a provider's endpoint, or a cassette. */
export interface Model {
  /**
   * One exchange: messages and tools in, the assistant's turn out. Throws a `ModelError` where there
   * is none: after the retries, for a stream that was cut, for a stale cassette.
   */
  exchange(request: ExchangeRequest, signal: AbortSignal): Promise<Exchange>;
}

export type ModelProblem =
  | "unauthorised"
  | "refused-request"
  | "unavailable"
  | "cut"
  | "stale-cassette";

/** Why there was no turn. The message holds neither key nor header. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly problem: ModelProblem;

  constructor(problem: ModelProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** Settings that change what a model answers; part of a cassette's key. */
export interface ModelIdentity {
  readonly provider: string;
  readonly id: string;
  readonly settings: Readonly<Record<string, JsonValue>>;
}
