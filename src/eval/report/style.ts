import { createHash } from "node:crypto";
import { Html } from "./html.js";

/** System fonts, light and dark, nothing that moves; tables scroll where the screen is narrow. */
const style = `
:root { color-scheme: light dark; --line: #8886; --soft: #8882; --good: light-dark(#0a6b3d, #58c98c); --bad: light-dark(#a3231f, #ff8f87); --dim: light-dark(#595959, #a6a6a6); }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: CanvasText; background: Canvas; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0.5rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
p { margin: 0.5rem 0; max-width: 60rem; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
.dim { color: var(--dim); }
.good { color: var(--good); }
.bad { color: var(--bad); }
td > .good, td > .bad { white-space: nowrap; }
.sum { font-size: 1.25rem; font-weight: 600; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 0.25rem; margin: 0.5rem 0; }
table { border-collapse: collapse; min-width: 100%; }
th, td { padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: normal; }
thead th { border-top: 0; vertical-align: bottom; }
th { font-weight: 600; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.matrix td { text-align: center; font-variant-numeric: tabular-nums; }
.matrix thead th + th { writing-mode: vertical-rl; text-align: right; font-weight: 400; padding: 0.6rem 0.3rem; }
@media (min-width: 45rem) { .matrix tr > :first-child { position: sticky; left: 0; background: Canvas; } }
.matrix .right { background: color-mix(in srgb, var(--good) 25%, transparent); }
.matrix .wrong { background: color-mix(in srgb, var(--bad) 30%, transparent); font-weight: 600; }
.matrix .zero { color: var(--dim); }
details { border: 1px solid var(--line); border-radius: 0.25rem; margin: 0.5rem 0; }
summary { cursor: pointer; padding: 0.4rem 0.6rem; }
details > div { padding: 0 0.6rem 0.6rem; }
article { border-left: 0.2rem solid var(--line); padding-left: 0.75rem; margin: 0.75rem 0; }
article.call { margin-left: 1rem; }
article.failed { border-color: var(--bad); }
.who { font-size: 0.85rem; color: var(--dim); margin: 0.25rem 0; }
.said { white-space: pre-wrap; margin: 0.25rem 0; }
pre { white-space: pre-wrap; background: var(--soft); padding: 0.5rem; margin: 0.25rem 0; border-radius: 0.25rem; max-height: 24rem; overflow: auto; font-size: 0.875rem; }
code { font-family: ui-monospace, monospace; }
ul.checks { list-style: none; padding: 0; }
ul.checks > li { margin: 0.4rem 0; padding-left: 1.5rem; text-indent: -1.5rem; }
ul.checks > li > * { text-indent: 0; }
:focus-visible { outline: 0.2rem solid Highlight; outline-offset: 0.1rem; }
:target > summary { background: var(--soft); }
@media print { details::details-content { content-visibility: visible; height: auto; } }
`;

/** The page may have this style, and nothing else: no script, no picture, no address. */
export const contentPolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;

export const styleElement = new Html(`<style>${style}</style>`);
