import type { RunRecord } from "../run.js";
import type { EarlierPrompt, EarlierRun } from "./compare.js";
import { confusionOf, noTool } from "./confusion.js";
import { type Html, html, nothing } from "./html.js";
import { meansOf, percent, shownMean } from "./means.js";
import { argumentMistakes, partOf, recoveries } from "./mistakes.js";
import { anchorOf, mark } from "./trace.js";

/** A line for each prompt: how it ended, and what an attempt took, beside the earlier run. */
export function promptTable({ prompts }: RunRecord, earlier: EarlierRun | null): Html {
  const rows = prompts.map(({ attempts, id, kind, rate, status }) => {
    const means = meansOf(attempts);
    const before = earlier?.prompts.get(id) ?? null;
    return html`<tr><th scope="row"><a href="#${anchorOf("trace", id)}">${id}</a></th><td>${kind}</td><td>${mark(status)}</td><td class="n">${rate.passed}/${rate.of}${earlier === null ? nothing : then(before, ({ rate: own }) => `${own.passed}/${own.of}`)}</td>${[
      ["calls", means?.calls] as const,
      ["inputTokens", means?.inputTokens] as const,
      ["outputTokens", means?.outputTokens] as const,
    ].map(
      ([name, value]) =>
        html`<td class="n">${value === undefined ? "—" : shownMean(value)}${earlier === null ? nothing : then(before, (prompt) => shownMean(prompt[name]))}</td>`,
    )}</tr>\n`;
  });
  const note = earlier === null ? "" : ", and in brackets of the earlier run";
  return table(
    `Calls and tokens are those of an attempt, in the mean${note}.`,
    ["Prompt", "Kind", "", "Passed", "Calls", "Tokens in", "Tokens out"],
    rows,
    3,
  );
}

function then(before: EarlierPrompt | null, text: (prompt: EarlierPrompt) => string): Html {
  return html` <span class="dim">(${before === null || before.rate.of === 0 ? "new" : text(before)})</span>`;
}

/** Wanted tools down, called tools across. */
export function confusionTable({ prompts }: RunRecord): Html {
  const { count, picked, wanted } = confusionOf(prompts);
  if (wanted.length === 0) {
    return html`<p>Nothing was tried.</p>`;
  }
  const cells = (row: string): readonly Html[] =>
    picked.map((column) => {
      const value = count(row, column);
      const kind = value === 0 ? "zero" : row === column ? "right" : "wrong";
      return html`<td class="${kind}">${value === 0 ? "·" : value}</td>`;
    });
  return html`<p>Down: the tool that a prompt wants; across: what was called instead, or as wanted. ${noTool} down is a call that nothing asked for, across one that was not made. Further calls of a wanted tool do not count.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Confusion of tools"><table class="matrix">
<thead><tr><th scope="col">wanted \\ called</th>${picked.map((tool) => html`<th scope="col">${tool}</th>`)}</tr></thead>
<tbody>
${wanted.map((row) => html`<tr><th scope="row">${row}</th>${cells(row)}</tr>\n`)}</tbody></table></div>`;
}

export function mistakesTable({ prompts, tools }: RunRecord): Html {
  const rows = argumentMistakes(prompts).map((mistake) => {
    const { argument, count, given, mended, tool } = mistake;
    return html`<tr><th scope="row"><code>${tool}</code></th><td>${argument === null ? "no JSON object" : html`<code>${argument}</code>`}</td><td class="n">${count}</td><td class="n">${mended}</td><td>${given.map((text) => html`<code>${text}</code><br>`)}</td><td><code>${partOf(mistake, tools)}</code></td></tr>\n`;
  });
  return rows.length === 0
    ? html`<p>No argument was refused.</p>`
    : table(
        "Mended: a later call of the same tool succeeded.",
        ["Tool", "Argument", "Times", "Mended", "Given", "Look at"],
        rows,
        2,
        4,
      );
}

export function recoveryTable({ prompts }: RunRecord): Html {
  const all = recoveries(prompts);
  if (all.length === 0) {
    return html`<p>No tool ended in an error.</p>`;
  }
  const sum = (value: (typeof all)[number]["count"][]): number => value.reduce((a, b) => a + b, 0);
  const [count, mended] = [sum(all.map((one) => one.count)), sum(all.map((one) => one.mended))];
  const rows = all.map(
    ({ count: times, error, mended: own, passed, tool }) =>
      html`<tr><th scope="row"><code>${tool}</code></th><td><code>${error}</code></td><td class="n">${times}</td><td class="n">${own}</td><td class="n">${passed}</td></tr>\n`,
  );
  const share = `${mended} of ${count} errors (${percent(mended / count)}) were followed by a call of the same tool that succeeded.`;
  return table(
    `${share} Where none was, the error may have been the answer: see whether the attempt passed.`,
    ["Tool", "Error", "Times", "Mended", "Attempt passed"],
    rows,
    2,
  );
}

/** `from` to `until`: columns with numbers. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly Html[],
  from: number,
  until: number = heads.length,
): Html {
  const head = heads.map((text, at) =>
    at >= from && at < until
      ? html`<th scope="col" class="n">${text}</th>`
      : html`<th scope="col">${text}</th>`,
  );
  // No caption: it would be as wide as the table, and be cut where that is scrolled.
  return html`<p class="dim">${caption}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${heads.filter((head) => head !== "").join(", ")}"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}
