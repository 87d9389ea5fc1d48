/** An evals file of one prompt, with more of its keys. */
export function withPrompt(yaml: string): string {
  const keys = /^prompt:/m.test(yaml) ? yaml : `prompt: Say it.\n${yaml}`;
  return `version: 1\nprompts:\n  it:\n${keys.trim().replace(/^(?=.)/gm, "    ")}\n`;
}

export function withTop(yaml: string): string {
  return `version: 1\n${yaml}\nprompts: { it: { prompt: Say it., never: { says: x } } }\n`;
}

/** Files that the parser refuses. */
export const refusedEvals: Readonly<Record<string, string>> = {
  "no prompts": "version: 1\n",
  "another version": "version: 2\nprompts: {}\n",
  "a map elsewhere": withTop("map: ../tool-map.yaml"),
  "a map at an absolute place": withTop("map: /tool-map.yaml"),
  "a list": "- version: 1\n",
  "an unknown key": withTop("promts: {}"),
  "an unknown key of a prompt": withPrompt("expects: { maxCalls: 1 }\nnever: { says: x }"),
  "an unknown key of an expectation": withPrompt("expect: { maxCall: 1 }"),
  "an unknown key of a call": withPrompt("expect: { calls: [{ tool: a, args: {} }] }"),
  "an unknown key of never": withPrompt("never: { tool: a }"),
  "a prompt without text": "version: 1\nprompts: { it: { never: { says: x } } }\n",
  "a prompt that checks nothing": "version: 1\nprompts: { it: { prompt: Say it. } }\n",
  "an id that names no file": "version: 1\nprompts: { It_1: { prompt: a, never: { says: x } } }\n",
  "an unknown kind": withPrompt("kind: missuse\nnever: { says: x }"),
  "arguments in part and exactly": withPrompt(
    "expect: { calls: [{ tool: a, arguments: { x: 1 }, exactly: { x: 1 } }] }",
  ),
  "a call without a tool": withPrompt("expect: { calls: [{ arguments: { x: 1 } }] }"),
  "a pattern that is none": withPrompt('expect: { answer: { matches: "(" } }'),
  "an outcome that is no code": withPrompt("expect: { calls: [{ tool: a, outcome: Not-Found }] }"),
  "a count that is none": withPrompt("expect: { upstream: { op: -1 } }"),
  "a look that is no path": withPrompt("expect: { state: { get: https://elsewhere.example/x } }"),
  "an unknown effect": withPrompt("never: { effects: destroy }"),
  "an empty list of texts": withPrompt("never: { says: [] }"),
  "a key that is no variable": withTop("model: { key: sk-secret }"),
  "an address with credentials": withTop("model: { baseUrl: https://me:pass@models.example/v1 }"),
  "a command without a program": withTop('upstream: { command: [], ready: "x" }'),
  "a variable of no kind": withTop('server: { env: { A: "${upstream.adress}" } }'),
  "prices in part": withTop("model: { prices: { input: 3 } }"),
};
