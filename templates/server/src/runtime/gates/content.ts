import type { Call, Writes } from "../call.js";
import { text } from "../expression.js";
import type { JsonObject } from "../json.js";
import { Failure } from "../outcome.js";
import { contextOf, run, withinDeadline } from "../run.js";
import type { Secrets } from "../secrets.js";
import type { Context } from "../tool.js";
import type { Approval, Draft, PreparedCall } from "./draft.js";
import {
  type AnyGate,
  type AnyHandlerGate,
  type AnyHandlerPrepared,
  type AnyPrepared,
  type PrepareContext,
  PreparedDraft,
} from "./gate.js";
import { asStoredObject, hashOf } from "./hash.js";
import { oneLine, shownRows, summaryLine } from "./lines.js";
import { phaseOf } from "./phase.js";

/** What `prepare` says of a draft. */
export type Content = Pick<
  Draft,
  "hash" | "summary" | "show" | "typed" | "approval" | "call" | "kept" | "cancel"
>;

/** The longest that anybody has to type. */
const MAX_TYPED = 200;

export type Once = PrepareContext<unknown>["once"];

const approvals: readonly unknown[] = ["none", "elicitation", "human"] satisfies Approval[];

/**
 * Runs the gate's `prepare`: for a new draft, and again before its call is made. Nothing but what
 * `once` makes may change anything.
 */
export async function prepareContent(
  gate: AnyGate,
  call: Call,
  input: unknown,
  once: Once,
): Promise<Content | Failure> {
  const writes = new NoWritesBut();
  const phase = phaseOf(call, { input, cancelled: call.cancelled, notes: [], writes });
  const guarded: Once = (make) => once(() => writes.during(make));
  const prepared = await withinDeadline(
    phase,
    run(phase, () => prepare(gate, phase, guarded)),
  );
  if (prepared instanceof Failure) {
    return prepared;
  }
  if (!(prepared instanceof PreparedDraft)) {
    throw new TypeError(`prepare_${gate.name} returned neither a draft nor a failure`);
  }
  return "handler" in gate
    ? handlerContent(gate, prepared.parts, input, call.secrets)
    : callContent(gate.name, prepared.parts, call.secrets);
}

function prepare(gate: AnyGate, phase: Call, once: Once): Promise<object> {
  if ("handler" in gate) {
    const context = contextOf(phase, gate.reads);
    return gate.handler.prepare(phase.input, surroundings(context, { reads: context.api }));
  }
  return gate.prepare(phase.input, Object.assign(contextOf(phase, undefined), { once }));
}

/** What a handler works with. The signal is made when it is asked for. */
export function surroundings<T extends object>(context: Context<unknown>, more: T) {
  return {
    upstream: context.upstream,
    get signal() {
      return context.signal;
    },
    ...more,
  };
}

class NoWritesBut implements Writes {
  #allowed = false;

  async during<T>(make: () => Promise<T>): Promise<T> {
    this.#allowed = true;
    try {
      return await make();
    } finally {
      this.#allowed = false;
    }
  }

  check(operation: string): void {
    if (!this.#allowed) {
      throw new Error(`${operation} changes something, which nothing may before it is confirmed.`);
    }
  }

  key(): null {
    return null;
  }
}

function callContent(job: string, parts: AnyPrepared, secrets: Secrets): Content {
  const { approval, operation, secret = [], cancel } = parts;
  const request = asStoredObject(parts.request);
  const call: PreparedCall =
    secret.length === 0 ? { operation, request } : { operation, request, secret };
  const words = wordsOf(job, parts, secrets);
  return {
    ...words,
    hash: hashOf({ job, operation, request, summary: words.summary, approval }),
    approval: checked(job, approval),
    call,
    kept: asStoredObject(parts.kept ?? {}),
    cancel:
      cancel === undefined
        ? null
        : { operation: cancel.operation, request: asStoredObject(cancel.request) },
  };
}

function handlerContent(
  gate: AnyHandlerGate,
  parts: AnyHandlerPrepared,
  input: unknown,
  secrets: Secrets,
): Content {
  const job = gate.name;
  const choose = gate.approval;
  const approval = typeof choose === "function" ? choose(input as never) : choose;
  const state: JsonObject = asStoredObject(parts.state);
  const words = wordsOf(job, parts, secrets);
  return {
    ...words,
    hash: hashOf({ job, operation: null, request: state, summary: words.summary, approval }),
    approval: checked(job, approval),
    call: null,
    kept: state,
    cancel: null,
  };
}

function wordsOf(
  job: string,
  { summary: given, show, typed }: Pick<AnyPrepared, "summary" | "show" | "typed">,
  secrets: Secrets,
): Pick<Draft, "summary" | "show" | "typed"> {
  const summary = summaryLine(text(given), secrets);
  if (summary === "") {
    throw new TypeError(`prepare_${job} made an empty summary`);
  }
  const line = oneLine(text(typed ?? null), MAX_TYPED);
  return { summary, show: shownRows(show, secrets), typed: line === "" ? null : line };
}

/** An expression or a handler may have chosen it. */
function checked(job: string, approval: Approval): Approval {
  if (!approvals.includes(approval)) {
    throw new TypeError(`prepare_${job} chose an approval that there is none of`);
  }
  return approval;
}
