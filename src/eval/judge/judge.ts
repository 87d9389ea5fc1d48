import type { Prompt } from "../evals.js";
import type { AttemptEnd, CheckRecord } from "../run.js";
import type { Surface } from "../surface.js";
import { judgeCalls } from "./calls.js";
import { failed, passed } from "./check.js";
import type { Observed } from "./observed.js";
import { judgeChanges, judgeNever, judgeUpstream } from "./requests.js";
import { judgeState } from "./state.js";
import { judgeAnswer, judgeSaid } from "./text.js";

export interface JudgeOptions {
  /**
   * Whether the prompt's words on tools count: not for another server than the map's, whose tools
   * have other names. What the upstream was sent is judged all the same.
   */
  readonly byTools: boolean;
}

/** Holds an attempt to its prompt. It has passed where every check has. */
export function judge(
  { expect, kind, never }: Prompt,
  observed: Observed,
  surface: Surface,
  options: JudgeOptions = { byTools: true },
): readonly CheckRecord[] {
  const { calls, requests, state, texts } = observed;
  const picked = calls.map(({ tool }) => tool);
  const mayRefuse = expect.calls.length === 0 && (kind === "misuse" || kind === "unserved");
  return [
    judgeEnd(observed, mayRefuse),
    ...(options.byTools ? judgeCalls(expect, calls, surface) : []),
    ...judgeAnswer(expect.answer, texts, picked, surface),
    ...judgeUpstream(expect, requests, surface),
    ...judgeState(expect.state, state),
    ...judgeNever(options.byTools ? never : { ...never, tools: [] }, calls, requests, surface),
    ...judgeSaid(never, texts, picked, surface),
    ...judgeChanges(expect, requests, surface),
  ];
}

const ends: Readonly<Record<AttemptEnd, string>> = {
  answered: "the model answered",
  refused: "the model refused",
  "too-many-turns": "the model went on and on",
  length: "the answer was cut at the limit of tokens",
  timeout: "the time was over",
  "no-answer": "the model gave no answer",
  "stale-cassette": "the cassette does not fit any more",
  "agent-failed": "the agent failed",
  "not-started": "the server or the API did not run",
  budget: "the budget was used up",
  interrupted: "the run was interrupted",
};

function judgeEnd({ end, problem }: Observed, mayRefuse: boolean): CheckRecord {
  const wanted = mayRefuse ? "the model answers, or refuses" : "the model answers";
  if (end === "answered" || (end === "refused" && mayRefuse)) {
    return passed("end", wanted);
  }
  const found = problem === null ? ends[end] : `${ends[end]}: ${problem}`;
  return failed("end", wanted, found, null);
}
