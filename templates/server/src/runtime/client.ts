import type { Call } from "./call.js";
import type { Read } from "./contract.js";
import type { ErrorRules } from "./errors.js";
import { request } from "./exchange.js";
import type { OperationRequest, Operations } from "./operation.js";
import type { Value } from "./outcome.js";
import type { Received } from "./received.js";

export type { UpstreamError } from "./errors.js";

/** The typed client of one tool call: a method for each operation. */
export type Client<O extends Operations, R> = {
  readonly [K in keyof O & keyof R]: Method<Absent<R[K]>, Read<O[K]["answer"]>>;
};

type Method<Request, Answer> =
  Record<never, never> extends Request
    ? <E extends CallRules = NoRules>(
        request?: Request,
        options?: CallOptions<E>,
      ) => Promise<Answer | StandIn<E>>
    : <E extends CallRules = NoRules>(
        request: Request,
        options?: CallOptions<E>,
      ) => Promise<Answer | StandIn<E>>;

/** What an operation of a client takes: `RequestOf<Billing["createRefund"]>`. */
export type RequestOf<Operation> = Operation extends (
  request: infer Request,
  ...options: never
) => unknown
  ? NonNullable<Request>
  : never;

type CallRules = ErrorRules<unknown>;
type NoRules = Record<never, never>;

/** What the rules of a call may put in the place of its answer: the values of each, for they differ. */
type StandIn<E> = {
  [K in keyof E]: ValueOf<E[K] extends (...args: never) => infer O ? O : E[K]>;
}[keyof E];

type ValueOf<O> = O extends Value<infer V> ? V : never;

export interface CallOptions<E extends CallRules = CallRules> {
  /**
   * What of the answer must fit the API description: `items[].id`; "" for all of it, which is what a
   * handler gets unless it says otherwise.
   */
  readonly needs?: readonly string[];
  /** Asked before the tool's and the server's. */
  readonly errors?: E;
  /** Is told what came with the answer. */
  readonly http?: Received;
  /** Origins (`https://files.example.com`) to which a GET may be redirected. */
  readonly follow?: readonly string[];
}

/** `T` whose optional members may also be given as undefined, at any depth; they are not sent. */
type Absent<T> = T extends readonly (infer E)[]
  ? readonly Absent<E>[]
  : T extends Uint8Array
    ? T
    : T extends object
      ? {
          [K in keyof T]: Record<never, never> extends Pick<T, K>
            ? Absent<T[K]> | undefined
            : Absent<T[K]>;
        }
      : T;

/** A handler may compute with anything that it reads: nothing of it may be a stand-in. */
const ALL: readonly string[] = [""];

/** The client's methods, for one call; `names` for a handler, which may not use all operations. */
export function clientFor(call: Call, names: readonly string[] | undefined): object {
  const { operations } = call.upstream.definition;
  const methods: Record<string, unknown> = {};
  for (const name of names ?? Object.keys(operations)) {
    const operation = operations[name];
    if (operation !== undefined) {
      methods[name] = (given: OperationRequest = {}, options: CallOptions = {}) =>
        request(
          call,
          name,
          operation,
          given,
          names === undefined ? options : { needs: ALL, ...options },
        );
    }
  }
  return methods;
}
