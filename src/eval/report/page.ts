import type { RunRecord } from "../run.js";
import { baselineSection } from "./baseline.js";
import type { Baseline } from "./beside.js";
import { type Change, changesSince, type EarlierRun, isFine } from "./compare.js";
import { failureList } from "./failures.js";
import { type Html, html, nothing } from "./html.js";
import { percent } from "./means.js";
import { contentPolicy, styleElement } from "./style.js";
import { confusionTable, mistakesTable, promptTable, recoveryTable } from "./tables.js";
import { anchorOf, promptTrace } from "./trace.js";

/** What the page tells beside the run. */
export interface Beside {
  readonly earlier: EarlierRun | null;
  readonly baseline: Baseline | null;
  /** Whether only some prompts were asked for. */
  readonly isPart: boolean;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Html;
}

/** The run as one page that needs no other file and no script. */
export function page(record: RunRecord, { baseline, earlier, isPart }: Beside): string {
  const { meta, prompts } = record;
  const title = `${meta.server.name}: evals`;
  const sections: readonly Section[] = [
    ...(earlier === null
      ? []
      : [
          {
            id: "earlier",
            title: "Since the earlier run",
            content: since(record, earlier, isPart),
          },
        ]),
    ...(baseline === null
      ? []
      : [
          {
            id: "baseline",
            title: "Beside one tool for each operation",
            content: baselineSection(record, baseline),
          },
        ]),
    ...(prompts.some(({ status }) => status === "failed")
      ? [{ id: "failed", title: "What failed", content: failureList(prompts) }]
      : []),
    { id: "prompts", title: "Prompts", content: promptTable(record, earlier) },
    { id: "tools", title: "Tools: wanted and called", content: confusionTable(record) },
    { id: "arguments", title: "Arguments that were refused", content: mistakesTable(record) },
    { id: "errors", title: "After an error", content: recoveryTable(record) },
    {
      id: "traces",
      title: "Traces",
      content: html`${prompts.map((prompt) => promptTrace(prompt, "trace"))}`,
    },
    ...(baseline === null
      ? []
      : [
          {
            id: "baseline-traces",
            title: "Traces of the baseline",
            content: html`${baseline.record.prompts.map((prompt) => promptTrace(prompt, "baseline"))}`,
          },
        ]),
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${styleElement}
</head>
<body>
<main>
<h1>${title}</h1>
${summary(record)}
<nav aria-label="On this page"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
${sections.map(({ content, id, title: name }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${name}</h2>\n${content}\n</section>\n`)}</main>
</body>
</html>
`.markup;
}

function summary({ meta, model, stopped, totals }: RunRecord): Html {
  const { calls, cost, failed, inputTokens, notRun, outputTokens, passed, prompts, rate } = totals;
  const parts = [
    `${passed} of ${prompts} prompts passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(notRun > 0 ? [`${notRun} not run`] : []),
  ];
  const attempts = `${rate.passed} of ${rate.of} attempts: ${rate.of === 0 ? "—" : percent(rate.passed / rate.of)}, 95 % interval ${percent(rate.low)} to ${percent(rate.high)}`;
  const used = `${calls} calls; ${inputTokens} tokens in, ${outputTokens} out${cost === null ? "" : `; cost ${cost.toFixed(4)}`}; ${(meta.ms / 1000).toFixed(0)} s`;
  const who = { live: "asked", record: "asked and recorded", replay: "replayed", agent: "agent" };
  return html`<p class="sum ${failed > 0 ? html`bad` : html`good`}">${parts.join(", ")}</p>
<p>${attempts}. ${used}.</p>
<p class="dim">${who[model.mode]}: ${model.id}${model.provider === null ? "" : ` (${model.provider})`}; upstream: ${meta.upstream}; ${meta.evals}, ${meta.map}; server ${meta.server.name} ${meta.server.version}; mcpgen ${meta.mcpgen}; ${meta.started}</p>
${model.mode === "replay" ? html`<p><strong>Replayed from cassettes of ${model.recordedFrom ?? "nobody"}.</strong> This shows that the server still does what it did then, and no new pass rate of a model.</p>` : nothing}
${stopped === null ? nothing : html`<p class="bad">Stopped before the end: ${stopped.text}</p>`}`;
}

const words: Readonly<Record<Change["kind"], string>> = {
  worse: "worse",
  better: "better",
  new: "new",
  gone: "no longer there",
};

function since(record: RunRecord, earlier: EarlierRun, isPart: boolean): Html {
  const all = changesSince(earlier, record, isPart);
  const changes = all.filter((change) => !isFine(change));
  const { model, path, rate, started } = earlier;
  const ids = new Set(record.prompts.map(({ id }) => id));
  return html`<p>${path}: ${model}, ${started}; ${rate.passed} of ${rate.of} attempts passed then, ${record.totals.rate.passed} of ${record.totals.rate.of} now.</p>
${model === record.model.id ? nothing : html`<p><strong>Another model was asked then:</strong> what differs may be its doing.</p>`}
${
  changes.length === 0
    ? html`<p>Every prompt that was there does as it did.</p>`
    : html`<ul>
${changes.map((change) => html`<li>${ids.has(change.id) ? html`<a href="#${anchorOf("trace", change.id)}">${change.id}</a>` : change.id}: <span class="${change.kind === "worse" ? html`bad` : html`dim`}">${words[change.kind]}</span>${shares(change)}</li>\n`)}</ul>`
}
${all.length === changes.length ? nothing : html`<p>${all.length - changes.length} new prompts passed.</p>`}`;
}

function shares({ before, mayBeChance, now }: Change): string {
  const parts = [
    ...(before === null ? [] : [`${before.passed} of ${before.of} then`]),
    ...(now === null ? [] : [`${now.passed} of ${now.of} now`]),
    ...(mayBeChance ? ["may be chance: the 95 % intervals overlap"] : []),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
