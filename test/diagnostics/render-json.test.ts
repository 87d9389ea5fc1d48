import { describe, expect, it } from "vitest";
import { renderJson } from "../../src/diagnostics/render-json.js";
import { file, finding, label } from "./places.js";

describe("renderJson", () => {
  it("is one document, with places counted from 1", () => {
    const source = file("a: 1\nb: two\n", "maps/a.yaml");
    const diagnostic = finding([label(source, "two", "here")], { help: ["write 2"] });
    expect(renderJson([diagnostic])).toBe(`{
  "diagnostics": [
    {
      "code": "bind/unknown-field",
      "severity": "error",
      "message": "response of listInvoices has no field \\"amount_cent\\"",
      "labels": [
        {
          "path": "maps/a.yaml",
          "start": {
            "line": 2,
            "column": 4
          },
          "end": {
            "line": 2,
            "column": 7
          },
          "text": "here"
        }
      ],
      "help": [
        "write 2"
      ]
    }
  ],
  "result": null
}
`);
  });

  it("carries a result, and no source text", () => {
    const source = file("secret: hunter2\n");
    const text = renderJson([finding([label(source, "secret")])], { written: 3 });
    expect(JSON.parse(text)).toMatchObject({ result: { written: 3 } });
    expect(text).not.toContain("hunter2");
  });
});
