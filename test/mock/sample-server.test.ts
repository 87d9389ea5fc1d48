import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Mock, startMock } from "../../src/mock/mock.js";
import { generate } from "../../src/mock/value/generate.js";
import type { Schema } from "../../src/model/schema.js";
import { type Session, startSession } from "../e2e/session.js";
import { billingApi, repository } from "./mocked.js";

interface Tool {
  readonly name: string;
  readonly inputSchema: Schema;
}

const { tools }: { readonly tools: readonly Tool[] } = JSON.parse(
  readFileSync(`${repository}/servers/billing/tools.json`, "utf8"),
);

describe("the sample's server in front of the mock", () => {
  let mock: Mock;
  let session: Session;
  beforeAll(async () => {
    mock = await startMock(billingApi());
    session = await startSession({ base: mock.url });
  }, 120_000);
  afterAll(async () => {
    await session?.close();
    await mock?.close();
  });

  for (const { name, inputSchema } of tools) {
    it(`answers ${name}`, async () => {
      mock.forget();
      const answer = await session.call(name, argumentsFor(name, inputSchema));
      const refused = mock.requests().filter(({ problems }) => problems.length > 0);
      expect(refused).toEqual([]);
      expect(JSON.stringify(answer.content)).not.toMatch(/upstream_|internal_error/);
      expect(answer.content).toMatchObject([{ type: "text" }]);
    });
  }
});

function argumentsFor(name: string, schema: Schema): Record<string, unknown> {
  const made = generate(withTypeLists(schema), {
    direction: "request",
    seed: name,
    examples: true,
  });
  return { ...(made?.value as Record<string, unknown>) };
}

/** The mock's own schemas list types, where JSON Schema allows a single one as well. */
function withTypeLists<T>(schema: T): T {
  if (typeof schema !== "object" || schema === null) {
    return schema;
  }
  if (Array.isArray(schema)) {
    return schema.map((each) => withTypeLists(each)) as T;
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === "type" && typeof value === "string" ? [value] : withTypeLists(value),
    ]),
  ) as T;
}
