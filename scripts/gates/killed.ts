import { join } from "node:path";
import type { Finding } from "./at-once.js";
import type { Job } from "./server.js";
import { pause, type Upstream } from "./upstream.js";
import { type Answer, startWorker } from "./worker.js";

/** How long a confirmation takes, about: the moment of the kill lies within it. */
const SPAN_MS = 250;

const MAX_TRIES = 60;

/** A process is killed between the confirmation and its answer; another is asked the same again. */
export async function killAndRepeat(
  program: string,
  folder: string,
  upstream: Upstream,
  job: Job,
  number: number,
  moment: number,
): Promise<Finding> {
  const id = `killed-${job}-${number}`;
  const file = join(folder, `${id}.db`);
  const args = [file, upstream.url, join(folder, `${id}.log`)];
  const first = startWorker(program, args);
  const { draft_id } = await first.call(`prepare_${job}`, { id }, "anna");
  const answered = first.call(`confirm_${job}`, { draft_id }, "anna");
  const early = await Promise.race([answered, pause(moment * SPAN_MS).then(() => null)]);
  await first.kill();
  const sent = upstream.requests.has(id);
  const second = startWorker(program, args);
  const answer = await final(() => second.call(`confirm_${job}`, { draft_id }, "anna"));
  await second.kill();
  const outcome = early !== null ? "answered before" : sent ? "killed underway" : "killed before";
  return { what: id, outcome, problems: problemsOf(job, id, early, answer, upstream) };
}

/** The first answer that does not ask for patience. */
async function final(confirm: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const answer = await confirm();
    if (answer.error !== "confirmation_running") {
      return answer;
    }
    await pause(200);
  }
  return { error: "never answered" };
}

function problemsOf(
  job: Job,
  id: string,
  early: Answer | null,
  answer: Answer,
  upstream: Upstream,
): readonly string[] {
  const effects = upstream.effects.get(id) ?? 0;
  const requests = upstream.requests.get(id) ?? 0;
  const done = JSON.stringify({ id, number: 1 });
  const said = JSON.stringify(answer);
  const problems =
    early !== null && said !== JSON.stringify(early)
      ? [`${id} was answered ${JSON.stringify(early)}, and then ${said}`]
      : [];
  if (job === "pay") {
    return [
      ...problems,
      ...(effects === 1 ? [] : [`${id} had ${effects} effects`]),
      ...(said === done ? [] : [`${id} was answered ${said}`]),
    ];
  }
  const isHonest = said === done ? effects === 1 : answer.error === "outcome_unknown";
  return [
    ...problems,
    ...(effects <= 1 && requests <= 1 ? [] : [`${id}: ${requests} requests, ${effects} effects`]),
    ...(isHonest ? [] : [`${id} was answered ${said}, with ${effects} effects`]),
  ];
}
