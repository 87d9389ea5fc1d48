import { describe, expect, it } from "vitest";
import { writeBody } from "../../../templates/server/src/runtime/body.js";
import { AnswerFile } from "../../../templates/server/src/runtime/contract.js";
import type { BodyForm } from "../../../templates/server/src/runtime/operation.js";
import { Ended } from "../../../templates/server/src/runtime/outcome.js";

const text = (form: BodyForm, value: unknown) => writeBody(form, value).bytes.toString();
const form = (parts: BodyForm["parts"] = {}): BodyForm => ({
  mediaType: "application/x-www-form-urlencoded",
  encoding: "form",
  parts,
});

describe("a JSON body", () => {
  const json: BodyForm = { mediaType: "application/merge-patch+json", encoding: "json" };

  it("leaves out what is undefined and keeps null", () => {
    expect(writeBody(json, { a: undefined, b: null, c: [] })).toEqual({
      mediaType: "application/merge-patch+json",
      bytes: Buffer.from('{"b":null,"c":[]}'),
    });
  });

  it("writes decimal text as an integer where the API wants one, with every digit", () => {
    const int64 = ["id", "lines[].order_id", "deep.ids[]"];
    const value = {
      id: "9007199254740993",
      name: "9007199254740993",
      lines: [{ order_id: "12345678901234567890" }, { order_id: 7 }],
      deep: { ids: ["-9007199254740993", "no digits"] },
    };
    expect(text({ ...json, int64 }, value)).toBe(
      '{"id":9007199254740993,"name":"9007199254740993",' +
        '"lines":[{"order_id":12345678901234567890},{"order_id":7}],' +
        '"deep":{"ids":[-9007199254740993,"no digits"]}}',
    );
  });

  it("writes such integers at every depth of what contains itself", () => {
    const int64 = ["sub#Sub"];
    const int64In = { Sub: ["id", "next#Sub", "all[]#Sub", "#Other"], Other: ["#Sub", "serial"] };
    const sub = { id: "9007199254740993", name: "1", serial: "5", next: { id: "12" }, all: [] };
    const value = { id: "1", sub: { ...sub, next: { ...sub, all: [{ next: sub }] } } };
    const written = '{"id":9007199254740993,"name":"1","serial":5,"next":{"id":12},"all":[]}';
    expect(text({ ...json, int64, int64In }, value)).toBe(
      '{"id":"1","sub":{"id":9007199254740993,"name":"1","serial":5,"next":' +
        '{"id":9007199254740993,"name":"1","serial":5,"next":{"id":12},' +
        `"all":[{"next":${written}}]},"all":[]}}`,
    );
  });

  it("writes integers in maps, and of members whose names hold what places are written with", () => {
    const int64 = ["all{}", "some{name,a\\,b}.id", "a\\.b", "c\\#d\\[\\]"];
    const value = {
      all: { a: "1", "b.c": "2" },
      some: { name: { id: "1" }, "a,b": { id: "1" }, other: { id: "3" } },
      "a.b": "4",
      "c#d[]": "5",
      d: "6",
    };
    expect(text({ ...json, int64 }, value)).toBe(
      '{"all":{"a":1,"b.c":2},' +
        '"some":{"name":{"id":"1"},"a,b":{"id":"1"},"other":{"id":3}},' +
        '"a.b":4,"c#d[]":5,"d":"6"}',
    );
  });

  it("leaves text that no JSON integer is written as", () => {
    expect(text({ ...json, int64: ["id"] }, { id: "007" })).toBe('{"id":"007"}');
  });
});

describe("a form body", () => {
  it("repeats lists and writes objects as JSON where nothing is said", () => {
    expect(text(form(), { a: "x y&z", b: [1, true], c: { d: 1 }, e: undefined, f: null })).toBe(
      "a=x%20y%26z&b=1&b=true&c=%7B%22d%22%3A1%7D",
    );
  });

  it("follows the encoding object", () => {
    const parts = {
      meta: { style: "deepObject", explode: true },
      ids: { explode: false },
    } as const;
    expect(text(form(parts), { meta: { k: "v", n: { m: 1 } }, ids: [1, 2] })).toBe(
      "meta%5Bk%5D=v&meta%5Bn%5D%5Bm%5D=1&ids=1,2",
    );
  });
});

describe("a multipart body", () => {
  it("is read back by an independent parser", async () => {
    const parts = {
      photo: { base64: true, contentType: "image/png", fileName: 'a"b\r\n.png' },
      note: { contentType: "text/markdown" },
    };
    const { mediaType, bytes } = writeBody(
      { mediaType: "multipart/form-data", encoding: "multipart", parts },
      {
        title: "Müller",
        tags: ["a", "b"],
        address: { city: "Rome" },
        photo: Buffer.from([0, 255, 13, 10]).toString("base64"),
        note: "# hi",
        pdf: new AnswerFile("answer://1/file", "x.pdf", "application/pdf", Buffer.from("%PDF")),
      },
    );
    const parsed = await new Response(new Uint8Array(bytes), {
      headers: { "content-type": mediaType },
    }).formData();
    expect(parsed.get("title")).toBe("Müller");
    expect(parsed.getAll("tags")).toEqual(["a", "b"]);
    const photo = parsed.get("photo");
    const pdf = parsed.get("pdf");
    expect(photo).toBeInstanceOf(File);
    expect(pdf).toBeInstanceOf(File);
    if (photo instanceof File && pdf instanceof File) {
      expect([...new Uint8Array(await photo.arrayBuffer())]).toEqual([0, 255, 13, 10]);
      expect(photo.type).toBe("image/png");
      expect([pdf.name, pdf.type, await pdf.text()]).toEqual(["x.pdf", "application/pdf", "%PDF"]);
    }
    expect(bytes.toString()).toContain(
      'Content-Disposition: form-data; name="note"\r\nContent-Type: text/markdown',
    );
    expect(bytes.toString()).toContain(
      'name="address"\r\nContent-Type: application/json\r\n\r\n{"city":"Rome"}',
    );
  });
});

describe("text and bytes", () => {
  it("are sent as they are", () => {
    expect(text({ mediaType: "text/csv", encoding: "text" }, "a,b")).toBe("a,b");
    const binary: BodyForm = { mediaType: "application/octet-stream", encoding: "binary" };
    expect(text(binary, Buffer.from("hello").toString("base64"))).toBe("hello");
    expect(() => writeBody(binary, "not base64!")).toThrow(Ended);
  });
});
