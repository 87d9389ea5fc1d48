import { describe, expect, it } from "vitest";
import { localUpstream } from "../templates/local-upstream.js";
import { contentOf, documentOf, generated } from "./generated.js";
import { useGenerated } from "./golden-server.js";

const kinds = Array.from({ length: 50_000 }, (_, index) => `KIND_${index}`);
const parameters = [
  { name: "kind", in: "query", description: "The kind.", schema: { type: "string", enum: kinds } },
  {
    name: "more",
    in: "query",
    schema: { type: "array", items: { oneOf: kinds.slice(0, 5_000).map(constant) } },
  },
];
const sources = {
  spec: documentOf({ parameters }),
  map: "  job: { description: Do it., call: op, input: { kind: { required: true }, more: {} }, output: {} }",
};

function constant(value: string) {
  return { const: value };
}

const compiling = generated(sources);

describe("an enum of 50,000 values", () => {
  it("is described instead of listed, with a note", async () => {
    const compiled = await compiling;
    const tools = contentOf(compiled, "tools.json");
    expect(tools.length).toBeLessThan(3_000);
    expect(JSON.parse(tools).tools[0].inputSchema.properties).toEqual({
      kind: {
        type: "string",
        description: 'The kind. One of 50000 values, such as "KIND_0", "KIND_1", "KIND_2".',
      },
      more: { type: "array", items: { type: "string" } },
    });
    expect(compiled.printed).toContain(
      'note[bind/host-limit]: "job": the 50000 values of "kind" are checked, and not shown',
    );
    expect(compiled.printed).toContain(
      'note[bind/host-limit]: "job": the 5000 alternatives of "more[]" are checked, and not shown',
    );
  });

  it("is no type of 50,000 members", async () => {
    const api = contentOf(await compiling, "src/api/hostile.ts");
    expect(api).toContain("op: { query?: { kind?: string; more?: readonly string[] } };");
  });

  const server = useGenerated("long-lists", sources);

  it("is checked whole", async () => {
    await using api = await localUpstream((_, response) => {
      response.writeHead(204).end();
    });
    await using running = server.start(api.url);
    expect(await running.result("job", { kind: "KIND_49999", more: ["KIND_4999"] })).toEqual({});
    expect(api.received[0]?.target).toBe("/x?kind=KIND_49999&more=KIND_4999");
    const refused = await running.failure("job", { kind: "KIND_50000" });
    expect(refused).toMatchObject({ error: "invalid_kind", argument: "kind", given: "KIND_50000" });
    expect(JSON.stringify(refused).length).toBeLessThan(1_000);
    expect(await running.failure("job", { kind: "KIND_1", more: ["KIND_5000"] })).toMatchObject({
      argument: "more[0]",
    });
  });
});
