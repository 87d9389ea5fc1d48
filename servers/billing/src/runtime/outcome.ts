/**
 * How a call can end other than by its ordinary result. A tool returns a `Failure`; an error rule
 * answers with any of the four.
 */
export type Outcome<V = unknown> = Failure | Result | Value<V> | Fatal;

/** The members of a structured error; `error` is a code in snake_case. */
export interface FailureBody {
  readonly error: string;
  readonly [member: string]: unknown;
}

/** A structured error that the model can act on. */
export class Failure {
  readonly kind = "failure";
  readonly body: FailureBody;

  constructor(body: FailureBody) {
    this.body = body;
  }
}

/** A normal result that ends the tool. */
export class Result {
  readonly kind = "result";
  readonly value: object;

  constructor(value: object) {
    this.value = value;
  }
}

/** Stands in for the answer of the request that failed; the tool goes on. */
export class Value<V> {
  readonly kind = "value";
  readonly value: V;

  constructor(value: V) {
    this.value = value;
  }
}

/** What the model cannot mend: logged as an error, answered with a fixed body. */
export class Fatal {
  readonly kind = "fatal";
}

export function failure(body: FailureBody): Failure {
  return new Failure(body);
}

export function result(value: object): Result {
  return new Result(value);
}

export function value<V>(standIn: V): Value<V> {
  return new Value(standIn);
}

export const fatal = new Fatal();

/** What a handler returns until it is written. */
export function notImplemented(): Failure {
  return failure({
    error: "not_implemented",
    reason: "This tool has not been written yet.",
    retry: false,
  });
}

/** What a function throws until it is written: `throw notWritten("invoice_label")`. */
export function notWritten(name: string): Ended {
  return new Ended(
    failure({
      error: "not_implemented",
      reason: `This tool needs the function ${name}, which has not been written yet.`,
      retry: false,
    }),
  );
}

/** Thrown to end a tool from within a request or an expression; never reaches the model as it is. */
export class Ended extends Error {
  readonly outcome: Failure | Result;

  constructor(outcome: Failure | Result) {
    super("The tool ended.");
    this.name = "Ended";
    this.outcome = outcome;
  }
}
