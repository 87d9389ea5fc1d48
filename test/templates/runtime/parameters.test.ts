import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ParameterForm } from "../../../templates/server/src/runtime/operation.js";
import { Ended } from "../../../templates/server/src/runtime/outcome.js";
import {
  writeCookies,
  writeHeaders,
  writePath,
  writeQuery,
} from "../../../templates/server/src/runtime/parameters.js";

const array = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

const path = (color: unknown, form: ParameterForm = {}) =>
  writePath("/x{color}", { color: form }, { color }).slice("/x".length);
const query = (color: unknown, form: ParameterForm = {}) => writeQuery({ color: form }, { color });

describe("the style examples of OpenAPI 3.1.1, section 4.8.12.6", () => {
  it.each<[ParameterForm, string | null, string, string, string]>([
    // style, explode            empty      string         array                                object
    [
      { style: "matrix", explode: false },
      ";color",
      ";color=blue",
      ";color=blue,black,brown",
      ";color=R,100,G,200,B,150",
    ],
    [
      { style: "matrix", explode: true },
      ";color",
      ";color=blue",
      ";color=blue;color=black;color=brown",
      ";R=100;G=200;B=150",
    ],
    [{ style: "label", explode: false }, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
    [{ style: "label", explode: true }, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
    [{ style: "simple", explode: false }, "", "blue", "blue,black,brown", "R,100,G,200,B,150"],
    [{ style: "simple", explode: true }, "", "blue", "blue,black,brown", "R=100,G=200,B=150"],
  ])("path %j", (form, empty, string, list, members) => {
    expect(path("", form)).toBe(empty);
    expect(path("blue", form)).toBe(string);
    expect(path(array, form)).toBe(list);
    expect(path(object, form)).toBe(members);
  });

  it.each<[ParameterForm, string, string]>([
    [{ style: "form", explode: false }, "color=blue,black,brown", "color=R,100,G,200,B,150"],
    [{ style: "form", explode: true }, "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
    [{}, "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
    [
      { style: "spaceDelimited" },
      "color=blue%20black%20brown",
      "color=R%20100%20G%20200%20B%20150",
    ],
    [{ style: "pipeDelimited" }, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"],
    [
      { style: "deepObject", explode: true },
      "color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown",
      "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
    ],
  ])("query %j", (form, list, members) => {
    expect(query(array, form)).toBe(list);
    expect(query(object, form)).toBe(members);
    expect(query("", form)).toBe("color=");
    expect(query(undefined, form)).toBe("");
    expect(query(null, form)).toBe("");
  });
});

describe("a query", () => {
  it("encodes everything that could end a value, names included", () => {
    expect(writeQuery({}, { "ids[]": ["a&b=c", "d#e+f g"], "a&b": "x'y" })).toBe(
      "ids%5B%5D=a%26b%3Dc&ids%5B%5D=d%23e%2Bf%20g&a%26b=x%27y",
    );
  });

  it("keeps reserved characters where asked, but for those that mean something else there", () => {
    const reserved = "/a:b?c@d!$'()*,;=&#+[]%2f%é 100%";
    expect(query(reserved, { allowReserved: true })).toBe(
      "color=/a:b?c@d!$'()*,;%3D%26%23%2B%5B%5D%2f%25%C3%A9%20100%25",
    );
    const list = ["a,b", "c;d/e"];
    expect(query(list, { allowReserved: true })).toBe("color=a,b&color=c;d/e");
    expect(query(list, { allowReserved: true, explode: false })).toBe("color=a%2Cb,c%3Bd/e");
  });

  it("writes a parameter with a media type as that", () => {
    expect(query({ a: [1] }, { mediaType: "application/json" })).toBe(
      "color=%7B%22a%22%3A%5B1%5D%7D",
    );
    expect(query("x", { mediaType: "application/json" })).toBe("color=%22x%22");
    expect(query("x", { mediaType: "text/plain" })).toBe("color=x");
  });

  it("nests deepObject; elements that have members are numbered", () => {
    const value = { gte: 1, tags: ["x", "y"], lines: [{ sku: "A", n: 1 }], none: undefined };
    expect(decodeURIComponent(query(value, { style: "deepObject" }))).toBe(
      "color[gte]=1&color[tags][]=x&color[tags][]=y&color[lines][0][sku]=A&color[lines][0][n]=1",
    );
  });

  it("is read back by an independent parser", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: "grapheme", minLength: 1 }),
          fc.string({ unit: "grapheme" }),
        ),
        (values) => {
          const parsed = [...new URLSearchParams(writeQuery({}, values))];
          expect(parsed).toEqual(Object.entries(values));
        },
      ),
    );
  });
});

