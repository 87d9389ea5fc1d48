import { createHash } from "node:crypto";
import { Html } from "./html.js";

/** One column, system fonts, light and dark, nothing that moves. */
const style = `
:root { color-scheme: light dark; --line: #8885; --yes: #0a6b3d; --no: #a3231f; }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.25rem; margin: 0.5rem 0; }
h2 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
.summary { font-size: 1.25rem; font-weight: 600; margin: 1rem 0; }
.state { display: inline-block; padding: 0 0.5rem; border: 1px solid currentColor; border-radius: 1rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.35rem 0.5rem 0.35rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
th { width: 40%; font-weight: 400; }
td { font-variant-numeric: tabular-nums; white-space: pre-wrap; }
label { display: block; margin: 1rem 0 0.25rem; }
input { width: 100%; font: inherit; padding: 0.5rem; border: 1px solid currentColor; border-radius: 0.25rem; }
.hint { margin: 0.25rem 0; }
.problem { border-left: 0.25rem solid var(--no); padding-left: 0.75rem; font-weight: 600; }
.choice { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1.25rem 0; }
button { flex: 1 1 10rem; min-height: 2.75rem; font: inherit; font-weight: 600; border: 0; border-radius: 0.25rem; color: #fff; cursor: pointer; }
button[value="approve"] { background: var(--yes); }
button[value="refuse"] { background: var(--no); }
:focus-visible { outline: 0.2rem solid Highlight; outline-offset: 0.15rem; }
ul { list-style: none; padding: 0; }
li { padding: 0.75rem 0; border-top: 1px solid var(--line); }
`;

/** The one style that a page may have: its hash stands in the Content-Security-Policy. */
export const styleHash = `'sha256-${createHash("sha256").update(style).digest("base64")}'`;

export const styleElement = new Html(`<style>${style}</style>`);
