import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { isTimeout, within } from "../../src/eval/timeout.js";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

describe("a signal with a time", () => {
  it("ends what waits for it, whatever was collected as garbage before", async () => {
    const { signal } = within(100, new AbortController().signal);
    const collecting = setInterval(collectGarbage, 20);
    await aborted(signal);
    clearInterval(collecting);
    expect(isTimeout(signal)).toBe(true);
  });

  it("is aborted as the other one is, before or after it was made", async () => {
    const other = new AbortController();
    const { signal } = within(60_000, other.signal);
    other.abort(new Error("enough"));
    expect(signal.reason).toEqual(new Error("enough"));
    expect(isTimeout(signal)).toBe(false);
    const late = within(60_000, other.signal);
    expect(late.signal.aborted).toBe(true);
    late.done();
  });

  it("may be listened to by as many requests as there are, without a warning", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): unknown => warnings.push(warning);
    process.on("warning", note);
    const { done, signal } = within(60_000, new AbortController().signal);
    for (let requests = 0; requests < 20; requests += 1) {
      signal.addEventListener("abort", () => {});
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
    done();
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });

  it("is let be once it is done", async () => {
    const other = new AbortController();
    const { done, signal } = within(10, other.signal);
    done();
    await new Promise((resolve) => setTimeout(resolve, 30));
    other.abort();
    expect(signal.aborted).toBe(false);
  });
});
