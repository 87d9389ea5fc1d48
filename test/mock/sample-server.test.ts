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

  /** Calls until one succeeds; what fails before fails by the map's own rules, never for the mock. */
  async function callUntilDone(name: string, schema: Schema, attempts: number) {
    let last = "";
    for (let attempt = 0; attempt < attempts; attempt++) {
      mock.forget();
      const answer = await session.call(name, argumentsFor(`${name} ${attempt}`, schema));
      expect(mock.requests().filter(({ problems }) => problems.length > 0)).toEqual([]);
      expect(JSON.stringify(answer.content)).not.toMatch(/upstream_|internal_error/);
      last = JSON.stringify(answer.content);
      if (answer.isError !== true) {
        return answer;
      }
    }
    throw new Error(`${name} gave no result in ${attempts} attempts ${last}`);
  }

  // What confirms asks for a draft, which the test below makes.
  const given = tools.filter(({ name }) => !name.startsWith("confirm_"));
  // It asks that two amounts be equal, which a description cannot say.
  const unmet = "prepare_void_invoice";
  for (const { name, inputSchema } of given.filter((tool) => tool.name !== unmet)) {
    it(`gives a result of ${name}`, async () => {
      const answer = await callUntilDone(name, inputSchema, 60);
      expect(answer.structuredContent).toBeTypeOf("object");
    });
  }

  it(`gives a reason of ${unmet}`, async () => {
    const failure = await session.failure(unmet, { invoice_id: "INV-1", reason: "Sent twice." });
    expect(failure.error).toMatch(/^invoice_/);
  });

  it("carries out what was prepared", async () => {
    const prepare = tools.find(({ name }) => name === "prepare_change_plan");
    const prepared = await callUntilDone("prepare_change_plan", prepare?.inputSchema ?? {}, 60);
    mock.forget();
    const { draft_id } = prepared.structuredContent ?? {};
    await session.result("confirm_change_plan", { draft_id });
    expect(mock.requests().map(({ operation, status }) => ({ operation, status }))).toContainEqual({
      operation: "changePlan",
      status: 200,
    });
  });
});

function argumentsFor(seed: string, schema: Schema): Record<string, unknown> {
  const made = generate(withTypeLists(schema), {
    direction: "request",
    seed,
    examples: false,
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
