import type { z } from "zod";
import type { ObjectShape, Read } from "./contract.js";
import type { ErrorRules } from "./errors.js";
import type { Limit } from "./limits.js";
import type { Failure } from "./outcome.js";
import type { RenamedMembers } from "./renamed.js";
import type { Repeat } from "./repeat.js";

/** What a tool works with during one call. */
export interface Context<Api> extends HandlerContext<Api>, Repeat {}

/** What a tool that its owner writes works with. */
export interface HandlerContext<Api> {
  /** The operations that the tool may use. */
  readonly api: Api;
  /** The values of `upstream.with`, by name. */
  readonly upstream: Readonly<Record<string, string>>;
  /** Aborted when the client cancels the call, or its deadline passes. */
  readonly signal: AbortSignal;
}

/** A tool that its owner writes. Whatever it throws becomes `internal_error`. */
export type Handler<Input extends z.ZodType, Api, Output extends ObjectShape | null = null> = (
  input: z.output<Input>,
  context: HandlerContext<Api>,
) => Promise<(Output extends ObjectShape ? Read<Output> : object) | Failure>;

export interface ToolDefinition<Input extends z.ZodType, Api> {
  readonly name: string;
  readonly input: Input;
  /** What a handler returns is held to it. */
  readonly output?: ObjectShape;
  /** Members of inputs that the model knows by another name than the API. */
  readonly renamed?: RenamedMembers;
  /** Names of inputs, at any depth, whose values are neither logged nor echoed. */
  readonly secret?: readonly string[];
  /** The operations that a handler may use; absent: all. */
  readonly calls?: readonly string[];
  readonly errors?: ErrorRules<z.output<Input>>;
  readonly limit?: Limit;
  run(input: z.output<Input>, context: Context<Api>): Promise<object>;
}

/** A tool whose types the runtime no longer knows: `input` has parsed what `run` and rules are given. */
export interface Tool extends Omit<ToolDefinition<z.ZodType, never>, "errors" | "run"> {
  readonly errors?: ErrorRules<never>;
  run(input: unknown, context: Context<unknown>): Promise<object>;
}

export function defineTool<Input extends z.ZodType, Api>(
  definition: ToolDefinition<Input, Api>,
): Tool {
  return definition;
}

/**
 * Waits for requests that do not need each other. All of them settle; of several failures the
 * first in the order of the arguments is the one that counts.
 */
export async function together<const T extends readonly unknown[]>(
  ...requests: T
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(requests);
  const failed = settled.find((request) => request.status === "rejected");
  if (failed !== undefined) {
    throw failed.reason;
  }
  return (await Promise.all(requests)) as { -readonly [K in keyof T]: Awaited<T[K]> };
}