describe("a path", () => {
  it("keeps reserved characters where asked, but for those that would end the segment or a value", () => {
    const form = { allowReserved: true };
    expect(path("/a:b?c@d!$&'()*+,;=#[]%2F", form)).toBe("%2Fa:b%3Fc@d!$&'()*+,;=%23%5B%5D%2F");
    expect(path(["a,b", "c:d"], form)).toBe("a%2Cb,c:d");
    expect(path("a;b=c:d", { ...form, style: "matrix" })).toBe(";color=a%3Bb%3Dc:d");
    for (const stray of ["%2e%2E", "a%2F..%5cb", "%2e"]) {
      expect(() => path(stray, form)).toThrow(Ended);
      expect(() => writePath("/v1/{a}", { a: form }, { a: stray })).toThrow(Ended);
    }
    expect(() => writePath("/v1/{a}{b}", { a: form, b: form }, { a: ".", b: "%2e" })).toThrow(
      Ended,
    );
  });

  it.each(["", ".", "..", "../x", "a/../b", "..\\x", null, undefined])("refuses %j", (id) => {
    expect(() => writePath("/v1/items/{id}/x", { id: {} }, { id })).toThrow(Ended);
  });

  it("refuses dots that are put together", () => {
    expect(() => writePath("/v1/{a}{b}", { a: {}, b: {} }, { a: ".", b: "." })).toThrow(Ended);
    expect(() => writePath("/v1/{a}", { a: { style: "label" } }, { a: "." })).toThrow(Ended);
    expect(() => writePath("/v1/.{a}", { a: {} }, { a: "." })).toThrow(Ended);
    expect(() => writePath("/v1/{a}", { a: {} }, { a: ["", ""] })).not.toThrow();
    expect(() => writePath("/v1/{a}", { a: {} }, { a: [] })).toThrow(Ended);
  });

  it("keeps a value in its segment, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.string())), (id) => {
        let written: string;
        try {
          written = writePath("/v1/items/{id}/lines", { id: {} }, { id });
        } catch (error) {
          expect(error).toBeInstanceOf(Ended);
          return;
        }
        const { pathname, search, hash } = new URL(`http://api.example${written}`);
        expect(pathname.split("/").length).toBe(5);
        expect(pathname).toMatch(/^\/v1\/items\/[^/]+\/lines$/);
        expect(search + hash).toBe("");
      }),
    );
  });
});

describe("headers and cookies", () => {
  it("writes them simple and form", () => {
    expect(
      writeHeaders({ "X-A": { explode: true } }, { "X-A": object, "X-B": array, "X-C": undefined }),
    ).toEqual({ "x-a": "R=100,G=200,B=150", "x-b": "blue,black,brown" });
    expect(writeCookies({}, { session: "a b;c", color: array })).toBe(
      "session=a%20b%3Bc; color=blue&color=black&color=brown",
    );
    expect(writeCookies({ color: { style: "cookie" } }, { color: array })).toBe(
      "color=blue; color=black; color=brown",
    );
  });

  it("joins a list as Swagger 2.0 has it, escaped in a path alone", () => {
    const piped: ParameterForm = { style: "pipeDelimited", explode: false };
    const spaced: ParameterForm = { style: "spaceDelimited", explode: false };
    expect(writeHeaders({ "X-A": piped, "X-B": spaced }, { "X-A": array, "X-B": array })).toEqual({
      "x-a": "blue|black|brown",
      "x-b": "blue black brown",
    });
    expect(path(array, piped)).toBe("blue%7Cblack%7Cbrown");
    expect(path(array, spaced)).toBe("blue%20black%20brown");
  });

  it("escapes nothing in the style cookie, and refuses what would end the value", () => {
    const forms: Record<string, ParameterForm> = { color: { style: "cookie" } };
    expect(writeCookies(forms, { color: "a%2Fb=c" })).toBe("color=a%2Fb=c");
    for (const color of ["a; admin=1", "a b", '"a"', "a\r\nb", "é", "a\\b", "a,b"]) {
      expect(() => writeCookies(forms, { color })).toThrow(Ended);
    }
  });

  it.each(["a\r\nX-Evil: 1", "a\u0000", "日本"])("refuses %j in a header", (value) => {
    expect(() => writeHeaders({}, { "X-A": value })).toThrow(Ended);
  });
});
