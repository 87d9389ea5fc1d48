import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLoopback, parseAddress } from "../../../../templates/server/src/runtime/desk/address.js";
import { Html, html } from "../../../../templates/server/src/runtime/desk/html.js";
import { isTyped, wantedOf } from "../../../../templates/server/src/runtime/desk/typed.js";

describe("markup", () => {
  it("shows text as text", () => {
    const hostile = `<script>alert('x')</script> & "quoted"`;
    expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
      '<p title="&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;">' +
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;</p>",
    );
  });

  it("lets nothing out of the place where it was put", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(html`<b>${text}</b>`.markup.slice(3, -4)).not.toMatch(/[<>"']/);
      }),
    );
  });

  it("keeps what is markup", () => {
    expect(html`<ul>${[html`<li>${1}</li>`, new Html("<li>2</li>")]}</ul>`.markup).toBe(
      "<ul><li>1</li><li>2</li></ul>",
    );
  });
});

describe("what is typed", () => {
  it.each([
    ["10.50 EUR", "10.50 EUR", true],
    [" 10.50  eur ", "10.50 EUR", true],
    ["10,50 EUR", "10.50 EUR", false],
    ["", "10.50 EUR", false],
    ["10.50", "10.50 EUR", false],
  ])("%j for %j: %s", (given, wanted, fits) => {
    expect(isTyped(given, wanted)).toBe(fits);
  });

  it("is a word where the summary shows no value", () => {
    expect([wantedOf({ typed: null }), wantedOf({ typed: " " }), wantedOf({ typed: "A" })]).toEqual(
      ["decide", "decide", "A"],
    );
  });
});

describe("the desk's address", () => {
  it.each([
    ["", "127.0.0.1", 4180],
    ["5000", "127.0.0.1", 5000],
    [":5000", "127.0.0.1", 5000],
    ["0.0.0.0:80", "0.0.0.0", 80],
    ["[::1]:5000", "::1", 5000],
    ["desk.internal", "desk.internal", 4180],
    ["localhost:0", "localhost", 0],
  ])("%j is %s, %i", (text, host, port) => {
    expect(parseAddress(text)).toEqual({ host, port });
  });

  it.each(["1:2:3", "host:99999", "http://host", "a b", "host:"])("%j is none", (text) => {
    expect(() => parseAddress(text)).toThrow("--approvals");
  });

  it.each([
    ["http://localhost:1", true],
    ["http://127.0.0.9", true],
    ["http://[::1]/", true],
    ["http://127.0.0.1.example.com", false],
    ["http://example.com", false],
  ])("%s is of this machine: %s", (url, is) => {
    expect(isLoopback(new URL(url))).toBe(is);
  });
});
