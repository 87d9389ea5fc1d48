import type { CallRecord } from "../../src/eval/run.js";

/** A call that succeeded and asked nothing of the API, but for what `more` says. */
export function call(
  tool: string,
  given: CallRecord["arguments"],
  more: Partial<CallRecord> = {},
): CallRecord {
  return {
    tool,
    arguments: given,
    malformed: null,
    result: "{}",
    isError: false,
    error: null,
    wrongArguments: [],
    requestId: "r",
    requests: [],
    ms: 0,
    ...more,
  };
}
