import type { CallStatement, RequestValue, Statement, Tool, ToolBody } from "../model/tool.js";

/** What runs one after the other in a tool or in the first half of a gate; a handler is its owner's. */
export function statementsOf(body: ToolBody): readonly Statement[] {
  switch (body.kind) {
    case "steps":
    case "gate":
      return body.statements;
    case "handler":
    case "gate-handler":
      return [];
    default:
      return body satisfies never;
  }
}

/** Every request that the map puts together in a tool. */
export function requestsOf(
  body: ToolBody,
): readonly { readonly operation: string; readonly request: RequestValue }[] {
  const calls = statementsOf(body).flatMap(callsOf);
  if (body.kind !== "gate") {
    return calls;
  }
  const { apiDraft } = body;
  return [
    ...calls,
    ...(apiDraft === null ? [] : [apiDraft.call]),
    ...(apiDraft === null || apiDraft.cancel === null ? [] : [apiDraft.cancel]),
    ...body.calls.map((each) => each.call),
  ];
}

/** The identifiers of the operations that a tool may use. */
export function operationsOf({ body }: Tool): ReadonlySet<string> {
  switch (body.kind) {
    case "steps":
    case "gate":
      return new Set(requestsOf(body).map((each) => each.operation));
    case "handler":
      return new Set(body.operations);
    case "gate-handler":
      return new Set([...body.reads, ...body.calls]);
    default:
      return body satisfies never;
  }
}

export function callsOf(statement: Statement): readonly CallStatement[] {
  return statement.kind === "call"
    ? [statement]
    : statement.kind === "together"
      ? statement.calls
      : [];
}
