import { describe, expect, it } from "vitest";
import { useSample } from "./sample.js";

const sample = useSample();

/** The members of a list on all pages, as a model would walk them. */
async function everyPage(
  tool: string,
  given: Record<string, unknown>,
  list: string,
): Promise<unknown[]> {
  const elements: unknown[] = [];
  let cursor: unknown;
  for (let page = 0; page < 50; page += 1) {
    const paged = cursor === undefined ? given : { ...given, cursor };
    const result = await sample.session.result(tool, paged);
    elements.push(...(Array.isArray(result[list]) ? result[list] : []));
    if (result.next_cursor === null) {
      return elements;
    }
    cursor = result.next_cursor;
  }
  throw new Error("the pages have no end");
}

const idsOf = (elements: readonly unknown[]): unknown[] =>
  elements.map((element) =>
    typeof element === "object" && element !== null && "id" in element ? element.id : null,
  );

describe("walking all pages gives every element once", () => {
  it.each([7, 50, 100])("by cursor, %d at a time", async (limit) => {
    const given = { customer_id: "CUS-10001", status: "paid", limit };
    const invoices = await everyPage("search_invoices", given, "invoices");

    const want = sample.api.store.invoices
      .of("eu")
      .filter(({ customer_id, status }) => customer_id === "CUS-10001" && status === "paid")
      .map(({ id }) => id);
    expect(want).toHaveLength(130);
    expect(idsOf(invoices).sort()).toEqual([...want].sort());
  });

  it.each([1, 7, 50])("by offset, %d at a time", async (limit) => {
    const orders = await everyPage("search_orders", { customer_id: "CUS-10001", limit }, "orders");

    const want = sample.api.store.orders
      .of("eu")
      .filter(({ customer_id }) => customer_id === "CUS-10001")
      .map(({ id }) => id);
    expect(want).toHaveLength(12);
    expect(idsOf(orders).sort()).toEqual([...want].sort());
  });
});

describe("the end of a list", () => {
  it("has no next page, also where the last one is full", async () => {
    const result = await sample.session.result("search_orders", {
      customer_id: "CUS-10001",
      limit: 12,
    });
    expect(result).toMatchObject({ total: 12, next_cursor: null });
  });

  it("is an empty page past it", async () => {
    const result = await sample.session.result("search_orders", { cursor: "500" });
    expect(result).toMatchObject({ orders: [], next_cursor: null });
  });

  it("a cursor that is none is refused before it is sent", async () => {
    const failure = await sample.session.failure("search_orders", { cursor: "-1" });
    expect(failure).toMatchObject({ error: "invalid_cursor", argument: "cursor", given: "-1" });
    expect(sample.api.requests).toEqual([]);
  });
});
