/** Work of a while that says when it begins and ends, for a test that interrupts it. */
import { setTimeout as sleep } from "node:timers/promises";
import { uninterrupted } from "../../src/uninterrupted.js";

await uninterrupted(async () => {
  process.stdout.write("begun\n");
  await sleep(1_500);
  process.stdout.write("ended\n");
});
process.stdout.write("went on\n");
await sleep(100);
