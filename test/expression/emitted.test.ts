import { describe, expect, it } from "vitest";
import { noFacts } from "../../src/expression/infer.js";
import { compile, scope } from "./compile.js";
import { notation, plain } from "./samples.js";

const names = scope(notation);

describe("emitted expressions", () => {
  it.each(plain)("%s", (given, want) => {
    const { code, problems } = compile(given, names);
    expect({ code, problems }).toEqual({ code: want, problems: [] });
  });

  it("know by && and ?: what is not null", () => {
    expect(compile("customer.credit_cents != null && customer.credit_cents > 5", names).code).toBe(
      "customer.credit_cents !== null && customer.credit_cents > 5",
    );
    expect(
      compile("has(customer.address.city) ? customer.address.city.size() : 0", names).code,
    ).toBe("customer.address?.city != null ? characterCount(customer.address.city) : 0");
    expect(compile("!has(customer.plan_id) || customer.plan_id.startsWith('x')", names).code).toBe(
      '!(customer.plan_id !== null) || customer.plan_id.startsWith("x")',
    );
  });

  it("know what an earlier guard ruled out, and say so again inside a function", () => {
    const guard = compile("customer.credit_cents != null", names, { guard: true });
    const known = guard.typed?.whenTrue ?? noFacts;
    expect(compile("customer.credit_cents + 1 > 5", names, { known }).code).toBe(
      "customer.credit_cents + 1 > 5",
    );
    expect(
      compile("response.items.filter(i, i.amount_cents > customer.credit_cents)", names, { known })
        .code,
    ).toBe("response.items.filter((i) => i.amount_cents > present(customer.credit_cents))");
  });

  it("keep CEL's && and || where the left side can fail", () => {
    expect(compile("list[0] > 1 || customer.email_verified", names).code).toBe(
      "or(\n  () => elementAt(list, 0) > 1,\n  () => customer.email_verified,\n)",
    );
    expect(compile("customer.email_verified || list[0] > 1", names).code).toBe(
      "customer.email_verified || elementAt(list, 0) > 1",
    );
  });

  it("read what they name, and no more", () => {
    const reads = (text: string) => compile(text, names).typed?.reads;
    expect(reads("response.items.map(i, i.id)")).toEqual([
      { root: "response", path: "items[].id" },
    ]);
    expect(reads("size(response.items)")).toEqual([{ root: "response", path: "items" }]);
    expect(reads("customer.address.city == 'x' && customer.name == 'y'")).toEqual([
      { root: "customer", path: "address.city" },
      { root: "customer", path: "name" },
    ]);
  });

  it("are plain paths where they are nothing but selection", () => {
    expect(compile("response.items", names).typed?.plainPath).toBe(true);
    expect(compile("coalesce(customer.plan_id, 'x')", names).typed?.plainPath).toBe(false);
  });
});
