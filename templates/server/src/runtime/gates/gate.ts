import { z } from "zod";
import type { ObjectShape, Read } from "../contract.js";
import type { ErrorRules } from "../errors.js";
import type { JsonObject } from "../json.js";
import type { Limit } from "../limits.js";
import type { Failure } from "../outcome.js";
import type { RenamedMembers } from "../renamed.js";
import type { Context, Tool } from "../tool.js";
import type { Approval } from "./draft.js";

/** What `prepare` works with. It may read, and change nothing but by `once`. */
export interface PrepareContext<Api> extends Context<Api> {
  /**
   * Makes a draft that the API keeps, behind everything that may end `prepare`. It is made once:
   * when `prepare` runs again before the call, the first answer is given.
   */
  once<T>(make: () => Promise<T>): Promise<T>;
}

/** What `prepare` found, as people and the model are told it, and the request that will be sent. */
export interface Prepared<Operation extends string, Request extends object, Kept extends object> {
  readonly summary: string;
  /** Rows under the summary, for people: label and value. */
  readonly show?: Readonly<Record<string, unknown>>;
  /** What an approver types: an amount or a name out of the summary. */
  readonly typed?: string | number | null;
  readonly approval: Approval;
  readonly operation: Operation;
  readonly request: Request;
  /** Where the request holds what a secret input says: JSON Pointers, `/body/code`. */
  readonly secret?: readonly string[];
  /** What `confirm` needs beside the answer. */
  readonly kept?: Kept;
  /** Throws the API's own draft away, once this one is refused or has lapsed. */
  readonly cancel?: { readonly operation: string; readonly request: object };
}

/** What the `prepare` of a handler found; `state` is all that its `confirm` is given. */
export interface HandlerPrepared<State extends object> {
  readonly summary: string;
  readonly show?: Readonly<Record<string, unknown>>;
  readonly typed?: string | number | null;
  /** JSON. */
  readonly state: State;
}

/** What a `prepare` returns where it does not fail. */
export class PreparedDraft<Parts> {
  readonly kind = "draft";
  readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }
}

export function draft<State extends object>(
  parts: HandlerPrepared<State>,
): PreparedDraft<HandlerPrepared<State>>;
export function draft<
  const Operation extends string,
  Request extends object,
  Kept extends object = Record<never, never>,
>(parts: Prepared<Operation, Request, Kept>): PreparedDraft<Prepared<Operation, Request, Kept>>;
export function draft(parts: AnyPrepared | AnyHandlerPrepared): PreparedDraft<unknown> {
  return new PreparedDraft(parts);
}

export type AnyPrepared = Prepared<string, object, object>;
export type AnyHandlerPrepared = HandlerPrepared<object>;

/** What `prepare` ends with. */
export type AnyResult = PreparedDraft<AnyPrepared> | Failure;

/** What `confirm` is given: one member of a union for each `draft(...)` of `prepare`. */
export type Confirmed<Result, Input> =
  Result extends PreparedDraft<Prepared<infer Operation, infer Request, infer Kept>>
    ? {
        readonly operation: Operation;
        readonly request: Request;
        readonly kept: Kept;
        /** The checked arguments. */
        readonly input: Input;
      }
    : never;

interface CommonDefinition<Input extends z.ZodType> {
  /** The job; the tools are `prepare_<name>` and `confirm_<name>`. */
  readonly name: string;
  readonly input: Input;
  readonly renamed?: RenamedMembers;
  readonly secret?: readonly string[];
  readonly errors?: ErrorRules<z.output<Input>>;
  /** Of each of the two tools. */
  readonly limit?: Limit;
  /** How long a draft can be confirmed. */
  readonly expiresMs: number;
}

export interface GateDefinition<Input extends z.ZodType, Api, Result extends AnyResult>
  extends CommonDefinition<Input> {
  prepare(input: z.output<Input>, context: PrepareContext<Api>): Promise<Result>;
  /** Makes the call, and nothing else that changes anything. */
  confirm(
    prepared: Confirmed<Result, z.output<Input>>,
    context: Context<Api>,
  ): Promise<object | Failure>;
}

