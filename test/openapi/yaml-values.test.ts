import "../seed.js";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { CORE_SCHEMA, dump, load, mergeTag } from "js-yaml";
import { describe, expect, it } from "vitest";
import { outlineOfYaml } from "../../src/openapi/yaml-outline.js";
import { yamlValue } from "../../src/openapi/yaml-values.js";

const schema = CORE_SCHEMA.withTags(mergeTag);
const read = (text: string) => load(text, { schema, maxDepth: 500 });

function lazily(text: string, least = 0): { readonly value: unknown } | null {
  return yamlValue(Buffer.from(text, "utf8"), read, least);
}

/** Lines and pieces of lines as people and programs write them, and as nobody should. */
const plainKeys = ["a", "b", "c", "type", "200", "'201'", '"d"', "$ref", "/v1/{id}", "x-y z"];
const oddKeys = ["__proto__", "0x10", "1e3", "null", "True", "~", "<<", "é", "? e", "- f", ".5"];
const quotedKeys = ["'g''h'", '"i\\n"', "'j' ", "k ", "- l", "'null'", "'m: n'"];
const plainScalars = [
  "v",
  "two words",
  "1",
  "-1",
  "9007199254740993",
  "true",
  "~",
  "'q: #'",
  "[]",
  "{}",
];
const tokens = ["a#b", "a:b", "http://x/y", "é😀", '"q \\u00e9 \\" #"', "-x", "|", ">-"];
const blocks = [
  ...[
    ">-\n      one \n      two\n\n\n      three\n",
    "|-\n      one\n        two\n\n      three \n\n",
  ],
  ...[
    ">-\n      a\n\n        b\n      c",
    "|-\n      a\n    \n      b\n        \n",
    ">-\n\n      a",
  ],
  ...["|\n      block: [\n\n       more", ">-\n      folded\n      # more", "|+\n      kept\n\n"],
  ...["plain\n      and more\n\n      yet", "'a\n      b'", '"a\\\n\n      b"'],
];
const oddScalars = [
  ...[
    "- no",
    "-",
    "<<",
    "True",
    "0x1F",
    "1e3",
    ".5",
    "00",
    "null",
    "(x",
    ":",
    "x: y",
    "x #y",
    "# y",
    "w ",
    "[1, 2]",
    "{ a: 1 }",
    "&a b",
    "*a",
    "!t u",
  ],
  ...[
    "@",
    "%",
    "'open",
    '"open',
    '"\\q"',
    "'q' r",
    "|2\n      x",
    "\tt",
    "---",
    "|\n         \n      x",
  ],
  ...[
    "plain\n      and: more",
    "plain\n      # no",
    "'a\nb'",
    ">\n    text\n   less",
    "\u0085",
    "\ufeff",
  ],
];
const keys = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...plainKeys) },
  { weight: 1, arbitrary: fc.constantFrom(...oddKeys, ...quotedKeys) },
);
const scalars = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...plainScalars, ...tokens) },
  { weight: 4, arbitrary: fc.constantFrom(...blocks) },
  { weight: 1, arbitrary: fc.constantFrom(...oddScalars) },
);
const line = fc
  .tuple(
    fc.constantFrom("", "", "", "  ", "  ", "    ", "   "),
    fc.constantFrom("", "", "", "", "", "- ", "- - ", "-   "),
    fc.option(keys, { freq: 12 }),
    fc.option(scalars, { freq: 2 }),
  )
  .map(([indent, dash, key, scalar]) =>
    [indent, dash, key === null ? "" : `${key}:${scalar === null ? "" : " "}`, scalar].join(""),
  );
const extra = fc.constantFrom("", "# comment", "  # comment", "   ", "...", "---");
const lines = fc.oneof({ weight: 12, arbitrary: line }, { weight: 1, arbitrary: extra });
const written = fc
  .tuple(fc.constantFrom("", "---\n", "a:\n"), fc.array(lines, { minLength: 1, maxLength: 6 }))
  .map(([start, each]) => `${start}${each.join("\n")}\n`);

/** What js-yaml itself writes, half of the time with one character taken out, put in or changed. */
const dumped = fc
  .tuple(
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("a", "b-c", "200", "/x")), fc.jsonValue()),
    fc.record({
      lineWidth: fc.constantFrom(-1, 5, 20, 80),
      flowLevel: fc.constantFrom(-1, -1, 3),
      indent: fc.constantFrom(2, 4),
    }),
    fc.nat(),
    fc.constantFrom("", "", "", "", ":", " ", "\n", "-", "'", '"', "#", "\t", "\r", "&", "é"),
  )
  .map(([value, options, at, put]) => {
    const text = dump(value, { ...options, schema });
    const place = at % (text.length + 1);
    return text.slice(0, place) + put + text.slice(place + put.length);
  })
  .filter((text) => !/\p{Cs}/u.test(text));

