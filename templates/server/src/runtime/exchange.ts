import { randomUUID } from "node:crypto";
import { readAnswer, readProblem, reasonIn } from "./answer.js";
import { type Follow, send } from "./attempts.js";
import type { Call } from "./call.js";
import type { CallOptions } from "./client.js";
import { schemesFor } from "./credentials.js";
import {
  builtInFailure,
  fatalStatus,
  hasRuleFor,
  outcomeByRules,
  retryAfter,
  type UpstreamError,
} from "./errors.js";
import { FatalError } from "./fatal.js";
import { type HttpAnswer, NoAnswer } from "./http.js";
import type { Operation, OperationRequest } from "./operation.js";
import { Ended, failure, type Outcome } from "./outcome.js";
import { buildRequest, type Outgoing } from "./outgoing.js";
import { shownHeaders } from "./received.js";
import { bearerProof } from "./tokens.js";
import type { Upstream } from "./upstream.js";

/** An operation as one call uses it. */
interface Use {
  readonly call: Call;
  readonly name: string;
  readonly operation: Operation;
  readonly options: CallOptions;
  /** The same for every attempt; null where the operation takes none. */
  readonly key: string | null;
}

/**
 * Carries out an operation. Resolves with its answer, or with the value that an error rule puts in
 * its place; any other outcome is thrown, and ends the tool.
 */
export async function request(
  call: Call,
  name: string,
  operation: Operation,
  given: OperationRequest,
  options: CallOptions,
): Promise<unknown> {
  const takesKey =
    operation.idempotent === true && call.upstream.definition.idempotencyHeader !== undefined;
  const key = takesKey ? (call.writes?.key() ?? randomUUID()) : null;
  const use: Use = { call, name, operation, options, key };
  const answer = await sendRequest(use, given);
  if (answer instanceof NoAnswer) {
    return unanswered(use, answer);
  }
  options.http?.take(answer);
  const succeeded = answer.status >= 200 && answer.status < 300;
  const changedBefore = call.changed;
  call.changed ||= succeeded && operation.effect !== "read";
  const levels = [options.errors, ...call.rules];
  if (succeeded && !hasRuleFor(levels, answer.status)) {
    return readAnswer(use, answer);
  }
  const error = errorOf(call, answer);
  const outcome = outcomeByRules(levels, "status", error, call.input);
  if (outcome !== undefined) {
    if (outcome.kind === "failure" || outcome.kind === "fatal") {
      // By this rule the answer says no, or nothing certain (202), whatever its status.
      call.changed = changedBefore;
    }
    return settle(outcome, () => fatalStatus(answer.status, operation.effect));
  }
  if (succeeded) {
    return readAnswer(use, answer);
  }
  const builtIn = builtInFailure(answer.status, reasonIn(answer), error.retryAfter);
  throw builtIn === null ? fatalStatus(answer.status, operation.effect) : new Ended(builtIn);
}

/** A token may be over before its time: 401 says that nothing was done, and is asked again with a new one. */
async function sendRequest(use: Use, given: OperationRequest): Promise<HttpAnswer | NoAnswer> {
  const tokens = await tokensFor(use);
  const answer = await sendWith(tokens, use, given);
  if (tokens.size === 0 || answer instanceof NoAnswer || answer.status !== 401) {
    return answer;
  }
  for (const [scheme, token] of tokens) {
    use.call.upstream.tokens.get(scheme)?.refuse(token);
  }
  return await sendWith(await tokensFor(use), use, given);
}

/** The tokens that the operation asks for, by scheme. */
async function tokensFor({ call, operation }: Use): Promise<ReadonlyMap<string, string>> {
  const { upstream, userAgent, secrets } = call;
  const found = new Map<string, string>();
  if (upstream.tokens.size > 0) {
    const isConfigured = (scheme: string) =>
      upstream.proofs.has(scheme) || upstream.tokens.has(scheme);
    for (const scheme of schemesFor(operation, isConfigured) ?? []) {
      const token = await upstream.tokens.get(scheme)?.token(userAgent, secrets);
      if (token !== undefined) {
        found.set(scheme, token);
      }
    }
  }
  return found;
}

function withTokens(upstream: Upstream, tokens: ReadonlyMap<string, string>): Upstream {
  const proofs = [...tokens].map(([scheme, token]) => [scheme, bearerProof(token)] as const);
  return tokens.size === 0
    ? upstream
    : { ...upstream, proofs: new Map([...upstream.proofs, ...proofs]) };
}

