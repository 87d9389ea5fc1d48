import { asObject, asText, isList, type JsonObject, parsedJson } from "../../model/json.js";
import type { CallRecord } from "../run.js";
import type { HostResult } from "./session.js";

/** What an error result says of itself: its code, and which arguments were wrong. */
export function describeResult({
  text,
  isError,
  isProtocolError,
}: HostResult): Pick<CallRecord, "error" | "wrongArguments"> {
  if (!isError) {
    return { error: null, wrongArguments: [] };
  }
  if (isProtocolError) {
    const isUnknown = text.includes("no tool");
    return { error: isUnknown ? "unknown_tool" : "protocol_error", wrongArguments: [] };
  }
  const body = asObject(parsedJson(text));
  return { error: asText(body.error) || "error", wrongArguments: argumentsOf(body) };
}

/** Of an error about arguments, `also` holds further ones of its kind. */
function argumentsOf(body: JsonObject): readonly string[] {
  const also = body.also !== undefined && isList(body.also) ? body.also.map(asObject) : [];
  return [body, ...also].map(({ argument }) => asText(argument)).filter((name) => name !== "");
}
