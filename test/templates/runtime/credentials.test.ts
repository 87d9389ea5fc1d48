import { describe, expect, it } from "vitest";
import { readCredential } from "../../../templates/server/src/runtime/credentials.js";
import { EnvReader, env } from "../../../templates/server/src/runtime/env.js";

describe("basic credentials", () => {
  const environment = new EnvReader({ KEY: "k3y", PASSWORD: "l0velace" });

  it("are a user name and a password, which is the secret", () => {
    const pair = Buffer.from("ada:l0velace").toString("base64");
    expect(
      readCredential({ kind: "basic", username: "ada", password: env("PASSWORD") }, environment),
    ).toEqual({
      in: "header",
      name: "authorization",
      value: `Basic ${pair}`,
      secrets: ["l0velace", pair],
    });
  });

  it("may have an empty password, beside which the user name is the secret", () => {
    const pair = Buffer.from("k3y:").toString("base64");
    expect(
      readCredential({ kind: "basic", username: env("KEY"), password: "" }, environment),
    ).toEqual({
      in: "header",
      name: "authorization",
      value: `Basic ${pair}`,
      secrets: ["k3y", pair],
    });
    expect(environment.problems()).toEqual([]);
  });
});
