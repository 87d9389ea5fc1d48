import type { PromptRecord } from "../run.js";
import { type Html, html } from "./html.js";
import { tellingChecks } from "./terminal.js";
import { anchorOf, checkLine } from "./trace.js";

/** Of each prompt that failed, what did in the first attempt that did; the traces have the rest. */
export function failureList(prompts: readonly PromptRecord[]): Html {
  const failed = prompts.flatMap(({ attempts, id, rate }) => {
    const first = attempts.find(({ status }) => status === "failed");
    return first === undefined ? [] : [{ id, rate, checks: tellingChecks(first) }];
  });
  return html`${failed.map(
    ({
      checks,
      id,
      rate: { of, passed },
    }) => html`<h3><a href="#${anchorOf("trace", id)}">${id}</a>${of > 1 ? html` <span class="dim">passed ${passed} of ${of} times</span>` : ""}</h3>
<ul class="checks">
${checks.map(checkLine)}</ul>
`,
  )}`;
}
