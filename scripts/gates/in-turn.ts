/** The results of so many tasks, of which no more than `parallel` run at a time. */
export async function inTurn<T>(
  count: number,
  parallel: number,
  task: (number: number) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      results.push(await task(next++));
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
  return results;
}
