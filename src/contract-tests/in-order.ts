/** What is done with jobs. */
export interface Course<Done> {
  /** Jobs that run at the same time. */
  readonly atOnce: number;
  /** Called once where a job throws. */
  stop(): void;
  /** Told of what came of each job as soon as those before it are told of. */
  tell(done: Done): void;
}

/**
 * Does jobs, and gives what came of each. Once one throws, no other is begun; those that run are waited
 * for, since they use what the caller removes.
 */
export async function inOrder<Done>(
  jobs: readonly (() => Promise<Done>)[],
  { atOnce, stop, tell }: Course<Done>,
): Promise<readonly Done[]> {
  const done = new Map<number, Done>();
  const failures: unknown[] = [];
  let next = 0;
  let told = 0;
  const work = async (): Promise<void> => {
    for (let job = jobs[next]; job !== undefined && failures.length === 0; job = jobs[next]) {
      const index = next++;
      done.set(index, await job());
      for (let ready = done.get(told); ready !== undefined; ready = done.get(told)) {
        tell(ready);
        told++;
      }
    }
  };
  const fail = (error: unknown): void => {
    if (failures.push(error) === 1) {
      stop();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, () => work().catch(fail)));
  if (failures.length > 0) {
    throw failures[0];
  }
  return [...done].sort(([one], [other]) => one - other).map(([, each]) => each);
}
