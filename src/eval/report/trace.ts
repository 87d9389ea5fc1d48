import type { AttemptRecord, CallRecord, CheckRecord, PromptRecord, TurnRecord } from "../run.js";
import { type Html, html, nothing } from "./html.js";
import { percent } from "./means.js";

/** Every attempt at a prompt, to read turn by turn; those that failed are open. */
export function promptTrace(prompt: PromptRecord, prefix: string): Html {
  const { attempts, id, kind, rate, says, status } = prompt;
  const share = rate.of > 1 ? ` ${rate.passed} of ${rate.of} attempts (${intervalOf(prompt)})` : "";
  const only = attempts.length === 1;
  const isOpen = status === "failed";
  return html`<details id="${anchorOf(prefix, id)}"${isOpen ? openMark : nothing}>
<summary>${mark(status)} <strong>${id}</strong> <span class="dim">${kind}${share}</span></summary>
<div>
${attempts.some(({ turns }) => turns.length > 0) ? nothing : html`<p class="said">${says.join("\n\n")}</p>`}
${attempts.map((attempt) => attemptTrace(attempt, only))}
</div>
</details>
`;
}

const openMark = html` open`;

/** The name of a prompt's place on the page; ids of prompts are letters, digits and hyphens. */
export function anchorOf(prefix: string, id: string): string {
  return `${prefix}-${id}`;
}

export function mark(status: PromptRecord["status"]): Html {
  switch (status) {
    case "passed":
      return html`<span class="good">✓ passed</span>`;
    case "failed":
      return html`<span class="bad">× failed</span>`;
    case "not-run":
      return html`<span class="dim">— not run</span>`;
    default:
      return status satisfies never;
  }
}

function intervalOf({ rate }: PromptRecord): string {
  return `95 % interval ${percent(rate.low)} to ${percent(rate.high)}`;
}

function attemptTrace(attempt: AttemptRecord, only: boolean): Html {
  const { checks, inputTokens, ms, outputTokens, problem, repeat, requests, status, turns } =
    attempt;
  const calls = turns.reduce((sum, turn) => sum + turn.calls.length, 0);
  const used = `${calls} ${calls === 1 ? "call" : "calls"}, ${inputTokens} tokens in, ${outputTokens} out, ${(ms / 1000).toFixed(1)} s`;
  const inside = html`${problem === null ? nothing : html`<p class="bad">${problem}</p>`}
${turns.map(turnTrace)}
<h3>Checks</h3>
<ul class="checks">
${checks.map(checkLine)}</ul>
${
  requests.length === 0
    ? html`<p class="dim">No request reached the API.</p>`
    : html`<h3>What reached the API</h3>
<ul>
${requests.map(({ effect, method, operation, past, path, status: answered }) => html`<li><code>${method} ${path}</code> ${operation ?? "an operation that the map does not use"}, ${effect}, ${answered === 0 ? "no answer" : answered}${past === true ? html`, <span class="bad">past the server</span>` : nothing}</li>\n`)}</ul>`
}`;
  return only
    ? html`<p class="who">${used}</p>
${inside}`
    : html`<details${status === "failed" ? openMark : nothing}>
<summary>${mark(status)} attempt ${repeat} <span class="dim">${used}</span></summary>
<div>${inside}</div>
</details>
`;
}

function turnTrace({ attempts, calls, said, stop, text }: TurnRecord, at: number): Html {
  const repeated = attempts > 1 ? `, asked ${attempts} times` : "";
  const end = stop === null || stop === "answered" || stop === "calls" ? "" : `, ${stop}`;
  return html`${
    said === null
      ? nothing
      : html`<article><p class="who">The person says</p><p class="said">${said}</p></article>\n`
  }<article>
<p class="who">Turn ${at + 1}: the model${repeated}${end}</p>
${text === "" ? nothing : html`<p class="said">${text}</p>\n`}${calls.map(callTrace)}</article>
`;
}

function callTrace(call: CallRecord): Html {
  const { decided, error, isError, malformed, ms, requests, result, tool, wrongArguments } = call;
  const given = malformed ?? JSON.stringify(call.arguments, null, 2);
  const sent = requests.map(
    ({ method, path, status }) => `${method} ${path} → ${status || "no answer"}`,
  );
  return html`<article class="call${isError ? html` failed` : nothing}">
<p class="who">calls <code><strong>${tool}</strong></code>${malformed === null ? "" : " with what is no JSON object"}</p>
<pre tabindex="0" aria-label="Arguments">${given}</pre>
<p class="who">${isError ? html`<span class="bad">× ${error ?? "error"}</span>` : html`<span class="good">✓ result</span>`}${wrongArguments.length === 0 ? "" : `, of ${wrongArguments.join(", ")}`} <span class="dim">${ms} ms${sent.length === 0 ? "" : `; ${sent.join("; ")}`}</span></p>
${result === null ? html`<p class="dim">What the agent was told is not known.</p>` : html`<pre tabindex="0" aria-label="Result">${indented(result)}</pre>`}
${decided === undefined ? nothing : html`<p class="who">Then the person at the desk ${decided}.</p>\n`}</article>
`;
}

export function checkLine({ found, hint, passed, wanted }: CheckRecord): Html {
  if (passed) {
    return html`<li><span class="good">✓</span> ${wanted}</li>\n`;
  }
  const look =
    hint === null
      ? nothing
      : html`<br>Look at ${hint.part === "" ? nothing : html`<code>${hint.part}</code>: `}${hint.text}`;
  return html`<li><span class="bad">× failed:</span> ${wanted}<br>Found: ${found}${look}</li>\n`;
}

/** JSON with its members on lines of their own; anything else as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
