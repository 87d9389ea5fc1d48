import { describe, expect, it } from "vitest";
import { apiView, clientType } from "../../src/emit/api-file.js";
import type { Operation } from "../../src/model/operation.js";
import type { Schema } from "../../src/model/schema.js";
import type { Shape } from "../../src/model/shape.js";
import {
  callOf,
  input,
  listOf,
  lit,
  objectOf,
  of,
  operation,
  parameter,
  request,
  server,
  shape,
  string,
  text,
  tool,
} from "./models.js";

const status: Schema = { type: ["string"], enum: ["open", "paid"] };

function viewOf(...operations: readonly Operation[]) {
  return apiView(server({ operations }));
}

/** The lines of one operation, or of what it takes. */
function entry(code: { toString(): string }, name = "job"): string {
  const found = new RegExp(`\\n  ${name}: (.*?)[,;]\\n(?:\\}|  [a-z/])`, "s").exec(`${code}`);
  return found?.[1]?.replaceAll("\n  ", "\n") ?? "";
}

describe("an operation of the client", () => {
  it("says how its parameters are written where that is not the default", () => {
    const given = operation("job", "GET /v1/{a}", {
      parameters: [
        parameter("path", "a"),
        parameter("path", "b", text, { style: "matrix", explode: true }),
        parameter("query", "ids[]", text, { explode: false }),
        parameter("query", "filter", text, { style: "deepObject", explode: true }),
        parameter("query", "json", text, { mediaType: "application/json" }),
        parameter("query", "account", text, { suppliedBy: "account" }),
        parameter("header", "X-Raw", text, { allowReserved: true }),
      ],
    });
    expect(entry(viewOf(given).operations)).toBe(
      [
        "{",
        '  method: "GET",',
        '  path: "/v1/{a}",',
        '  effect: "read",',
        "  parameters: {",
        '    path: { a: {}, b: { style: "matrix", explode: true } },',
        "    query: {",
        '      "ids[]": { explode: false },',
        '      filter: { style: "deepObject", explode: true },',
        '      json: { mediaType: "application/json" },',
        '      account: { supplied: "account" },',
        "    },",
        '    header: { "X-Raw": { allowReserved: true } },',
        "  },",
        "  answer: empty,",
        "}",
      ].join("\n"),
    );
  });

  it("names the places where decimal text is an integer", () => {
    const big: Schema = { type: ["integer"], format: "int64" };
    const line: Schema = {
      type: ["object"],
      properties: { order_id: big, count: { type: ["integer"] } },
    };
    const schema: Schema = {
      type: ["object"],
      properties: { id: big, lines: { type: ["array"], items: line } },
    };
    const body = {
      mediaType: "application/json",
      encoding: "json",
      required: true,
      schema,
      parts: [],
      check: null,
    } as const;
    expect(entry(viewOf(operation("job", "POST /", { body })).operations)).toContain(
      '  body: { mediaType: "application/json", encoding: "json", int64: ["id", "lines[].order_id"] },',
    );
  });

  it("says how the members of a form are written, where it is not the default way", () => {
    const plain = {
      explode: false,
      allowReserved: false,
      contentType: null,
      base64: false,
      headers: [],
    };
    const headers = [{ name: "X-Kind", value: "a" }];
    const body = {
      mediaType: "multipart/form-data",
      encoding: "multipart",
      required: true,
      schema: { type: ["object"] },
      parts: [
        { ...plain, name: "expand", style: "deepObject", explode: true },
        { ...plain, name: "file", style: null, base64: true },
        { ...plain, name: "ids[]", style: "form", explode: true, allowReserved: true },
        { ...plain, name: "meta", style: null, contentType: "application/json", headers },
        { ...plain, name: "tags", style: "form" },
      ],
      check: { required: ["file"], properties: { id: { type: ["integer"], format: "int64" } } },
    } as const;
    const written = entry(viewOf(operation("job", "POST /", { body })).operations);
    for (const line of [
      '      expand: { style: "deepObject", explode: true },',
      "      file: { base64: true },",
      '      "ids[]": { style: "form", allowReserved: true },',
      '      meta: { contentType: "application/json", headers: { "X-Kind": "a" } },',
      '      tags: { style: "form", explode: false },',
      '    check: { required: ["file"], properties: { id: { type: "integer", digits: 19 } } },',
    ]) {
      expect(written).toContain(line);
    }
  });

  it("reads shapes that the API names by that name, each once", () => {
    const customer: Shape = { ...shape({ name: string }), name: "Customer" };
    const answer = (own: Shape) => ({ kind: "json", shape: own, nullable: false }) as const;
    const view = viewOf(
      operation("a", "GET /a", { answer: answer(listOf(customer)) }),
      operation("b", "GET /b", {
        answer: answer({ ...shape({ owner: customer }), name: "Order" }),
      }),
      operation("c", "GET /c", { answer: { kind: "json", shape: customer, nullable: true } }),
    );
    expect(view.declarations.map(String)).toEqual([
      "const customer = object({ name: string });",
      "const order = object({ owner: customer });",
    ]);
    expect(String(view.operations).match(/answer: .*/g)).toEqual([
      "answer: list(customer),",
      "answer: order,",
      "answer: nullable(customer),",
    ]);
  });
});

