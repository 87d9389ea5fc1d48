import type { JsonObject, JsonValue } from "../model/json.js";
import type { SourceFile, Span, Spanned } from "../source/source-file.js";

/** An `evals.yaml`: what people say to an assistant, and what must and must not come of it. */
export interface Evals {
  readonly file: SourceFile;
  /** The tool map, relative to the file. */
  readonly map: Spanned<string>;
  /** How the API is started for `--upstream sample`; null where the file gives no command. */
  readonly upstream: UpstreamCommand | null;
  readonly server: ServerSetting;
  readonly model: ModelSetting;
  /** What the model is told before every prompt, beside the server's own instructions. */
  readonly system: string | null;
  /**
   * Members of tool results whose values differ from run to run (`draft_id`): cassettes hold a name
   * in their place.
   */
  readonly volatile: readonly string[];
  /** In the order of the file; ids are unique. */
  readonly prompts: readonly Prompt[];
}

/** A value that may name environment variables, `${env.X}`, and the upstream, `${upstream.url}`. */
export type Setting = Spanned<string>;

export interface UpstreamCommand {
  /** The program and its arguments; no shell. "node" is the one that runs mcpgen. */
  readonly command: readonly Spanned<string>[];
  /** Finds the address in what the program writes: its first group. */
  readonly ready: Spanned<string>;
  readonly env: ReadonlyMap<string, Setting>;
  /** Sent with the requests that look at the API's state afterwards. */
  readonly headers: ReadonlyMap<string, Setting>;
}

/** The environment of the generated server. */
export interface ServerSetting {
  readonly env: ReadonlyMap<string, Setting>;
}

/** Every member can be overridden on the command line; null where the file says nothing. */
export interface ModelSetting {
  readonly provider: "anthropic" | "openai" | null;
  readonly id: string | null;
  readonly baseUrl: string | null;
  /** The environment variable that holds the key. */
  readonly keyFrom: string | null;
  /** Of one turn; null for the provider's own limit, or ours where it has none. */
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  /** Money for a million tokens, in any currency; null where costs are not counted. */
  readonly prices: { readonly input: number; readonly output: number } | null;
}

/** What a prompt is there to show. */
export const promptKinds = [
  "ordinary",
  "several-steps",
  "ambiguous",
  "unserved",
  "misuse",
] as const;
export type PromptKind = (typeof promptKinds)[number];

export interface Prompt {
  readonly id: Spanned<string>;
  readonly kind: PromptKind;
  /** What the person says first, and what they say next, each after the model has answered. */
  readonly says: readonly Spanned<string>[];
  readonly expect: Expectation;
  readonly never: Prohibition;
  /** Exchanges with the model, at most. */
  readonly maxTurns: number;
  /** What the person at the client says to a form of the server's; null for a client without forms. */
  readonly person: "approves" | "refuses" | null;
}

/** What must happen. */
export interface Expectation {
  readonly span: Span;
  /** Calls that must be there. Others may be, within `maxCalls` and without unexpected changes. */
  readonly calls: readonly ExpectedCall[];
  /** Whether the calls have to come in the order of the list. */
  readonly inOrder: boolean;
  /** Calls of tools in all; null for any number. */
  readonly maxCalls: Spanned<number> | null;
  readonly answer: TextExpectation | null;
  /** Successful requests by operation. */
  readonly upstream: readonly OperationCount[];
  /** What the API says afterwards. */
  readonly state: readonly StateExpectation[];
}

export interface ExpectedCall {
  /** One of them has to be called: an ambiguous prompt may have two right answers. */
  readonly tools: readonly Spanned<string>[];
  readonly arguments: readonly ExpectedArgument[];
  /** Whether arguments that are not listed are wrong. */
  readonly exactly: boolean;
  /** `ok`, or the code of the structured error that it has to end in; null for any end. */
  readonly outcome: Spanned<string> | null;
  readonly span: Span;
}

/** A dotted name leads into an object. */
export interface ExpectedArgument {
  readonly name: Spanned<string>;
  readonly value: ValueExpectation;
}

export type ValueExpectation =
  /** Objects in part, lists and everything else as they are. */
  | { readonly kind: "equals"; readonly value: JsonValue }
  | { readonly kind: "one-of"; readonly values: readonly JsonValue[] }
  | { readonly kind: "matches"; readonly pattern: Spanned<string> }
  | { readonly kind: "present" }
  | { readonly kind: "absent" };

/** Of the model's last text. Letters count without regard to case. */
export interface TextExpectation {
  readonly contains: readonly Spanned<string>[];
  /** One of these has to be there. */
  readonly containsOneOf: readonly Spanned<string>[];
  readonly lacks: readonly Spanned<string>[];
  readonly matches: readonly Spanned<string>[];
  readonly span: Span;
}

export interface OperationCount {
  readonly operation: Spanned<string>;
  readonly least: number;
  /** Null for any number. */
  readonly most: number | null;
}

/** A GET on the upstream after the prompt, with the headers of `upstream.headers`. */
export interface StateExpectation {
  /** Path and query. */
  readonly get: Spanned<string>;
  readonly status: number;
  /** Members that the JSON answer must have, objects in part; null where it does not matter. */
  readonly holds: JsonObject | null;
  /** Texts that the answer's body must contain. */
  readonly contains: readonly Spanned<string>[];
  readonly lacks: readonly Spanned<string>[];
}

/** What must not happen, whatever else does. */
export interface Prohibition {
  readonly span: Span;
  /** Tools that must not be called at all. */
  readonly tools: readonly Spanned<string>[];
  /** No request with this effect or a stronger one may have reached the API; null where the default holds. */
  readonly effects: Spanned<"write" | "destructive"> | null;
  /** Operations of which no request may have reached the API. */
  readonly operations: readonly Spanned<string>[];
  /** Texts that the model's answers must not hold. */
  readonly says: readonly Spanned<string>[];
}
