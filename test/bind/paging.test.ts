import { describe, expect, it } from "vitest";
import { bound, calls, shownMembers, shownRequest, tool } from "./bound.js";

/** A list with a paging parameter, and what it answers. */
function list(parameter: string, answer: string) {
  return `
/things:
  get:
    operationId: listThings
    parameters:
      - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
      - { name: ${parameter}, in: query, schema: { type: ${parameter === "after" ? "string" : "integer"} } }
    responses:
      "200": { description: Things., content: { application/json: { schema: ${answer} } } }
`;
}

const things =
  "{ type: array, items: { type: object, required: [id], properties: { id: { type: string } } } }";
const answer = `{ type: object, required: [items, total, more], properties: { items: ${things}, total: { type: integer }, more: { type: boolean }, next: { type: string } } }`;

function given(way: string, parameter: string, lines: string, schema = answer) {
  return {
    paths: list(parameter, schema),
    top: `upstream: { pagination: [${way}] }`,
    tools: `work:\n  description: W.\n  call: listThings\n  ${lines.trim().split("\n").join("\n  ")}`,
  };
}

/** What is sent, and what is shown, of a paged call. */
function paged(...args: Parameters<typeof given>) {
  const found = tool(given(...args));
  const { body } = found;
  return {
    inputs: found.inputs.map(({ name }) => name),
    sent: calls(found).map(({ request }) => shownRequest(request)),
    shown:
      body.kind === "steps" && body.output.kind === "object"
        ? shownMembers(body.output.members)
        : "",
  };
}

const output = 'output: { ids: "${response.items}" }';

describe("a paged call", () => {
  it("takes the cursor that the API gives", () => {
    expect(
      paged("{ param: after, next: response.next, total: response.total }", "after", output),
    ).toEqual({
      inputs: ["cursor"],
      sent: ["{ query: { after: input.cursor } }"],
      shown: "{ ids: response.items, total: response.total, next_cursor: response.next }",
    });
  });

  it("counts offsets by itself", () => {
    expect(
      paged("{ param: offset, next: offset, total: response.total }", "offset", output),
    ).toEqual({
      inputs: ["cursor"],
      sent: ["{ query: { offset: offsetOf(input.cursor) } }"],
      shown:
        "{ ids: response.items, total: response.total, next_cursor: nextOffset(input.cursor, response.items, response.total) }",
    });
  });

  it("counts pages by itself", () => {
    expect(paged("{ param: page, next: page, more: response.more }", "page", output).shown).toBe(
      "{ ids: response.items, next_cursor: nextPageIf(response.more, input.cursor) }",
    );
  });

  it("shows a total once, whatever the map calls it", () => {
    const lines = 'output: { n: "${response.total}", ids: "${response.items}" }';
    expect(
      paged("{ param: after, next: response.next, total: response.total }", "after", lines).shown,
    ).toBe("{ n: response.total, ids: response.items, next_cursor: response.next }");
  });

  it("is not paged where the tool says so", () => {
    expect(
      paged("{ param: after, next: response.next }", "after", `pages: none\n${output}`),
    ).toEqual({
      inputs: [],
      sent: ["{  }"],
      shown: "{ ids: response.items }",
    });
  });

  it("is not paged where the answer does not fit", () => {
    const { messages } = bound(
      given("{ param: after, next: response.meta.next }", "after", output),
    );
    expect(messages).toEqual([
      'bind/unused-paging: no operation that takes "after" answers what this way of paging reads',
    ]);
  });

  it("reads a URL of text alone", () => {
    const { messages } = bound(
      given("{ param: after, next: { link: response.total } }", "after", output),
    );
    expect(messages).toEqual([
      'bind/link-of-no-text: "link" reads the URL of the next page, and this is an integer',
    ]);
  });

  it("is not cut below its largest page", () => {
    const lines = "input: { limit: {} }\noutput: { ids: { from: response.items, maxItems: 20 } }";
    const { messages } = bound(given("{ param: after, next: response.next }", "after", lines));
    expect(messages).toEqual([
      "bind/cut-page: maxItems 20 cuts a page of up to 50, and the next page does not show what was cut",
    ]);
  });
});
