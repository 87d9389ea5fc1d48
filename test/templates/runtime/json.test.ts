import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../../templates/server/src/runtime/json.js";

describe("parseJson", () => {
  it.each([
    ['{"id":9007199254740993}', { id: "9007199254740993" }],
    ["[-9007199254740993,9007199254740991]", ["-9007199254740993", 9007199254740991]],
    [
      '{"a\\"1234567890123456789":"1234567890123456789"}',
      { 'a"1234567890123456789': "1234567890123456789" },
    ],
    ["1234567890123456.5", 1234567890123456.5],
    ["1234567890123456e3", 1234567890123456e3],
    ["12345678901234567890", "12345678901234567890"],
  ])("%s", (text, wanted) => {
    expect(parseJson(text)).toEqual(wanted);
  });

  it("is JSON.parse where no integer is too large", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.stringMatching(/^[0-9]{17,20}$/), (value, digits) => {
        fc.pre(!/[0-9]{16}/.test(JSON.stringify(value)));
        const document = { value, text: `"${digits}\\`, [digits]: digits };
        expect(parseJson(JSON.stringify(document))).toEqual(JSON.parse(JSON.stringify(document)));
      }),
    );
  });

  it("throws on what is not JSON", () => {
    expect(() => parseJson("<html>1234567890123456789")).toThrow(SyntaxError);
  });
});
