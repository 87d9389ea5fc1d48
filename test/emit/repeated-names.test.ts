import { describe, expect, it } from "vitest";
import { commonName } from "../../src/emit/repeated-names.js";

const cases: readonly (readonly [readonly string[], string | null])[] = [
  [["address", "address"], "address"],
  [["address_1", "address", "Address_2"], "address"],
  [["billing_address", "shippingAddress"], "address"],
  [["ship-to address", "address"], "address"],
  [["line1", "line1"], "line1"],
  [["phones", "phones"], "phones"],
  [["phones", "work_phone"], "phone"],
  [["addresses", "billing_address"], "address"],
  [["entry", "entries"], "entry"],
  [["buyer", "seller"], null],
  [["created_at", "updated_at"], null],
  [["id", "id"], "id"],
  [["\u65e5\u672c", "\u65e5\u672c"], null],
];

describe("a name for what stands in several places", () => {
  it.each(cases)("%j: %s", (members, name) => {
    expect(commonName(members.map((member) => ({ member, title: null })))).toBe(name);
  });

  it("is the title that all share, where the members differ", () => {
    const places = (members: readonly string[], ...titles: readonly (string | null)[]) =>
      commonName(members.map((member, at) => ({ member, title: titles[at] ?? null })));
    const members = ["unit_amount", "total"];
    expect(places(members, "Money", "Money")).toBe("money");
    expect(places(members, "RangeQuery specs", "RangeQuery specs")).toBe("range_query_specs");
    expect(places(["total", "total"], "Money", "Money")).toBe("total");
    expect(places(members, "Money", null)).toBe(null);
    expect(places(members, "Money; drop()", "Money; drop()")).toBe(null);
    expect(places(members, "What is paid for all", "What is paid for all")).toBe(null);
  });
});