function agrees(text: string, least: number): boolean {
  const found = lazily(text, least);
  if (found === null) {
    return false;
  }
  const wanted = read(text);
  expect(found.value).toEqual(wanted);
  expect(JSON.stringify(found.value)).toBe(JSON.stringify(wanted));
  return true;
}

describe("yamlValue", () => {
  it("gives what js-yaml gives, in the same order, and nothing where js-yaml gives nothing", () => {
    const taken = { written: 0, dumped: 0 };
    const leasts = fc.constantFrom(0, 8, 40);
    fc.assert(
      fc.property(written, dumped, leasts, (lined, made, least) => {
        taken.written += agrees(lined, least) ? 1 : 0;
        taken.dumped += agrees(made, least) ? 1 : 0;
      }),
      { numRuns: 500 },
    );
    expect(taken.written).toBeGreaterThan(25);
    expect(taken.dumped).toBeGreaterThan(25);
  });

  it.each(["stripe/spec3.yaml", "recurly/api.yaml", "killbill/kbswagger.yaml"])(
    "gives what js-yaml gives of %s",
    (path) => {
      const file = join(resolve(import.meta.dirname, "../../.."), "shared/specs", path);
      if (existsSync(file)) {
        expect(agrees(readFileSync(file, "utf8"), 2_048)).toBe(true);
      }
    },
  );

  it("makes a member once, and cannot be written to", () => {
    const found = lazily("a:\n  b:\n    - 1\nc: 2\n")?.value as { a: object };
    expect(found.a).toBe(found.a);
    expect(() => {
      found.a = {};
    }).toThrow(TypeError);
    expect(found).toEqual({ a: { b: [1] }, c: 2 });
  });

  it("takes __proto__ for a name like any other", () => {
    const found = lazily("__proto__:\n  a: 1\n")?.value as object;
    expect(Object.keys(found)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
  });
});

describe("outlineOfYaml", () => {
  it("notes where the members of mappings of a size stand", () => {
    const text = "a:\n  b: 1\n\nlonger:\n- c: true\n  # d\n'200':\n  e: |\n    f: g\n";
    const outline = outlineOfYaml(Buffer.from(text), 12);
    const membersAt = (start: number) => {
      const offsets = [...(outline?.membersAt(start) ?? [])];
      return offsets.flatMap((from, index) =>
        index % 4 === 0 ? [text.slice(from, offsets[index + 3])] : [],
      );
    };
    expect(membersAt(0)).toEqual([
      "a:\n  b: 1\n\n",
      "longer:\n- c: true\n  # d\n",
      "200':\n  e: |\n    f: g\n",
    ]);
    expect(membersAt(text.indexOf("e:"))).toEqual(["e: |\n    f: g\n"]);
    expect(outline?.membersAt(text.indexOf("b:"))).toBeNull();
    expect(outline?.membersAt(text.indexOf("c:"))).toBeNull();
  });

  it.each([
    ["a key twice", "a: 1\nb: 2\n'a': 3\n"],
    ["a key twice in a sequence", "a:\n  - b: 1\n    b: 2\n"],
    ["an anchor", "a: &b\n  c: 1\n"],
    ["an alias", "a: *b\n"],
    ["a tag", "a: !b c\n"],
    ["a merge", "a:\n  <<: {}\n"],
    ["a second document", "a: 1\n---\nb: 2\n"],
    ["a directive", "%YAML 1.2\n---\na: 1\n"],
    ["a tab", "a:\tb\n"],
    ["a carriage return", "a: b\r\n"],
    ["a flow mapping", "a: { b: 1 }\n"],
    ["a key that is a number otherwise written", "0x10: a\n"],
    ["a key that is null", "null: a\n"],
    ["a sequence", "- a\n"],
    ["a scalar", "a\n"],
    ["an open quote", "a: 'b\n"],
    ["a wrong indentation", "a:\n  b: 1\n c: 2\n"],
    ["a member below a scalar", "a: 1\n  b: 2\n"],
    ["a control character", "a: \u0007\n"],
    [
      "nesting without end",
      Array.from({ length: 200 }, (_, at) => `${" ".repeat(at)}a:\n`).join(""),
    ],
  ])("leaves %s to the whole parser", (_name, text) => {
    expect(outlineOfYaml(Buffer.from(text), 0)).toBeNull();
  });
});
