import type { RunRecord } from "../run.js";
import { type Baseline, type Comparison, compareSides, type Side } from "./beside.js";
import { type Html, html, nothing } from "./html.js";
import { percent, shownMean } from "./means.js";
import { table } from "./tables.js";
import { anchorOf, mark } from "./trace.js";

interface Row {
  readonly name: string;
  readonly map: string;
  readonly baseline: string;
}

/** What the map buys, in numbers. */
function rowsOf({ baseline, map }: Comparison): readonly Row[] {
  const row = (name: string, text: (side: Side) => string): Row => ({
    name,
    map: text(map),
    baseline: text(baseline),
  });
  const mean = (name: string, key: "calls" | "inputTokens" | "outputTokens"): Row =>
    row(name, ({ means }) => (means === null ? "—" : shownMean(means[key])));
  return [
    row("tools", ({ tools }) => String(tools)),
    row("attempts passed", ({ rate }) => `${rate.passed} of ${rate.of}`),
    row("pass rate", ({ rate: { of, passed } }) => (of === 0 ? "—" : percent(passed / of))),
    row("95 % interval", ({ rate: { high, low, of } }) =>
      of === 0 ? "—" : `${percent(low)} to ${percent(high)}`,
    ),
    mean("calls an attempt", "calls"),
    mean("tokens in", "inputTokens"),
    mean("tokens out", "outputTokens"),
    ...(map.cost === null && baseline.cost === null
      ? []
      : [row("cost", ({ cost }) => (cost === null ? "—" : cost.toFixed(4)))]),
  ];
}

const measure =
  "Both are judged alike: by the end, the answer, what reached the API, its state, and what must not happen. Which tools are called, and how often, counts for neither.";

/** The two servers side by side, for the terminal. */
export function baselineLines(record: RunRecord, baseline: Baseline): string {
  const comparison = compareSides(record, baseline);
  const rows = rowsOf(comparison);
  const line = ({ baseline: right, map, name }: Row): string =>
    `${name.padEnd(18)}${map.padStart(20)}${right.padStart(20)}`;
  return [
    "",
    line({ name: "", map: "the map", baseline: "one tool each" }),
    ...rows.map(line),
    `on ${comparison.prompts} of ${record.prompts.length} prompts. ${measure}`,
    ...notes(record, baseline, comparison),
    "",
  ].join("\n");
}

/** What the comparison does not say. */
function notes(
  { model }: RunRecord,
  { incomparable, leftOut, record, unjudged }: Baseline,
  { untried }: Comparison,
): readonly string[] {
  const partly = [...unjudged.keys()].filter((id) => !incomparable.has(id));
  return [
    ...(incomparable.size === 0
      ? []
      : [`not compared, as they only say what is called: ${[...incomparable].join(", ")}`]),
    ...(untried.length === 0
      ? []
      : [`not compared, as one of the two was not tried: ${untried.join(", ")}`]),
    ...(partly.length === 0
      ? []
      : [`judged in part, as the tools have other names: ${partly.join(", ")}`]),
    ...(leftOut.length === 0 ? [] : [`operations without a tool: ${leftOut.join("; ")}`]),
    ...(record.stopped === null ? [] : [`the baseline stopped early: ${record.stopped.text}`]),
    ...(model.mode === "replay" || model.id.startsWith("scripted")
      ? ["replayed or scripted: this says nothing new about a model"]
      : []),
  ];
}

export function baselineSection(record: RunRecord, baseline: Baseline): Html {
  const comparison = compareSides(record, baseline);
  const rows = rowsOf(comparison).map(
    ({ baseline: right, map, name }) =>
      html`<tr><th scope="row">${name}</th><td class="n">${map}</td><td class="n">${right}</td></tr>\n`,
  );
  const ids = new Map(baseline.record.prompts.map((prompt) => [prompt.id, prompt]));
  const prompts = record.prompts.map(({ id, status }) => {
    const other = ids.get(id);
    const open = baseline.unjudged.get(id) ?? [];
    return html`<tr><th scope="row">${id}</th><td><a href="#${anchorOf("trace", id)}">${mark(status)}</a></td><td>${other === undefined ? "—" : html`<a href="#${anchorOf("baseline", id)}">${mark(other.status)}</a>`}${baseline.incomparable.has(id) ? html` <span class="dim">not compared</span>` : nothing}</td><td>${open.map((text) => html`${text}<br>`)}</td></tr>\n`;
  });
  return html`<p>${measure} ${comparison.prompts} of ${record.prompts.length} prompts are compared.</p>
${table("An attempt, in the mean.", ["", "The map", "One tool each"], rows, 1)}
${notes(record, baseline, comparison).map((note) => html`<p class="dim">${note}</p>\n`)}
${table("The map's server is held to everything here; the other to what can be judged.", ["Prompt", "The map", "One tool each", "Not judged there"], prompts, 4)}`;
}
