import { asText, type JsonObject } from "../model/json.js";
import type { Tool } from "../model/tool.js";
import { asShown, validArguments } from "./arguments.js";
import { errorOf, isFatal, type Observed, shown } from "./observed.js";
import type { Answers, Stage } from "./stage.js";
import { skipped, type Verdict, verdict } from "./verdict.js";

/** Arguments, and how the mock answers to them: what a tool's other tests start from. */
export interface Way {
  readonly given: JsonObject;
  readonly answers: Answers;
  /** Whether the tool comes to a result so. */
  readonly arrives: boolean;
  readonly verdict: Verdict;
}

/** Draws of arguments and answers until one meets what the tool requires. */
const mostAttempts = 80;
const name = "comes to a result that fits its output schema";

/** Looks for a way on which the tool comes to a result. */
export async function findWay(stage: Stage, called: string, tool: Tool): Promise<Way> {
  const plain = { dynamic: false, level: false };
  const draw = (seed: string, how: Parameters<typeof validArguments>[2]): JsonObject =>
    asShown(tool.inputs)({ given: validArguments(tool.inputs, seed, how) }).given;
  const first = draw(called, { all: false, examples: true });
  let last: Observed | null = null;
  let fallback: Way | null = null;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const isPlain = attempt === 0;
    const answers = isPlain ? plain : { dynamic: true, level: attempt % 3 === 2 };
    const given = isPlain
      ? first
      : draw(`${called} ${attempt}`, { all: attempt % 2 === 0, examples: false });
    stage.answer(answers);
    const observed = await stage.call(called, given, tool.limit);
    const why = stage.misfit() ?? wrongIn(observed);
    if (observed.kind === "result" || why !== null) {
      const way = { given, answers, arrives: why === null, verdict: verdict(called, name, why) };
      if (why !== null || !isForTheDesk(observed, tool)) {
        return way;
      }
      fallback ??= way;
    }
    last = observed;
    if (errorOf(observed) === "too_many_drafts") {
      await stage.restart();
    }
    if (errorOf(observed) === "not_implemented") {
      break;
    }
  }
  if (fallback !== null) {
    return fallback;
  }
  const why = last === null ? "" : noResult(last);
  return { given: first, answers: plain, arrives: false, verdict: skipped(called, name, why) };
}

/** A draft that a person at the desk decides on, where other arguments may lead to one that is not. */
function isForTheDesk(observed: Observed, { body }: Tool): boolean {
  const isGate = body.kind === "gate" || body.kind === "gate-handler";
  return (
    isGate &&
    body.approval.kind === "expression" &&
    observed.kind === "result" &&
    observed.body.approval === "human"
  );
}

/** What no answer to valid arguments may be. */
export function wrongIn(observed: Observed): string | null {
  return observed.kind === "broken" || isFatal(observed) ? `it answered ${shown(observed)}` : null;
}

function noResult(last: Observed): string {
  return last.kind === "failure" && errorOf(last) === "not_implemented"
    ? asText(last.body.reason)
    : `the mock's answers led to ${shown(last)}, and to nothing better`;
}
