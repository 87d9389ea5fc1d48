import type { AttemptRecord, PromptRecord, RunRecord } from "../run.js";
import { tellingChecks } from "./terminal.js";

/** The run for CI systems: a test case for each prompt. Source: the de-facto JUnit schema of Jenkins. */
export function junit({ prompts, totals, meta, stopped }: RunRecord): string {
  const seconds = (ms: number): string => (ms / 1000).toFixed(3);
  const cases = prompts.map((prompt) => {
    const ms = prompt.attempts.reduce((sum, attempt) => sum + attempt.ms, 0);
    const head = `    <testcase classname="${xml(`mcpgen.eval.${prompt.kind}`)}" name="${xml(prompt.id)}" time="${seconds(ms)}"`;
    const inside = insideOf(prompt, stopped?.text ?? "not run");
    return inside === "" ? `${head} />` : `${head}>\n${inside}\n    </testcase>`;
  });
  const counts = `tests="${totals.prompts}" failures="${totals.failed}" errors="0" skipped="${totals.notRun}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} time="${seconds(meta.ms)}">`,
    `  <testsuite name="${xml(`mcpgen eval: ${meta.server.name}`)}" ${counts} time="${seconds(meta.ms)}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function insideOf(prompt: PromptRecord, why: string): string {
  switch (prompt.status) {
    case "passed":
      return "";
    case "not-run":
      return `      <skipped message="${xml(why)}" />`;
    case "failed": {
      const failed = prompt.attempts.filter(({ status }) => status === "failed");
      const [first] = failed;
      const message = first?.checks.find(({ passed }) => !passed)?.wanted ?? "failed";
      const text = failed.map(attemptText).join("\n\n");
      return `      <failure message="${xml(message)}">${xml(text)}</failure>`;
    }
    default:
      return prompt.status satisfies never;
  }
}

function attemptText(attempt: AttemptRecord): string {
  const { repeat, turns } = attempt;
  const calls = turns.flatMap((turn) =>
    turn.calls.map(
      ({ tool, arguments: given, error }) =>
        `${tool} ${JSON.stringify(given)}${error === null ? "" : ` → ${error}`}`,
    ),
  );
  const failures = tellingChecks(attempt).map(({ wanted, found, hint }) =>
    [`× ${wanted}`, `  ${found}`, ...(hint === null ? [] : [`  → ${hint.part} ${hint.text}`])].join(
      "\n",
    ),
  );
  return [`attempt ${repeat}`, ...failures, "calls:", ...calls.map((call) => `  ${call}`)].join(
    "\n",
  );
}

/** Source: XML 1.0, section 2.2: control characters cannot even be escaped. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
