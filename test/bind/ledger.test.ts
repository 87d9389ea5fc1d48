import { describe, expect, it } from "vitest";
import { parseLedger } from "../../src/bind/ledger.js";
import { bound } from "./bound.js";

const paths = `
/b:
  get: { operationId: listB, tags: [B], responses: { "204": { description: Done. } } }
  post: { responses: { "204": { description: Done. } } }
/a/{id}:
  get: { operationId: getA, tags: [A], parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { "204": { description: Done. } } }
`;

/** What is said with nothing in the ledger but listB, which a tool uses. */
function said(exclude: string, effects = "{}") {
  const { messages, notes } = bound({
    paths,
    tools: "b: { description: W., call: listB }",
    top: `operations: { exclude: ${exclude}, effects: ${effects} }`,
    ledger: "# comment\r\n\r\nGET /b listB\r\n",
  });
  return [...messages, ...notes];
}

const isNew = [
  "bind/new-operation: the API has a new operation, POST /b (POST /b)",
  "bind/new-operation: the API has a new operation, getA (GET /a/{id})",
];

describe("the ledger", () => {
  it("is one line an operation, by code unit, under two lines of comment", () => {
    const { ledger } = bound({ paths, tools: "b: { description: W., call: listB }" });
    expect(ledger.split("\n").slice(2)).toEqual([
      "GET /a/{id} getA",
      "GET /b listB",
      "POST /b",
      "",
    ]);
    expect([...parseLedger(ledger)]).toEqual(["GET /a/{id} getA", "GET /b listB", "POST /b"]);
  });

  it.each([
    ["nothing", "{}", isNew],
    ["a name", "{ getA: No. }", isNew.slice(0, 1)],
    ["a method and a path", "{ 'post /b': No. }", isNew.slice(1)],
    ["a glob", "{ '/**': No. }", isNew],
    ["a tag", "{ 'tag:A': No. }", isNew],
  ])("is settled by %s as far as that goes", (_what, exclude, want) => {
    expect(said(exclude)).toEqual(want);
  });

  it("is settled by an effect", () => {
    expect(said("{}", "{ getA: read }")).toEqual(isNew.slice(0, 1));
  });
});

describe("an exclusion", () => {
  it.each([
    ["of a path with a glob", "'/a/*'", true],
    ["of everything below a path", "'/a/**'", true],
    ["of one segment alone", "'/*'", true],
    ["of a method and a glob", "'POST /**'", true],
    ["of a method that is not there", "'PUT /**'", false],
    ["of a tag", "'tag:B'", true],
    ["of a tag that is not there", "'tag:C'", false],
    ["that takes a dot for a dot", "'/.*'", false],
  ])("%s", (_what, pattern, fits) => {
    const nothing = said(`{ ${pattern}: No. }`).filter((message) => message.includes("fits no"));
    expect(nothing).toHaveLength(fits ? 0 : 1);
  });
});
