import type { StateExpectation } from "../evals.js";
import type { StateAnswer } from "../judge/observed.js";

const answerMs = 10_000;

/** Looks at the API's state, as a prompt asks for it. */
export async function lookAt(
  expected: readonly StateExpectation[],
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<readonly StateAnswer[]> {
  const answers: StateAnswer[] = [];
  for (const { get } of expected) {
    answers.push(await answerOf(`${url}${get.value}`, headers));
  }
  return answers;
}

async function answerOf(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<StateAnswer> {
  try {
    const signal = AbortSignal.timeout(answerMs);
    const response = await fetch(url, { headers, signal, redirect: "manual" });
    return { kind: "answer", status: response.status, body: await response.text() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: "none", why: `the API did not answer: ${why}` };
  }
}
