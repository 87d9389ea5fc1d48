import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../src/model/json.js";
import { keysOf, mergePackageJson } from "../../src/output/package-json.js";

const before = `{
  "name": "billing",
  "type": "module",
  "scripts": { "start": "node dist/main.js" },
  "dependencies": { "pino": "^10.0.0", "zod": "^4.0.0" }
}`;

function merged(existing: string, ours: string, previous: string | null = before, force = false) {
  return mergePackageJson(existing, ours, previous === null ? null : keysOf(previous), force);
}

describe("merging package.json", () => {
  it("leaves a text that needs no change as it is, byte for byte", () => {
    const existing =
      '{ "dependencies":{"zod" : "^4.0.0","pino":"^10.0.0", "left": "1"},\r\n"name":"billing","type":"module","scripts":{"start":"node dist/main.js"}}';
    expect(merged(existing, before)).toEqual({ kind: "merged", text: existing, conflicts: [] });
  });

  it("changes our keys, and keeps the user's, the order and the indentation", () => {
    const existing = `{
\t"private": true,
\t"name": "billing",
\t"scripts": {
\t\t"lint": "eslint .",
\t\t"start": "node dist/main.js"
\t},
\t"dependencies": {
\t\t"pino": "^10.0.0",
\t\t"undici": "^7.0.0",
\t\t"zod": "^4.0.0"
\t},
\t"type": "module"
}
`;
    const ours = before
      .replace('"zod": "^4.0.0"', '"sdk": "^1.0.0", "zod": "^4.1.0"')
      .replace("dist/", "build/");
    expect(merged(existing, ours)).toEqual({
      kind: "merged",
      conflicts: [],
      text: `{
\t"private": true,
\t"name": "billing",
\t"scripts": {
\t\t"lint": "eslint .",
\t\t"start": "node build/main.js"
\t},
\t"dependencies": {
\t\t"pino": "^10.0.0",
\t\t"sdk": "^1.0.0",
\t\t"undici": "^7.0.0",
\t\t"zod": "^4.1.0"
\t},
\t"type": "module"
}
`,
    });
  });

  it("keeps Windows line ends, and the lack of a last one", () => {
    const existing = '{\r\n  "name": "billing"\r\n}';
    expect(merged(existing, '{"name":"b2"}', '{"name":"billing"}')).toMatchObject({
      text: '{\r\n  "name": "b2"\r\n}',
    });
  });

  it("removes a key that we no longer want, and the object that this empties", () => {
    const existing = '{\n  "name": "billing",\n  "scripts": {\n    "start": "x"\n  }\n}\n';
    const previous = '{"name":"billing","scripts":{"start":"x"}}';
    expect(merged(existing, '{"name":"billing"}', previous)).toMatchObject({
      text: '{\n  "name": "billing"\n}\n',
    });
  });

  it("keeps a version that its owner raised, or a key that they removed, while ours stands", () => {
    const existing = before.replace("^4.0.0", "^4.9.0").replace('"type": "module",', "");
    expect(merged(existing, before)).toEqual({ kind: "merged", text: existing, conflicts: [] });
  });

  it("reports a key that both changed; by force ours is taken", () => {
    const existing = before.replace("^4.0.0", "^4.9.0");
    const ours = before.replace("^4.0.0", "^5.0.0");
    expect(merged(existing, ours)).toEqual({
      kind: "merged",
      text: existing,
      conflicts: [{ pointer: "/dependencies/zod", theirs: "^4.9.0", ours: "^5.0.0" }],
    });
    expect(merged(existing, ours, before, true)).toMatchObject({
      text: expect.stringContaining('"zod": "^5.0.0"'),
      conflicts: [],
    });
  });

  it("does not take away what its owner made of a key that we no longer want", () => {
    const existing = before.replace("^4.0.0", "^4.9.0");
    const ours = before.replace(', "zod": "^4.0.0"', "");
    expect(merged(existing, ours)).toEqual({ kind: "merged", text: existing, conflicts: [] });
  });

  it("adds to a package.json that we know nothing of, and reports where it says otherwise", () => {
    expect(merged('{"name":"mine"}', '{"name":"billing","type":"module"}', null)).toEqual({
      kind: "merged",
      text: '{\n  "name": "mine",\n  "type": "module"\n}',
      conflicts: [{ pointer: "/name", theirs: "mine", ours: "billing" }],
    });
  });

  it("reads names that are odd in a pointer, and a byte order mark", () => {
    const ours = '{"dependencies":{"@scope/a~b":"2"}}';
    const previous = '{"dependencies":{"@scope/a~b":"1"}}';
    expect(merged(`\uFEFF${previous}`, ours, previous)).toMatchObject({
      text: '{\n  "dependencies": {\n    "@scope/a~b": "2"\n  }\n}',
    });
  });

  it.each(["", "[]", "1", "<<<<<<< ours\n{}"])("says that %j is none", (existing) => {
    expect(merged(existing, before)).toEqual({ kind: "broken" });
  });

  it("makes every key ours by force, and keeps all others", () => {
    const object = fc.dictionary(
      fc.constantFrom("a", "b", "c/d", "~"),
      fc.oneof(fc.string(), fc.dictionary(fc.constantFrom("x", "y"), fc.string(), { minKeys: 1 })),
    );
    fc.assert(
      fc.property(object, object, object, (theirs, ours, previous) => {
        const texts = [theirs, ours, previous].map((value) => JSON.stringify(value));
        const [existing = "", wanted = "", last = ""] = texts;
        const merge = merged(existing, wanted, last, true);
        const result: Readonly<Record<string, JsonValue>> =
          merge.kind === "merged" ? keysOf(merge.text) : {};
        expect(result).toMatchObject(keysOf(wanted));
        const known = [...Object.keys(keysOf(wanted)), ...Object.keys(keysOf(last))];
        for (const [pointer, value] of Object.entries(keysOf(existing))) {
          const related = known.some(
            (key) =>
              key === pointer || key.startsWith(`${pointer}/`) || pointer.startsWith(`${key}/`),
          );
          if (!related) {
            expect(result[pointer]).toEqual(value);
          }
        }
      }),
    );
  });
});