async function sendWith(
  tokens: ReadonlyMap<string, string>,
  use: Use,
  given: OperationRequest,
): Promise<HttpAnswer | NoAnswer> {
  const { call, name, operation, key } = use;
  const isRead = operation.effect === "read";
  const outgoing = buildRequest(withTokens(call.upstream, tokens), operation, given, {
    requestId: call.requestId,
    idempotencyKey: key,
    userAgent: call.userAgent,
  });
  if (call.cancelled.aborted) {
    return new NoAnswer("cancelled", false);
  }
  if (!isRead) {
    if (!(await call.audit.written())) {
      throw new FatalError("audit_unavailable", { retry: true });
    }
    call.writes?.check(name, given);
    call.changing = true;
  }
  const { retries, timeoutMs } = call.upstream.definition;
  const bounds = {
    retries,
    timeoutMs,
    repeatable: isRepeatable(use),
    cancellable: isRead,
    deadline: call.deadline,
    signal: call.cancelled,
    follow: followFor(use, outgoing),
  };
  const { method, path } = operation;
  try {
    return await send(call.http, outgoing, bounds, (status, ms) =>
      call.requests.push({ method, path, status, ms: Math.round(ms) }),
    );
  } catch (error) {
    if (error instanceof NoAnswer) {
      return error;
    }
    throw error;
  }
}

/** Redirects are followed where the call names their origins: of a GET, and without what it sent. */
function followFor({ call, options, operation }: Use, { headers }: Outgoing): Follow | null {
  const { follow: origins = [] } = options;
  if (origins.length === 0 || operation.method !== "GET") {
    return null;
  }
  const plain = ["accept", "accept-encoding", "user-agent"].map((name) => [name, headers[name]]);
  const departure = {
    origins,
    secrets: call.secrets,
    headers: Object.fromEntries(plain.filter(([, value]) => value !== undefined)),
    deadline: call.deadline,
    signal: call.cancelled,
  };
  return async (from, answer, timeoutMs) => {
    const follower = await call.follower();
    return await follower.follow({ from, answer, timeoutMs, ...departure });
  };
}

/** Whether a second arrival of the request would change nothing more. */
function isRepeatable({ operation, key }: Use): boolean {
  return operation.effect === "read" || key !== null;
}

/** A change that may have been made is not a failure, whatever the rules for all tools say. */
function unanswered({ call, name, operation, options }: Use, problem: NoAnswer): unknown {
  const { reason, sent, status, cause } = problem;
  const unknown = operation.effect !== "read" && sent;
  const isMade = unknown && status !== null && status >= 200 && status < 300;
  if (isMade && !hasRuleFor([options.errors, ...call.rules], status)) {
    call.changed = true;
    const details = { operation: name, problem: `the answer broke off: ${reason}`, status, cause };
    throw new FatalError("upstream_contract_broken", { ...details, changed: true });
  }
  if (reason === "cancelled" && !unknown) {
    throw new Ended(failure({ error: "cancelled" }));
  }
  if (reason === "timeout" || reason === "network") {
    const [tool, server] = call.rules;
    const levels = unknown ? [options.errors, tool] : [options.errors, tool, server];
    const error = { status: 0, headers: {}, body: readProblem(call, null), retryAfter: null };
    const outcome = outcomeByRules(levels, reason, error, call.input);
    if (outcome !== undefined) {
      return settle(outcome, () => fatalFor(problem, unknown));
    }
  }
  throw fatalFor(problem, unknown);
}

function fatalFor({ reason, cause, status }: NoAnswer, unknown: boolean): Error {
  if (unknown) {
    const answered = status === null ? {} : { status };
    return new FatalError("outcome_unknown", { cause, problem: reason, ...answered });
  }
  switch (reason) {
    case "timeout":
      return new FatalError("upstream_timeout", { cause, retry: true });
    case "encoding":
      return new FatalError("upstream_contract_broken", { problem: "unknown content coding" });
    case "too-large":
      return new Ended(
        failure({
          error: "answer_too_large",
          reason: "The service's answer is too large. Ask for less of it.",
        }),
      );
    default:
      return new FatalError("upstream_unavailable", { cause, retry: true });
  }
}

function errorOf(call: Call, answer: HttpAnswer): UpstreamError<object> {
  const { status, headers } = answer;
  return {
    status,
    headers: shownHeaders(headers),
    body: readProblem(call, answer),
    retryAfter: retryAfter(headers["retry-after"], Date.now()),
  };
}

function settle(outcome: Outcome, fatal: () => Error): unknown {
  switch (outcome.kind) {
    case "value":
      return outcome.value;
    case "fatal":
      throw fatal();
    case "failure":
    case "result":
      throw new Ended(outcome);
  }
}
