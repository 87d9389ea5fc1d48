import { describe, expect, it } from "vitest";
import {
  nextFromUrl,
  nextLink,
  rememberLinks,
} from "../../../templates/server/src/runtime/links.js";

function next(header: string | undefined, parameter = "page"): string | null {
  const answer = {};
  rememberLinks(answer, header);
  return nextLink(answer, parameter);
}

describe("nextLink", () => {
  it.each([
    ["<https://api.example/items?page=2>; rel=next", "2"],
    ['<https://api.example/items?page=1>; rel="prev", </items?per=5&page=3>; rel="next"', "3"],
    ['<?page=a%2Fb+c>;title="a, <b>; rel=next" ; REL = "last NEXT"', "a/b c"],
    ['<?page=1>; rel="first"; rel="next", <?page=2>; rel=next', "2"],
    ['<?page=9>; anchor="#x"; rel=next, <?page=2>; rel=next', "2"],
    ["<?page=1>; rel=prev", null],
    ["", null],
    ["next", null],
    ['<?page=2; rel="next"', null],
    [undefined, null],
  ])("%s → %s", (header, want) => {
    expect(next(header)).toBe(want);
  });

  it("does not take a link that cannot be gone on with for the end", () => {
    expect(() => next("<?cursor=x>; rel=next")).toThrow("upstream_contract_broken");
    expect(() => next("<http://:>; rel=next")).toThrow("upstream_contract_broken");
  });

  it("reads a long header in a time that grows no faster than it", () => {
    // With the square of these lengths it would not end before the test is given up.
    expect(next(`<a>${" ;".repeat(500_000)}`)).toBeNull();
    expect(next(`${"<a>;b=".repeat(500_000)}"`)).toBeNull();
    expect(next(`<a>; rel="${"\\\\".repeat(500_000)}`)).toBeNull();
  });

  it("knows nothing of an answer that had no such header, or was none", () => {
    expect(nextLink({}, "page")).toBeNull();
    expect(nextLink(null, "page")).toBeNull();
  });
});

describe("nextFromUrl", () => {
  it.each([
    ["/invoices?cursor=ab%3A12&limit=20", "ab:12"],
    ["https://api.example.com/v1/invoices?limit=20&cursor=a+b%2Bc", "a b+c"],
    ["?cursor=x", "x"],
    ["invoices?cursor=", ""],
    ["", null],
    [null, null],
    [undefined, null],
  ])("%s → %s", (url, want) => {
    expect(nextFromUrl(url, "cursor")).toBe(want);
  });

  it.each(["/invoices?page=2", "http://:", "cursor=x", 2, {}])(
    "cannot be gone on with: %s",
    (url) => {
      expect(() => nextFromUrl(url, "cursor")).toThrow("upstream_contract_broken");
    },
  );
});
