import { describe, expect, it } from "vitest";
import { localUpstream } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const accounts = useGolden("large-integers");

const greatest = "9223372036854775807";

async function sentBy(tool: string, given: Record<string, unknown>) {
  await using api = await localUpstream((_, response) => {
    response.writeHead(204).end();
  });
  await using server = accounts.start(api.url);
  await server.result(tool, given);
  return api.received.map(({ target, body }) => ({ target, body: body.toString() }));
}

async function refusal(given: Record<string, unknown>) {
  await using server = accounts.start("http://localhost:9");
  return await server.failure("replace_account", given);
}

describe("an integer past 2^53", () => {
  it("is sent with every digit", async () => {
    const given = { id: "9223372036854775806", quota: "-9223372036854775808", kind: greatest };
    expect(await sentBy("replace_account", given)).toEqual([
      {
        target: "/accounts/9223372036854775806",
        body: `{"quota":-9223372036854775808,"kind":${greatest},"format":${greatest}}`,
      },
    ]);
  });

  it("is sent where the map says it, quoted", async () => {
    expect(await sentBy("reset_account", {})).toEqual([
      {
        target: "/accounts/9223372036854775806",
        body: `{"quota":-9223372036854775808,"format":${greatest}}`,
      },
    ]);
  });

  it("is held to the bound that the description says, to the last digit", async () => {
    expect(await refusal({ id: greatest, quota: 1 })).toMatchObject({
      error: "invalid_id",
      maximum: "9223372036854775806",
    });
    expect(await refusal({ id: 1, quota: greatest })).toMatchObject({
      error: "invalid_quota",
      maximum: "9223372036854775806",
    });
    expect(await refusal({ id: 1, quota: "-9223372036854775809" })).toMatchObject({
      minimum: "-9223372036854775808",
    });
    expect(await refusal({ id: 1, quota: 1, kind: "9223372036854775806" })).toMatchObject({
      allowed: [1, greatest],
    });
  });

  it("may have as many digits as its own bound", async () => {
    await using api = await localUpstream((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        `{"id":9223372036854775807,"quota":-9223372036854775808,"counter":18446744073709551615,"kind":${greatest}}`,
      );
    });
    await using server = accounts.start(api.url);
    const given = { id: 1, revision: "18446744073709551615" };
    expect(await server.result("show_account", given)).toEqual({
      id: greatest,
      quota: "-9223372036854775808",
      counter: "18446744073709551615",
      kind: greatest,
    });
    expect(api.received[0]?.target).toBe("/accounts/1?revision=18446744073709551615");
    expect(
      await server.failure("show_account", { ...given, revision: "18446744073709551616" }),
    ).toMatchObject({ maximum: "18446744073709551615" });
  });

  it("bounds other numbers as exactly as a double can be bounded", async () => {
    // 2^63 is the next double after the bound, and the one before is below it.
    expect(await refusal({ id: 1, quota: 1, ratio: 2 ** 63 })).toMatchObject({
      error: "invalid_ratio",
    });
    expect(
      await sentBy("replace_account", { id: 1, quota: 1, ratio: 2 ** 63 - 1024 }),
    ).toHaveLength(1);
  });
});
