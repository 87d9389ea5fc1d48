import { expect, it } from "vitest";
import { promptLines } from "../../../src/eval/report/terminal.js";
import type { AttemptRecord, PromptRecord } from "../../../src/eval/run.js";

const hostile = "\u001b[2J\u202e::error::owned ##[group]";

it("tells what a model wrote in one line, and as nothing that a terminal or a CI runner obeys", () => {
  const attempt: AttemptRecord = {
    repeat: 1,
    status: "failed",
    end: "answered",
    problem: null,
    turns: [],
    answer: hostile,
    requests: [],
    checks: [
      { kind: "answer", wanted: "an answer", passed: false, found: hostile, hint: null },
      { kind: "answer", wanted: "another", passed: false, found: "::error::plain", hint: null },
    ],
    inputTokens: 0,
    outputTokens: 0,
    cost: null,
    ms: 0,
  };
  const prompt: PromptRecord = {
    id: "it",
    kind: "ordinary",
    says: ["?"],
    wanted: [],
    status: "failed",
    rate: { passed: 0, of: 1, low: 0, high: 1 },
    attempts: [attempt],
  };
  expect(promptLines(prompt)).toBe(`FAIL it
     × an answer
       \\u{1b}[2J\\u{202e}::error::owned ## [group]
     × another
       : :error::plain
       called: nothing
`);
});
