import { describe, expect, it } from "vitest";
import { catalogueChanges } from "../../src/catalogue/changes.js";

const search = {
  name: "search_invoices",
  title: "Search invoices",
  description:
    "Search a customer's invoices, newest first. Answers not_found if there is no such customer.",
  inputSchema: {
    type: "object",
    properties: {
      customer_id: {
        type: "string",
        pattern: "^CUS-[0-9]{5}$",
        description: "Internal customer ID.",
      },
      status: { type: "string", enum: ["open", "paid"], default: "open" },
      limit: { type: "integer", minimum: 1, maximum: 100 },
      address: { type: "object", properties: { city: { type: "string" } } },
    },
    required: ["customer_id"],
    additionalProperties: false,
  },
  outputSchema: {
    type: "object",
    properties: {
      invoices: {
        type: "array",
        items: {
          type: "object",
          properties: { id: { type: "string" }, amount: { type: "integer" } },
        },
      },
    },
  },
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  },
};

/** The changes between a catalogue of `search` and one that `edit` made of it. */
function changesAfter(edit: (tool: typeof search) => object): readonly string[] {
  const text = (tool: object) => JSON.stringify({ tools: [tool] });
  return catalogueChanges(text(search), text(edit(structuredClone(search))));
}

function withProperties(edit: (properties: typeof search.inputSchema.properties) => object) {
  return changesAfter((tool) => ({
    ...tool,
    inputSchema: { ...tool.inputSchema, properties: edit(tool.inputSchema.properties) },
  }));
}

describe("what changed for the model", () => {
  it("is nothing where nothing changed, whatever the order of members and the form of the list", () => {
    expect(changesAfter(({ name, ...rest }) => ({ ...rest, name }))).toEqual([]);
    expect(catalogueChanges(JSON.stringify([search]), JSON.stringify({ tools: [search] }))).toEqual(
      [],
    );
  });

  it("is every tool where there was no catalogue, or none that can be read", () => {
    const now = JSON.stringify({ tools: [search] });
    expect(catalogueChanges(null, now)).toEqual(['tool "search_invoices" is new']);
    expect(catalogueChanges("<<<<<<<", now)).toEqual(['tool "search_invoices" is new']);
  });

  it("names tools that came, went, got another name or place", () => {
    const tool = (name: string, description = name) => ({ ...search, name, description });
    const text = (...tools: object[]) => JSON.stringify({ tools });
    expect(
      catalogueChanges(
        text(tool("a"), tool("b"), tool("old", "same words"), tool("gone")),
        text(tool("b"), tool("a"), tool("new", "same words"), tool("added")),
      ),
    ).toEqual([
      'tool "old" is now called "new"',
      'tool "added" is new',
      'tool "gone" is gone',
      "the tools are listed in another order",
    ]);
  });

  it("names arguments, values, bounds and requirements", () => {
    expect(
      withProperties(({ customer_id, status, limit, address }) => ({
        customer: customer_id,
        status: { ...status, enum: ["paid", "void"], default: "paid" },
        limit: { ...limit, maximum: 50 },
        address: { ...address, properties: { city: { type: "string", maxLength: 9 }, zip: {} } },
        cursor: { type: "string" },
      })),
    ).toEqual([
      'search_invoices: argument "customer_id" is now called "customer"',
      'search_invoices: argument "customer" is no longer required',
      'search_invoices: argument "status" now also allows "void"',
      'search_invoices: argument "status" no longer allows "open"',
      'search_invoices: default of argument "status": "open" → "paid"',
      'search_invoices: maximum of argument "limit": 100 → 50',
      'search_invoices: maxLength of argument "address.city": nothing → 9',
      'search_invoices: argument "address.zip" is new',
      'search_invoices: argument "cursor" is new',
    ]);
  });

  it("names fields of the result, also in lists", () => {
    expect(
      changesAfter((tool) => {
        const { items } = tool.outputSchema.properties.invoices;
        return {
          ...tool,
          outputSchema: {
            type: "object",
            properties: {
              invoices: {
                type: "array",
                items: { ...items, properties: { id: { type: "integer" } } },
              },
            },
          },
        };
      }),
    ).toEqual([
      'search_invoices: type of result "invoices[].id": "string" → "integer"',
      'search_invoices: result "invoices[].amount" is gone',
    ]);
  });

  it("shows a description from the words that changed on", () => {
    expect(
      changesAfter((tool) => ({
        ...tool,
        title: "",
        description: tool.description.replace("not_found", "customer_not_found"),
      })),
    ).toEqual([
      "search_invoices: no longer has a title",
      'search_invoices: description: "… Answers not_found if there is no such customer." → "… Answers customer_not_found if there is no such customer."',
    ]);
  });

  it("names what hosts are told of a tool", () => {
    expect(
      changesAfter((tool) => ({
        ...tool,
        annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
      })),
    ).toEqual([
      "search_invoices: is no longer marked as read-only",
      "search_invoices: is now marked as destructive",
      "search_invoices: is no longer marked as idempotent",
    ]);
  });
});
