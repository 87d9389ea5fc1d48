import { describe, expect, it } from "vitest";
import { shownTool } from "../../src/emit/shown-tool.js";
import { descriptionFor } from "../../src/emit/tool-description.js";
import type { Schema } from "../../src/model/schema.js";
import { text, tool } from "./models.js";

const output: Schema = {
  type: ["object"],
  properties: {
    invoices: {
      type: ["array"],
      items: { type: ["object"], properties: { id: text, status: text } },
    },
    customer: { anyOf: [{ type: ["object"], properties: { id: text } }, { type: ["null"] }] },
    total_count: { type: ["integer"] },
  },
};
const failures = [
  { error: "invoice_not_found", reason: "" },
  { error: "not_eligible", reason: "The invoice is already paid." },
];

describe("what the model reads about a tool", () => {
  it("is the author's words, a warning, the errors and the result", () => {
    const given = tool("void_invoice", {
      description: "Void an invoice.",
      effect: "destructive",
      failures,
      outputSchema: output,
    });
    expect(descriptionFor(shownTool(given))).toEqual({
      text: [
        "Void an invoice. Irreversible: what it deletes or overwrites cannot be restored.",
        "Errors: invoice_not_found; not_eligible (The invoice is already paid).",
        "Returns { invoices: [{ id, status }], customer: { id }, total_count }",
      ].join("\n"),
      notes: [],
    });
  });

  it("is the author's words alone where there is nothing to add", () => {
    expect(descriptionFor(shownTool(tool("ping", { description: "Is it up?" }))).text).toBe(
      "Is it up?",
    );
  });

  it("gives way at the shape and the errors before the author's words", () => {
    const description = `${"x".repeat(1950)}.`;
    const { text: shown, notes } = descriptionFor(
      shownTool(tool("long", { description, failures, outputSchema: output })),
    );
    expect(shown.startsWith(description)).toBe(true);
    expect(shown.slice(description.length)).toBe(
      "\nErrors: invoice_not_found; not_eligible.\nReturns { invoices: [{…}], customer: {…}, total_count }".slice(
        0,
        shown.length - description.length,
      ),
    );
    expect(shown.length).toBeLessThanOrEqual(2048);
    expect(notes).toEqual([
      "the description leaves too little of the 2048 characters that hosts show: its errors and result are shortened",
    ]);
  });

  it("is warned about when it is nearly too long, and when it is", () => {
    const noted = (length: number) =>
      descriptionFor(shownTool(tool("x", { description: "x".repeat(length) }))).notes;
    expect(noted(1800)).toEqual([]);
    expect(noted(1900)).toEqual([
      "the description takes 1900 of the 2048 characters that hosts show",
    ]);
    expect(noted(2100)).toEqual([
      "the description takes 2100 characters, and hosts cut after 2048",
    ]);
  });
});
