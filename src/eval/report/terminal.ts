import { printable, withoutCommands } from "../../diagnostics/shown-text.js";
import type { AttemptRecord, CheckRecord, PromptRecord, Rate, RunRecord } from "../run.js";
import { type Change, type EarlierRun, isFine } from "./compare.js";

const mark = { passed: "ok  ", failed: "FAIL", "not-run": "—   " } as const;

/** One prompt, when its attempts are over. */
export function promptLines(prompt: PromptRecord): string {
  const { passed, of } = prompt.rate;
  const share = prompt.attempts.length > 1 ? ` ${passed}/${of}` : "";
  const head = `${mark[prompt.status]} ${prompt.id}${share}\n`;
  const failures = prompt.attempts.filter(({ status }) => status === "failed");
  return head + [...new Set(failures.map(failureLines))].join("");
}

function failureLines(attempt: AttemptRecord): string {
  const picked = attempt.turns.flatMap(({ calls }) => calls.map(({ tool }) => tool));
  return [
    ...tellingChecks(attempt).flatMap(checkLines),
    `       called: ${picked.length === 0 ? "nothing" : picked.join(", ")}`,
  ]
    .map((line) => `${withoutCommands(printable(line))}\n`)
    .join("");
}

/** The checks that failed; where nothing could be done, only why. */
export function tellingChecks({ checks, end }: AttemptRecord): readonly CheckRecord[] {
  const failed = checks.filter(({ passed }) => !passed);
  const nothingDone = ["stale-cassette", "not-started", "no-answer"].includes(end);
  return nothingDone ? failed.filter(({ kind }) => ["end", "never"].includes(kind)) : failed;
}

function checkLines({ wanted, found, hint }: CheckRecord): readonly string[] {
  const place = hint === null || hint.part === "" ? "" : `${hint.part}: `;
  return [
    `     × ${wanted}`,
    `       ${found}`,
    ...(hint === null ? [] : [`       → ${place}${hint.text}`]),
  ];
}

/** What the whole run came to. */
export function summary({ model, stopped, totals }: RunRecord): string {
  const { prompts, passed, failed, notRun, calls, inputTokens, outputTokens, cost } = totals;
  const parts = [
    `${passed} of ${prompts} prompts passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(notRun > 0 ? [`${notRun} not run`] : []),
  ];
  const used = [
    `${calls} calls`,
    `${inputTokens} tokens in, ${outputTokens} out`,
    ...(cost === null ? [] : [`cost ${cost.toFixed(4)}`]),
  ];
  return [
    "",
    parts.join(", "),
    ...(totals.rate.of > prompts ? [rateLine(totals.rate)] : []),
    used.join("; "),
    ...(model.mode === "replay" ? [replayLine(model)] : []),
    ...(stopped === null ? [] : [`stopped before the end: ${stopped.text}`]),
    "",
  ].join("\n");
}

function rateLine({ passed, of, low, high }: RunRecord["totals"]["rate"]): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return `${passed} of ${of} attempts: ${percent(passed / of)}, 95 % interval ${percent(low)} to ${percent(high)}`;
}

/** A replay shows that the server still does what it did; it says nothing new about a model. */
function replayLine({ recordedFrom }: RunRecord["model"]): string {
  const isScripted = recordedFrom?.startsWith("scripted") === true;
  const note = isScripted
    ? "a script, no model: this shows that the server and the checks work, and no model's pass rate"
    : "this shows that the server still fits what the model did then";
  return `replayed from cassettes of ${recordedFrom ?? "nobody"} (${note})`;
}

/** What has changed since an earlier run, and which prompts fail this one for it. */
export function changeLines(
  { model, path, rate }: EarlierRun,
  record: RunRecord,
  changes: readonly Change[],
  drops: readonly string[],
): string {
  const { failed, rate: now } = record.totals;
  const share = ({ passed, of }: Rate): string => `${passed} of ${of}`;
  const fine = changes.filter(isFine);
  const told = changes.filter((change) => !isFine(change));
  return [
    `compared with ${path}: ${share(rate)} attempts passed then, ${share(now)} now`,
    ...(model === record.model.id ? [] : [`  another model was asked then: ${model}`]),
    ...(fine.length === 0 ? [] : [`  ${fine.length} new ones passed`]),
    ...told.map(({ before, id, kind, mayBeChance, now: after }) => {
      const shares = [before, after].flatMap((one) => (one === null ? [] : [share(one)]));
      return `  ${kind.padEnd(6)} ${id}: ${shares.join(" → ")}${mayBeChance ? " (may be chance)" : ""}`;
    }),
    drops.length === 0
      ? `no prompt does worse${failed === 0 ? "" : `; ${failed} ${failed === 1 ? "fails" : "fail"} as before`}`
      : `worse than before, new or misuse, and failed: ${drops.join(", ")}`,
    "",
  ].join("\n");
}
