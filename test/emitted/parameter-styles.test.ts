import { describe, expect, it } from "vitest";
import { localUpstream, type Received } from "../templates/local-upstream.js";
import { useGenerated } from "./golden-server.js";

/** What a parameter named `color` is, of each kind in the specification's table. */
const kinds = {
  string: { schema: { type: "string" }, given: "blue" },
  array: {
    schema: { type: "array", items: { type: "string" } },
    given: ["blue", "black", "brown"],
  },
  object: {
    schema: {
      type: "object",
      properties: { R: { type: "integer" }, G: { type: "integer" }, B: { type: "integer" } },
    },
    given: { R: 100, G: 200, B: 150 },
  },
} as const;

type Kind = keyof typeof kinds;
type Place = "path" | "query" | "header" | "cookie";

interface Row {
  readonly place: Place;
  readonly style: string;
  readonly explode: boolean;
  /** Null for what the table leaves open ("n/a"). */
  readonly empty: string | null;
  readonly string: string | null;
  readonly array: string | null;
  readonly object: string;
}

function row(
  place: Place,
  style: string,
  explode: boolean,
  [empty = null, string = null, array = null, object = ""]: readonly (string | null)[],
): Row {
  return { place, style, explode, empty, string, array, object: object ?? "" };
}

/** Source: OpenAPI 3.2.0, section 4.12.6 (Style Examples); 3.1.1, section 4.8.12.6, without `cookie`. */
const table: readonly Row[] = [
  row("path", "matrix", false, [
    ";color",
    ";color=blue",
    ";color=blue,black,brown",
    ";color=R,100,G,200,B,150",
  ]),
  row("path", "matrix", true, [
    ";color",
    ";color=blue",
    ";color=blue;color=black;color=brown",
    ";R=100;G=200;B=150",
  ]),
  row("path", "label", false, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
  row("path", "label", true, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
  row("path", "simple", false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
  row("path", "simple", true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
  row("header", "simple", false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
  row("header", "simple", true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
  row("query", "form", false, [
    "color=",
    "color=blue",
    "color=blue,black,brown",
    "color=R,100,G,200,B,150",
  ]),
  row("query", "form", true, [
    "color=",
    "color=blue",
    "color=blue&color=black&color=brown",
    "R=100&G=200&B=150",
  ]),
  row("query", "spaceDelimited", false, [
    null,
    null,
    "color=blue%20black%20brown",
    "color=R%20100%20G%20200%20B%20150",
  ]),
  row("query", "pipeDelimited", false, [
    null,
    null,
    "color=blue%7Cblack%7Cbrown",
    "color=R%7C100%7CG%7C200%7CB%7C150",
  ]),
  row("query", "deepObject", true, [
    null,
    null,
    null,
    "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
  ]),
  row("cookie", "form", false, [
    "color=",
    "color=blue",
    "color=blue,black,brown",
    "color=R,100,G,200,B,150",
  ]),
  row("cookie", "form", true, [
    "color=",
    "color=blue",
    "color=blue&color=black&color=brown",
    "R=100&G=200&B=150",
  ]),
  row("cookie", "cookie", false, [
    "color=",
    "color=blue",
    "color=blue,black,brown",
    "color=R,100,G,200,B,150",
  ]),
  row("cookie", "cookie", true, [
    "color=",
    "color=blue",
    "color=blue; color=black; color=brown",
    "R=100; G=200; B=150",
  ]),
];

interface Case {
  readonly tool: string;
  readonly place: Place;
  readonly parameter: object;
  readonly given: unknown;
  readonly want: string;
}

const cases: readonly Case[] = table.flatMap(({ place, style, explode, empty, ...wanted }) => {
  const name = `${place}_${style.toLowerCase()}${explode ? "_explode" : ""}`;
  const found = (["string", "array", "object"] as const).flatMap((kind: Kind): readonly Case[] => {
    const { schema, given } = kinds[kind];
    const want = wanted[kind];
    const parameter = { style, explode, schema };
    return want === null ? [] : [{ tool: `${name}_${kind}`, place, parameter, given, want }];
  });
  const [string] = found;
  return empty === null || string === undefined
    ? found
    : [{ ...string, given: "", want: empty }, ...found];
});

/** Source: RFC 3986, section 2.2. */
const reserved = ":/?#[]@!$&'()*+,;=";
/** What the table does not hold. */
const others: readonly Case[] = [
  // Source: OpenAPI 3.2.0, sections 4.8.2 and 4.12.3, and appendix C: what is kept with allowReserved.
  ...(["path", "query", "header", "cookie"] as const).map((place) => ({
    tool: `${place}_reserved`,
    place,
    parameter: { allowReserved: true, schema: { type: "string" } },
    given: `${reserved}%2f%`,
    want: {
      path: ":%2F%3F%23%5B%5D@!$&'()*+,;=%2f%25",
      query: "color=:/?%23%5B%5D@!$%26'()*%2B,;%3D%2f%25",
      header: `${reserved}%2f%`,
      cookie: "color=:/?#[]@!$&'()*+%2C%3B=%2f%25",
    }[place],
  })),
  {
    tool: "query_escaped",
    place: "query",
    parameter: { schema: { type: "string" } },
    given: `${reserved} %é`,
    want: "color=%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%20%25%C3%A9",
  },
  ...(["path", "query", "header", "cookie"] as const).map((place) => ({
    tool: `${place}_content`,
    place,
    parameter: { content: { "application/json": { schema: kinds.object.schema } } },
    given: kinds.object.given,
    want: {
      path: "%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
      query: "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
      header: '{"R":100,"G":200,"B":150}',
      cookie: "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
    }[place],
  })),
];

const places = ["path", "query", "header", "cookie"] as const;
const isNamed = (place: Place) => place === "query" || place === "cookie";
const strings = kinds.array.schema;

/** What the tables leave open, or say in words: other plain values, nothing in a list, lists in lists. */
const odd: readonly Case[] = [
  ...places.flatMap((place): readonly Case[] =>
    ([1.5, true] as const).map((given) => ({
      tool: `${place}_${typeof given}`,
      place,
      parameter: { schema: { type: typeof given } },
      given,
      want: isNamed(place) ? `color=${given}` : `${given}`,
    })),
  ),
  ...(["query", "header", "cookie"] as const).flatMap((place): readonly Case[] => [
    { tool: `${place}_no_elements`, place, parameter: { schema: strings }, given: [], want: "" },
    {
      tool: `${place}_no_members`,
      place,
      parameter: { schema: kinds.object.schema },
      given: {},
      want: "",
    },
  ]),
  ...places.map((place): Case => {
    const items = { type: ["string", "null"] };
    const parameter = { explode: false, schema: { type: "array", items } };
    const want = isNamed(place) ? "color=a,b" : "a,b";
    return { tool: `${place}_null_element`, place, parameter, given: ["a", null, "b"], want };
  }),
  ...(["spaceDelimited", "pipeDelimited"] as const).map(
    (style): Case => ({
      tool: `query_${style.toLowerCase()}_explode_array`,
      place: "query",
      parameter: { style, explode: true, schema: strings },
      given: kinds.array.given,
      want: "color=blue&color=black&color=brown",
    }),
  ),
  {
    tool: "query_deepobject_nested",
    place: "query",
    parameter: {
      style: "deepObject",
      schema: {
        type: "object",
        properties: {
          R: { type: "object", properties: { G: { type: "array", items: { type: "integer" } } } },
          L: { type: "array", items: { type: "object", properties: { a: { type: "string" } } } },
        },
      },
    },
    given: { R: { G: [1, 2] }, L: [{ a: "x&y" }, { a: "z" }] },
    want: "color%5BR%5D%5BG%5D%5B%5D=1&color%5BR%5D%5BG%5D%5B%5D=2&color%5BL%5D%5B0%5D%5Ba%5D=x%26y&color%5BL%5D%5B1%5D%5Ba%5D=z",
  },
  {
    tool: "path_matrix_explode_gap",
    place: "path",
    parameter: { style: "matrix", explode: true, schema: strings },
    given: ["", "a"],
    want: ";color;color=a",
  },
  ...places.flatMap((place): readonly Case[] => [
    {
      tool: `${place}_content_list`,
      place,
      parameter: { content: { "application/vnd.colors+json": { schema: strings } } },
      given: ["a,b", "c"],
      want: {
        path: "%5B%22a%2Cb%22%2C%22c%22%5D",
        query: "color=%5B%22a%2Cb%22%2C%22c%22%5D",
        header: '["a,b","c"]',
        cookie: "color=%5B%22a%2Cb%22%2C%22c%22%5D",
      }[place],
    },
    {
      tool: `${place}_content_text`,
      place,
      parameter: { content: { "text/plain": { schema: { type: "string" } } } },
      given: "a,b",
      want: { path: "a%2Cb", query: "color=a%2Cb", header: "a,b", cookie: "color=a%2Cb" }[place],
    },
  ]),
];

/** Properties of a form, each written in its way, and what an independent reader finds. */
const form = {
  properties: {
    text: { type: "string" },
    list: { type: "array", items: { type: "string" } },
    spaced: { type: "array", items: { type: "string" } },
    piped: { type: "array", items: { type: "string" } },
    short: { type: "array", items: { type: "integer" } },
    deep: kinds.object.schema,
    json: kinds.object.schema,
    plain: kinds.object.schema,
  },
  encoding: {
    spaced: { style: "spaceDelimited", explode: false },
    piped: { style: "pipeDelimited", explode: false },
    short: { style: "form", explode: false },
    deep: { style: "deepObject", explode: true },
    json: { contentType: "application/json" },
    plain: { style: "form", explode: true },
  },
} as const;

/** Of a part: what has one value, or a default, is sent; what stands in the way of the part is not. */
const headers = {
  "X-Kind": { schema: { type: "string", const: "color" } },
  "X-Version": { required: true, schema: { type: "integer", default: 2 } },
  "X-Open": { schema: { type: "string" } },
  "Content-Type": { schema: { type: "string", default: "text/html" } },
  "Content-Disposition": { schema: { type: "string", default: "attachment" } },
};

const unique = [
  ...new Map([...cases, ...others, ...odd].map((each) => [each.tool, each])).values(),
];
const responses = { "204": { description: "Done." } };
const spec = {
  openapi: "3.2.0",
  info: { title: "Styles", version: "1.0.0" },
  servers: [{ url: "https://styles.example.com" }],
  paths: {
    ...Object.fromEntries(
      unique.map(({ tool, place, parameter }) => [
        place === "path" ? `/${tool}/x{color}` : `/${tool}`,
        {
          get: {
            operationId: tool,
            parameters: [{ name: "color", in: place, required: place === "path", ...parameter }],
            responses,
          },
        },
      ]),
    ),
    "/form": {
      post: {
        operationId: "form",
        requestBody: {
          content: {
            "application/x-www-form-urlencoded": {
              schema: { type: "object", properties: form.properties },
              encoding: form.encoding,
            },
          },
        },
        responses,
      },
    },
    "/parts": {
      post: {
        operationId: "parts",
        requestBody: {
          content: {
            "multipart/form-data": {
              schema: { type: "object", properties: form.properties },
              encoding: {
                ...form.encoding,
                list: { contentType: "text/plain" },
                json: { ...form.encoding.json, headers },
              },
            },
          },
        },
        responses,
      },
    },
  },
};

const map = [
  "version: 1",
  "server: { name: styles }",
  "spec: openapi.json",
  "output: server",
  "tools:",
  ...unique.map(
    ({ tool, place }) =>
      `  ${tool}: { description: Sends a color., call: ${tool}, input: { color: { to: ${place}.color, required: true } } }`,
  ),
  ...["form", "parts"].map(
    (tool) =>
      `  ${tool}: { description: Sends a body., call: ${tool}, input: { ${Object.keys(
        form.properties,
      )
        .map((name) => `${name}: {}`)
        .join(", ")} } }`,
  ),
  "operations: { effects: { form: write, parts: write } }",
].join("\n");

const styles = useGenerated("styles", { spec, map });

/** What the API receives when the tool is called. */
async function sentBy(tool: string, given: Record<string, unknown>): Promise<Received> {
  await using api = await localUpstream((_, response) => {
    response.writeHead(204).end();
  });
  await using server = styles.start(api.url);
  await server.result(tool, given);
  const [received] = api.received;
  if (received === undefined) {
    throw new Error("nothing was sent");
  }
  return received;
}

function partOf({ target: url, headers }: Received, { tool, place }: Case): string | undefined {
  switch (place) {
    case "path":
      return url.slice(`/${tool}/x`.length);
    case "query":
      return url.includes("?") ? url.slice(url.indexOf("?") + 1) : "";
    case "header":
      return headers.color?.toString();
    case "cookie":
      return headers.cookie ?? "";
    default:
      return place satisfies never;
  }
}

describe("a parameter", () => {
  it.each([...cases, ...others, ...odd])("$tool: $given is sent as $want", async (one) => {
    const received = await sentBy(one.tool, { color: one.given });
    expect(partOf(received, one)).toBe(one.want);
  });
});

const values = {
  text: "a&b=c d+é",
  list: ["a,b", "c"],
  spaced: ["a", "b"],
  piped: ["a", "b"],
  short: [1, 2],
  deep: { R: 1, G: 2 },
  json: { R: 1, G: 2 },
  plain: { R: 3, B: 4 },
};

describe("a body", () => {
  it("of a form is read back by the platform's own reader, property by property", async () => {
    const { headers, body } = await sentBy("form", values);
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect([...new URLSearchParams(body.toString())]).toEqual([
      ["text", "a&b=c d+é"],
      ["list", "a,b"],
      ["list", "c"],
      ["spaced", "a b"],
      ["piped", "a|b"],
      ["short", "1,2"],
      ["deep[R]", "1"],
      ["deep[G]", "2"],
      ["json", '{"R":1,"G":2}'],
      ["R", "3"],
      ["B", "4"],
    ]);
  });

  it("of several parts is too, with the type of each", async () => {
    const { headers, body } = await sentBy("parts", values);
    const answer = new Response(new Uint8Array(body), {
      headers: { "content-type": headers["content-type"] ?? "" },
    });
    expect([...(await answer.formData())]).toEqual([
      ["text", "a&b=c d+é"],
      ["list", "a,b"],
      ["list", "c"],
      ["spaced", "a b"],
      ["piped", "a|b"],
      ["short", "1,2"],
      ["deep[R]", "1"],
      ["deep[G]", "2"],
      ["json", '{"R":1,"G":2}'],
      ["R", "3"],
      ["B", "4"],
    ]);
    expect(body.toString()).toContain(
      'name="json"\r\nContent-Type: application/json\r\nX-Kind: color\r\nX-Version: 2\r\n\r\n{',
    );
    const types = [...body.toString().matchAll(/name="([^"]+)"\r\n(?:content-type: ([^\r]*))?/gi)];
    expect(Object.fromEntries(types.map(([, name, type = ""]) => [name, type]))).toEqual({
      text: "",
      list: "text/plain",
      spaced: "",
      piped: "",
      short: "",
      "deep[R]": "",
      "deep[G]": "",
      json: "application/json",
      R: "",
      B: "",
    });
  });
});