describe("what an operation takes", () => {
  it("is typed as the API describes it, optional where all of it is", () => {
    const given = operation("job", "GET /", {
      summary: "List.",
      parameters: [
        parameter("query", "status", status),
        parameter("query", "limit", { type: ["integer"] }),
        parameter("query", "id", { type: ["integer"], format: "int64" }),
        parameter("query", "sent", { type: ["boolean", "null"] }),
        parameter("query", "account", text, { suppliedBy: "account" }),
      ],
    });
    expect(String(viewOf(given).requests)).toBe(
      [
        "export interface Requests {",
        "  /** `GET /`: List. */",
        "  job: {",
        "    query?: {",
        '      status?: "open" | "paid";',
        "      limit?: number;",
        "      id?: number | string;",
        "      sent?: boolean | null;",
        "    };",
        "  };",
        "}",
      ].join("\n"),
    );
  });

  it("is as wide as what tools pass: an enum stays one for literals and inputs alone", () => {
    const job = operation("job", "GET /", { parameters: [parameter("query", "status", status)] });
    const passing = (value: Parameters<typeof objectOf>[0][string]) => {
      const step = callOf("x", "job", { request: request({ query: { status: value } }) });
      const own = tool("t", { body: { kind: "steps", statements: [step], output: objectOf({}) } });
      return entry(apiView(server({ operations: [job], tools: [own] })).requests);
    };
    expect(passing(lit("open"))).toBe('{ query?: { status?: "open" | "paid" } }');
    expect(passing(of("input.status"))).toBe('{ query?: { status?: "open" | "paid" } }');
    expect(passing(of("order.status"))).toBe("{ query?: { status?: string } }");
  });

  it("may lack what is required, where an optional object is made of what was given", () => {
    const address: Schema = { type: ["object"], properties: { city: text }, required: ["city"] };
    const schema: Schema = { type: ["object"], properties: { address }, required: ["address"] };
    const body = {
      mediaType: "application/json",
      encoding: "json",
      required: true,
      schema,
      parts: [],
      check: null,
    } as const;
    const city = objectOf({ city: of("input.city") });
    const given = objectOf({ address: { ...city, leftOutWhenEmpty: true } as typeof city });
    const step = callOf("x", "job", { request: request({ body: given }) });
    const own = tool("t", {
      inputs: [input("city", text, { required: false })],
      body: { kind: "steps", statements: [step], output: objectOf({}) },
    });
    const job = operation("job", "POST /", { body });
    expect(entry(apiView(server({ operations: [job], tools: [own] })).requests)).toBe(
      "{ body: { address?: { city?: string } } }",
    );
  });

  it("has a type of its own where it contains itself", () => {
    const Tree: Schema = {
      type: ["object"],
      properties: { children: { type: ["array"], items: { $ref: "#/$defs/Tree" } } },
    };
    const schema: Schema = { $ref: "#/$defs/Tree", $defs: { Tree } };
    const body = {
      mediaType: "application/json",
      encoding: "json",
      required: true,
      schema,
      parts: [],
      check: null,
    } as const;
    const view = viewOf(operation("job", "POST /", { body }));
    expect(view.declarations.map(String)).toEqual([
      "export type Tree = { children?: readonly Tree[] };",
    ]);
    expect(entry(view.requests)).toBe("{ body: Tree }");
  });
});

