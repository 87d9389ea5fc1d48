import { NotStarted } from "../eval/run/problem.js";
import { confirmCallsOf } from "./calls.js";
import { type Gated, prepared } from "./gated.js";
import { provocationsFor } from "./rules.js";
import { answerWhenDecided } from "./try-desk.js";
import { effectOf, nameOf, type Tried, tryError } from "./try-errors.js";
import { skipped, type Verdict } from "./verdict.js";

/** The errors that rules name, of each call of `confirm_<job>`. */
export function confirmErrors({ confirm, server, tool }: Gated): readonly Tried[] {
  return confirmCallsOf(tool).flatMap((call) => {
    const levels = [call.errors, tool.errors, server.errors];
    return provocationsFor(levels, server.problem, effectOf(call, server)).map((error) => ({
      called: confirm,
      call,
      levels,
      error,
      server,
    }));
  });
}

/** Provokes each of them, at a draft of its own; a person at the desk approves it where one must. */
export async function tryConfirmErrors(gated: Gated): Promise<readonly Verdict[]> {
  const { stage, confirm, way } = gated;
  const verdicts: Verdict[] = [];
  let missing: string | null = null;
  for (const tried of confirmErrors(gated)) {
    if (missing === null) {
      const draft = await prepared(gated, "approves");
      const ask = () =>
        draft.approval === "human"
          ? answerWhenDecided(gated, draft, "approves")
          : stage.callNow(confirm, { draft_id: draft.id });
      try {
        verdicts.push(await tryError(stage, tried, way.given, ask));
        continue;
      } catch (error) {
        if (!(error instanceof NotStarted)) {
          throw error;
        }
        missing = error.message;
      }
    }
    verdicts.push(skipped(confirm, nameOf(tried), missing));
  }
  return verdicts;
}
