import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inOrder } from "../../src/contract-tests/in-order.js";

describe("jobs", () => {
  const job = (ms: number, name: string) => async () => {
    await wait(ms);
    return name;
  };

  it("are told of in their order, whichever ends first", async () => {
    const told: string[] = [];
    const course = { atOnce: 3, stop: () => {}, tell: (name: string) => void told.push(name) };
    const done = await inOrder([job(30, "a"), job(1, "b"), job(10, "c"), job(1, "d")], course);
    expect([done, told]).toEqual([
      ["a", "b", "c", "d"],
      ["a", "b", "c", "d"],
    ]);
  });

  it("that run when one throws are waited for, and no other is begun", async () => {
    const log: string[] = [];
    const slow = async (): Promise<void> => {
      await wait(40);
      log.push("slow has ended");
    };
    const broken = async (): Promise<void> => {
      await wait(1);
      throw new Error("broken");
    };
    const never = async (): Promise<void> => void log.push("begun");
    const course = { atOnce: 2, stop: () => void log.push("stop"), tell: () => {} };
    await expect(inOrder([slow, broken, never], course)).rejects.toThrow("broken");
    expect(log).toEqual(["stop", "slow has ended"]);
  });
});
