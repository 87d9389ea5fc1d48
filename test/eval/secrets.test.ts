import { describe, expect, it } from "vitest";
import { Secrets } from "../../src/eval/run/secrets.js";

describe("secrets", () => {
  it("are replaced in texts and names, and leave numbers and the form alone", () => {
    const secrets = new Secrets(["12345678", 'quo"ted-secret']);
    const given = { amount: 12345678, "a 12345678": ["12345678!", null], text: 'quo"ted-secret' };
    expect(secrets.scrubJson(given)).toEqual({
      amount: 12345678,
      "a [secret]": ["[secret]!", null],
      text: "[secret]",
    });
  });

  it("are no short values, which would be found everywhere", () => {
    expect(new Secrets(["1234567", null, undefined]).scrub("1234567")).toBe("1234567");
  });
});
