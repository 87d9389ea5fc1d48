import type { CallStatement, ErrorRule, Statement, Tool } from "../model/tool.js";

/** A call that a tool makes: an operation, with the rules of that step. */
export interface MadeCall {
  /** `Operation.identifier`. */
  readonly operation: string;
  readonly errors: readonly ErrorRule[];
}

/** The calls of a tool; of a gate those of `prepare_<job>`. The first of each operation alone. */
export function callsOf({ body }: Tool): readonly MadeCall[] {
  switch (body.kind) {
    case "steps":
      return once(body.statements.flatMap(callsIn));
    case "gate":
      return once([
        ...body.statements.flatMap(callsIn),
        ...(body.apiDraft === null ? [] : [body.apiDraft.call]),
      ]);
    case "handler":
      return once(body.operations.map(plain));
    case "gate-handler":
      return once(body.reads.map(plain));
    default:
      return body satisfies never;
  }
}

/** … and of `confirm_<job>`. */
export function confirmCallsOf({ body }: Tool): readonly MadeCall[] {
  switch (body.kind) {
    case "gate":
      return once(body.calls.map(({ call }) => call));
    case "gate-handler":
      return once(body.calls.map(plain));
    case "steps":
    case "handler":
      return [];
    default:
      return body satisfies never;
  }
}

/** The calls before a result, each as often as it is made. */
export function statementsOf({ body }: Tool): readonly CallStatement[] {
  return "statements" in body ? body.statements.flatMap(callsIn) : [];
}

function callsIn(statement: Statement): readonly CallStatement[] {
  return statement.kind === "call"
    ? [statement]
    : statement.kind === "together"
      ? statement.calls
      : [];
}

function plain(operation: string): MadeCall {
  return { operation, errors: [] };
}

function once(calls: readonly MadeCall[]): readonly MadeCall[] {
  const first = new Map<string, MadeCall>();
  for (const call of calls) {
    first.set(call.operation, first.get(call.operation) ?? call);
  }
  return [...first.values()];
}
