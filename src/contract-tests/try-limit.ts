import type { JsonObject } from "../model/json.js";
import type { Limit } from "../model/tool.js";
import { errorOf, shown } from "./observed.js";
import type { Answers, Stage } from "./stage.js";
import { skipped, type Verdict, verdict } from "./verdict.js";

/** More calls than this are not made to see a limit. */
const mostCalls = 200;

/** Calls a tool that was not called yet as often as its limit allows, and once more. */
export async function tryLimit(
  stage: Stage,
  called: string,
  { calls, seconds }: Limit,
  { given, answers }: { readonly given: JsonObject; readonly answers: Answers },
): Promise<Verdict> {
  const name = `takes ${calls} calls in ${seconds} seconds, and no more`;
  if (calls > mostCalls) {
    return skipped(called, name, `more than ${mostCalls} calls`);
  }
  stage.answer(answers);
  const started = Date.now();
  for (let count = 1; count <= calls; count++) {
    const observed = await stage.callNow(called, given);
    if (errorOf(observed) === "rate_limited") {
      return verdict(called, name, `call ${count} was refused: ${shown(observed)}`);
    }
  }
  const before = stage.mock.requests().length;
  const observed = await stage.callNow(called, given);
  if (Date.now() - started >= seconds * 1000) {
    return skipped(called, name, `${calls} calls took longer than ${seconds} seconds`);
  }
  const isRefused = errorOf(observed) === "rate_limited" && stage.mock.requests().length === before;
  return verdict(
    called,
    name,
    isRefused ? null : `call ${calls + 1} was answered with ${shown(observed)}`,
  );
}
