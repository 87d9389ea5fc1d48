import { expect, it } from "vitest";
import { compile, shop, withTool } from "./compile.js";

const spec = shop.replace('pattern: "^[A-Z]{3}$"', 'pattern: "^(?=(a+)+$)b"');

it("a pattern of the spec that only backtracking can check is left to the API", async () => {
  const text = await compile(withTool("call: createOrder\ninput: { sku: {}, count: {} }"), {
    spec,
  });
  expect(text).toContain("warning[bind/unbounded-pattern]");
  expect(text).toContain('the pattern "^(?=(a+)+$)b" is left to the API');
});

it("a pattern of the map's own is refused", async () => {
  const text = await compile(
    withTool('call: createOrder\ninput: { sku: { pattern: "^(a+)+(?!b)$" }, count: {} }'),
  );
  expect(text).toContain("error[bind/unbounded-pattern]");
  expect(text).toContain('with the pattern "^(a+)+(?!b)$"');
});

it("a pattern that can be checked in bounded time is no mistake", async () => {
  const input = 'input: { sku: { pattern: "^(a+)+$" }, count: {} }';
  expect(await compile(withTool(`call: createOrder\n${input}`))).not.toContain("unbounded-pattern");
});
