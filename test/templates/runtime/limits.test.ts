import { describe, expect, it } from "vitest";
import { CallLimits } from "../../../templates/server/src/runtime/limits.js";

describe("CallLimits", () => {
  it("allows so many calls in any so many seconds, per caller and tool", () => {
    const limits = new CallLimits();
    const limit = { calls: 2, seconds: 60 };
    expect(limits.take("a", "ada", limit, 0)).toBeNull();
    expect(limits.take("a", "ada", limit, 30_000)).toBeNull();
    expect(limits.take("a", "ada", limit, 31_000)).toBe(29);
    expect(limits.take("a", "bob", limit, 31_000)).toBeNull();
    expect(limits.take("b", "ada", limit, 31_000)).toBeNull();
    expect(limits.take("a", "ada", limit, 60_001)).toBeNull();
    expect(limits.take("a", "ada", limit, 60_002)).toBe(30);
  });
});