interface HandlerSurroundings {
  /** The values of `upstream.with`, by name. */
  readonly upstream: Readonly<Record<string, string>>;
  /** Aborted when the client cancels the call, or its deadline passes. */
  readonly signal: AbortSignal;
}

/** A gate whose halves their owner writes. Whatever they throw becomes `internal_error`. */
export interface GateHandler<
  Input extends z.ZodType,
  Reads,
  Calls,
  Output extends ObjectShape | null = null,
  State extends object = JsonObject,
> {
  /** Runs again before the call: what it finds then has to be the same. */
  prepare(
    input: z.output<Input>,
    context: HandlerSurroundings & { readonly reads: Reads },
  ): Promise<PreparedDraft<HandlerPrepared<State>> | Failure>;
  confirm(
    state: State,
    context: HandlerSurroundings & { readonly calls: Calls },
  ): Promise<(Output extends ObjectShape ? Read<Output> : object) | Failure>;
}

export interface HandlerGateDefinition<
  Input extends z.ZodType,
  Reads,
  Calls,
  Output extends ObjectShape | null,
  State extends object,
> extends CommonDefinition<Input> {
  readonly output?: Output;
  /** The operations that `prepare` may use. */
  readonly reads: readonly string[];
  /** … that `confirm` may use. */
  readonly calls: readonly string[];
  readonly approval: Approval | ((input: z.output<Input>) => Approval);
  readonly handler: GateHandler<Input, Reads, Calls, Output, State>;
}

/** The two tools of a job. */
export interface Gate {
  readonly prepare: Tool;
  readonly confirm: Tool;
}

export function defineGate<Input extends z.ZodType, Api, Result extends AnyResult>(
  definition: GateDefinition<Input, Api, Result>,
): Gate;
export function defineGate<
  Input extends z.ZodType,
  Reads,
  Calls,
  State extends object,
  Output extends ObjectShape | null = null,
>(definition: HandlerGateDefinition<Input, Reads, Calls, Output, State>): Gate;
export function defineGate(definition: AnyGate): Gate {
  return {
    prepare: new GateTool("prepare", definition),
    confirm: new GateTool("confirm", definition),
  };
}

const confirmInput = z.strictObject({ draft_id: z.string() });

/** A gate whose types the runtime no longer knows: what it is given is what it was written for. */
export type AnyGate = AnyCallGate | AnyHandlerGate;

export interface AnyCallGate extends Omit<GateDefinition<z.ZodType, never, never>, Loose> {
  readonly errors?: ErrorRules<never>;
  prepare(input: unknown, context: PrepareContext<unknown>): Promise<object>;
  confirm(prepared: unknown, context: Context<unknown>): Promise<object>;
}

export interface AnyHandlerGate
  extends Omit<HandlerGateDefinition<z.ZodType, never, never, ObjectShape | null, never>, Loose> {
  readonly errors?: ErrorRules<never>;
  approval: Approval | ((input: never) => Approval);
  readonly handler: {
    prepare(input: unknown, context: HandlerSurroundings & { reads: unknown }): Promise<object>;
    confirm(state: unknown, context: HandlerSurroundings & { calls: unknown }): Promise<unknown>;
  };
}

type Loose = "errors" | "prepare" | "confirm" | "handler" | "approval";

/** Half of a gate. */
export class GateTool implements Tool {
  readonly name: string;
  readonly input: z.ZodType;
  readonly renamed: RenamedMembers;
  readonly secret: readonly string[];
  readonly errors: ErrorRules<never>;
  readonly limit?: Limit;
  readonly half: "prepare" | "confirm";
  readonly gate: AnyGate;

  constructor(half: "prepare" | "confirm", gate: AnyGate) {
    const { input, renamed = {}, secret = [] } = gate;
    const isPrepare = half === "prepare";
    this.name = `${half}_${gate.name}`;
    this.input = isPrepare ? input : confirmInput;
    this.renamed = isPrepare ? renamed : {};
    this.secret = isPrepare ? secret : [];
    this.errors = gate.errors ?? {};
    if (gate.limit !== undefined) {
      this.limit = gate.limit;
    }
    this.half = half;
    this.gate = gate;
  }

  async run(): Promise<object> {
    throw new Error(`The server says nothing of where the drafts of ${this.name} are kept.`);
  }
}