describe("types that recur", () => {
  const words = [
    "a_kind_of_shipping",
    "another_kind_of_it",
    "the_third_kind_of_it",
    "the_last_kind",
  ];
  const parcel: Schema = {
    type: ["object"],
    properties: {
      kind: { type: ["string"], enum: words },
      sender: text,
      insured: { type: ["boolean"] },
    },
    required: ["kind"],
  };
  const declaredIn = (...members: readonly NonNullable<Schema["properties"]>[]) => {
    const operations = members.map((properties, at) => {
      const schema: Schema = { type: ["object"], properties };
      const kind = { mediaType: "application/json", encoding: "json", required: true } as const;
      const body = { ...kind, schema, parts: [], check: null };
      return operation(`job${at}`, `POST /${at}`, { body });
    });
    const view = viewOf(...operations);
    return {
      types: view.declarations.map((each) => /^(?:export )?type (\w+)/.exec(String(each))?.[1]),
      requests: String(view.requests),
    };
  };

  it("have one name in all operations", () => {
    const { types, requests } = declaredIn(
      { parcel },
      { parcel, more_parcels: { type: ["array"], items: parcel }, no: { enum: [1] } },
    );
    expect(types).toEqual(["Parcel"]);
    expect(requests).toContain("job0: { body: { parcel?: Parcel } };");
    expect(requests).toContain("{ parcel?: Parcel; more_parcels?: readonly Parcel[]; no?: 1 }");
  });

  it("stay in their places when they have no name in common, as bodies have none", () => {
    expect(declaredIn({ parcel }, { letter: parcel }).types).toEqual([]);
    expect(declaredIn(parcel.properties ?? {}, parcel.properties ?? {}).types).toEqual([]);
  });

  it("are named for no type of the language or the file", () => {
    const member = (name: string) => Object.fromEntries([[name, parcel]]);
    const named = (name: string) => declaredIn(member(name), member(name)).types;
    expect(["record", "client", "requests", "error"].map(named)).toEqual([
      ["RecordValue"],
      ["ClientValue"],
      ["RequestsValue"],
      ["ErrorValue"],
    ]);
  });

  it("are one with those of schemas that contain themselves", () => {
    const Tree: Schema = {
      type: ["object"],
      properties: { parcel, parts: { type: ["array"], items: { $ref: "#/$defs/Tree" } } },
    };
    const schema: Schema = {
      type: ["object"],
      properties: { tree: { $ref: "#/$defs/Tree" }, parcel },
      $defs: { Tree },
    };
    const kind = { mediaType: "application/json", encoding: "json", required: true } as const;
    const body = { ...kind, schema, parts: [], check: null };
    const view = viewOf(operation("job", "POST /", { body }));
    expect(view.declarations.map((each) => String(each).split("=")[0])).toEqual([
      "type Parcel ",
      "export type Tree ",
    ]);
    expect(entry(view.requests)).toBe("{ body: { tree?: Tree; parcel?: Parcel } }");
  });
});

describe("the client's type", () => {
  it("is named for the API, and steps aside for what the file has", () => {
    const named = (name: string) =>
      clientType(server({ upstream: { ...server().upstream, name } }));
    expect([named("billing-api"), named("requests"), named("3d")]).toEqual([
      "BillingApi",
      "RequestsApi",
      "_3d",
    ]);
  });
});
