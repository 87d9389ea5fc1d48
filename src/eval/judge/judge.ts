import type { Prompt } from "../evals.js";
import type { AttemptEnd, CheckRecord } from "../run.js";
import type { Surface } from "../surface.js";
import { judgeWantedChanges } from "./alike.js";
import { judgeCalls } from "./calls.js";
import { failed, passed } from "./check.js";
import type { Observed } from "./observed.js";
import { judgeChanges, judgeNever, judgeUpstream } from "./requests.js";
import { judgeState } from "./state.js";
import { judgeStrays } from "./strays.js";
import { judgeAnswer, judgeSaid } from "./text.js";

export interface JudgeOptions {
  /**
   * The surface of the map's server, where the attempt was made with another one. Its tools have
   * other names: what a prompt says of tools does not count then, and no part of the map is at fault.
   * What the upstream was sent is judged all the same. Null for the map's own server.
   */
  readonly mapSurface: Surface | null;
}

/** Holds an attempt to its prompt. It has passed where every check has. */
export function judge(
  prompt: Prompt,
  observed: Observed,
  surface: Surface,
  { mapSurface }: JudgeOptions = { mapSurface: null },
): readonly CheckRecord[] {
  const { expect, kind, never } = prompt;
  const { calls, requests, state, texts } = observed;
  const picked = calls.map(({ tool }) => tool);
  const mayRefuse = expect.calls.length === 0 && (kind === "misuse" || kind === "unserved");
  const prohibited = mapSurface === null ? never : { ...never, tools: [] };
  const checks = [
    judgeEnd(observed, mayRefuse),
    ...(mapSurface === null
      ? judgeCalls(expect, calls, surface)
      : judgeWantedChanges(prompt, requests, mapSurface)),
    ...judgeAnswer(expect.answer, texts, picked, surface),
    ...judgeUpstream(expect, requests, surface),
    ...judgeState(expect.state, state),
    ...judgeNever(prohibited, calls, requests, surface),
    ...judgeSaid(never, texts, picked, surface),
    ...judgeChanges(expect, requests, surface, mapSurface ?? surface),
    ...(mapSurface === null ? judgeStrays(expect, calls, surface) : []),
  ];
  return mapSurface === null && !isCutShort(observed.end)
    ? checks
    : checks.map((check) => ({ ...check, hint: null }));
}

/** Whether something else than the tools has ended it: no part of the map is at fault then. */
function isCutShort(end: AttemptEnd): boolean {
  return !["answered", "refused", "too-many-turns", "length"].includes(end);
}

const ends: Readonly<Record<AttemptEnd, string>> = {
  answered: "the model answered",
  refused: "the model refused",
  "too-many-turns": "the model went on and on",
  length: "the answer was cut at the limit of tokens",
  timeout: "the time was over",
  "no-answer": "the model gave no answer",
  "stale-cassette": "no recorded answer fits",
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
