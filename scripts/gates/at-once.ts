import { join } from "node:path";
import { inTurn } from "./in-turn.js";
import { startGated } from "./server.js";
import type { Upstream } from "./upstream.js";
import { type Answer, type CallTool, startWorker } from "./worker.js";

/** What was found of one thing that has to hold. */
export interface Finding {
  readonly what: string;
  /** Empty where it holds. */
  readonly problems: readonly string[];
  /** What became of it, for the count. */
  readonly outcome?: string;
}

export interface AtOnce {
  readonly callers: number;
  /** Of each caller; no more than may be open. */
  readonly drafts: number;
  /** How many confirm each draft at once. */
  readonly clients: number;
  /** How many drafts are confirmed at the same time. */
  readonly parallel: number;
}

/** Every caller's every draft is confirmed by many clients at once; the API has to see each once. */
export async function confirmAtOnce(
  name: string,
  calls: readonly CallTool[],
  upstream: Upstream,
  { callers, drafts, clients, parallel }: AtOnce,
): Promise<readonly Finding[]> {
  const callOf = (turn: number) => {
    const call = calls[turn % calls.length];
    if (call === undefined) {
      throw new Error("Nobody is there to be called.");
    }
    return call;
  };
  return await inTurn(callers * drafts, parallel, async (number) => {
    const caller = `caller-${number % callers}`;
    const id = `${name}-${number}`;
    const job = number % 2 === 0 ? "pay" : "wipe";
    const { draft_id } = await callOf(number)(`prepare_${job}`, { id }, caller);
    const answers = await Promise.all(
      Array.from({ length: clients }, (_, client) =>
        callOf(client)(`confirm_${job}`, { draft_id }, caller),
      ),
    );
    return { what: id, problems: problemsOf(id, answers, upstream) };
  });
}

function problemsOf(id: string, answers: readonly Answer[], upstream: Upstream): readonly string[] {
  const wanted = JSON.stringify({ id, number: 1 });
  const others = [...new Set(answers.map((answer) => JSON.stringify(answer)))].filter(
    (answer) => answer !== wanted,
  );
  const seen = upstream.requests.get(id) ?? 0;
  return [
    ...others.map((answer) => `${id} was answered ${answer}`),
    ...(seen === 1 ? [] : [`the API saw ${id} ${seen} times`]),
  ];
}

export async function onMemory(
  folder: string,
  upstream: Upstream,
  size: AtOnce,
): Promise<readonly Finding[]> {
  const running = startGated(null, upstream.url, join(folder, "memory.log"));
  const call: CallTool = async (tool, given, caller) => {
    const { signal } = new AbortController();
    return JSON.parse((await running.callTool(tool, given, { signal, caller })).text);
  };
  const findings = await confirmAtOnce("memory", [call], upstream, size);
  await running.close(1_000);
  return findings;
}

export async function onFile(
  program: string,
  folder: string,
  upstream: Upstream,
  size: AtOnce,
): Promise<readonly Finding[]> {
  const file = join(folder, "at-once.db");
  const workers = ["one", "two"].map((name) =>
    startWorker(program, [file, upstream.url, join(folder, `${name}.log`)]),
  );
  const calls = workers.map(({ call }) => call);
  const findings = await confirmAtOnce("file", calls, upstream, size);
  await Promise.all(workers.map((worker) => worker.kill()));
  return findings;
}
