import { describe, expect, it } from "vitest";
import { tool } from "./bound.js";

/** What is kept out of logs of a tool that takes a body with these properties. */
function secretsOf(properties: string) {
  const schema = `{ type: object, properties: ${properties} }`;
  const body = `{ content: { application/json: { schema: ${schema} } } }`;
  const paths = `{ /jobs: { post: { operationId: startJob, requestBody: ${body}, responses: { "204": { description: D } } } } }`;
  const names = [...properties.matchAll(/(\w+):/g)].map(([, name]) => name);
  const inputs = ["pin", "login", "note"].filter((name) => names.includes(name));
  const bound = tool({
    paths,
    tools: `job:\n  description: D.\n  call: startJob\n  input: { ${inputs.map((name) => `${name}: {}`).join(", ")} }`,
    top: "operations: { effects: { startJob: write } }",
    components: `schemas: { Node: { type: object, properties: { key: { type: string, writeOnly: true }, next: { $ref: "#/components/schemas/Node" } } } }`,
  });
  return bound.inputs.map(({ name, secret, secretMembers }) => ({ name, secret, secretMembers }));
}

describe("what no log may hold", () => {
  it.each([
    "{ type: string, format: password }",
    "{ type: string, writeOnly: true }",
    "{ type: string, x-sensitive: true }",
    "{ allOf: [{ type: string }, { x-sensitive: true }] }",
  ])("is an input that the API marks: %s", (schema) => {
    expect(secretsOf(`{ pin: ${schema}, note: { type: string } }`)).toEqual([
      { name: "pin", secret: true, secretMembers: [] },
      { name: "note", secret: false, secretMembers: [] },
    ]);
  });

  it("is a member of an input, at any depth, also by the name that a model is given", () => {
    const user = "{ type: object, properties: { api-key: { type: string, x-sensitive: true } } }";
    const login = `{ type: array, items: { type: object, properties: { user: ${user}, secret: { type: string, format: password } } } }`;
    expect(secretsOf(`{ login: ${login} }`)).toEqual([
      { name: "login", secret: false, secretMembers: ["api-key", "api_key", "secret"] },
    ]);
  });

  it("ends where a schema contains itself", () => {
    expect(secretsOf('{ login: { $ref: "#/components/schemas/Node" } }')).toEqual([
      { name: "login", secret: false, secretMembers: ["key"] },
    ]);
  });
});
