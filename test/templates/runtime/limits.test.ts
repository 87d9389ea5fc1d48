import { describe, expect, it } from "vitest";
import { CallLimits } from "../../../templates/server/src/runtime/limits.js";

describe("CallLimits", () => {
  it("allows so many calls in any so many seconds, per caller and tool", () => {
    const limits = new CallLimits();
    const limit = { calls: 2, seconds: 60 };
    const a = { name: "a", limit };
    const b = { name: "b", limit };
    expect(limits.take(a, "ada", 0)).toBeNull();
    expect(limits.take(a, "ada", 30_000)).toBeNull();
    expect(limits.take(a, "ada", 31_000)).toBe(29);
    expect(limits.take(a, "bob", 31_000)).toBeNull();
    expect(limits.take(b, "ada", 31_000)).toBeNull();
    expect(limits.take(a, "ada", 60_001)).toBeNull();
    expect(limits.take(a, "ada", 60_002)).toBe(30);
    expect(limits.take({ name: "c" }, "ada", 0)).toBeNull();
  });
});
