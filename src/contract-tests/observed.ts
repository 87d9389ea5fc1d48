import type { FatalCode } from "../../templates/server/src/runtime/fatal.js";
import type { HostResult } from "../eval/run/session.js";
import { asText, isObject, type JsonObject, parsedJson } from "../model/json.js";

/** What a call of a tool came to. */
export type Observed =
  | { readonly kind: "result"; readonly body: JsonObject }
  /** A structured error. */
  | { readonly kind: "failure"; readonly body: JsonObject }
  /** A protocol error, a result that does not fit the output schema, or a text that is no JSON. */
  | { readonly kind: "broken"; readonly text: string };

/** The codes that say nothing of the tool, and are in no description: all that the runtime has. */
const fatalCodes: Readonly<Record<FatalCode, true>> = {
  audit_unavailable: true,
  credentials_rejected: true,
  drafts_unavailable: true,
  internal_error: true,
  outcome_unknown: true,
  upstream_contract_broken: true,
  upstream_timeout: true,
  upstream_unavailable: true,
};

export function observedIn({ text, isError, isProtocolError }: HostResult): Observed {
  const body = isProtocolError ? undefined : parsedJson(text.split("\n")[0] ?? "");
  if (!isObject(body)) {
    return { kind: "broken", text };
  }
  return { kind: isError ? "failure" : "result", body };
}

export function errorOf(observed: Observed): string {
  return observed.kind === "failure" ? asText(observed.body.error) : "";
}

export function isFatal(observed: Observed): boolean {
  return Object.hasOwn(fatalCodes, errorOf(observed));
}

/** The argument that a call was refused for; null where it was not refused for one. */
export function refusedArgument(observed: Observed): string | null {
  const isRefusal = /^(?:missing_|invalid_|unknown_argument)/.test(errorOf(observed));
  return isRefusal && observed.kind === "failure" && typeof observed.body.argument === "string"
    ? observed.body.argument
    : null;
}

const mostShown = 300;

/** What a call came to, in one line. */
export function shown(observed: Observed): string {
  const text = observed.kind === "broken" ? observed.text : JSON.stringify(observed.body);
  const line = text.replace(/\s+/g, " ");
  return line.length > mostShown ? `${line.slice(0, mostShown)}…` : line;
}
