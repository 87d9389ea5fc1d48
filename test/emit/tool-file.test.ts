import { describe, expect, it } from "vitest";
import { toolView } from "../../src/emit/tool-file.js";
import { ToolIdentifiers } from "../../src/emit/tool-identifiers.js";
import { localNames } from "../../src/emit/tool-names.js";
import type { Expression } from "../../src/model/expression.js";
import type { Schema } from "../../src/model/schema.js";
import type { ErrorRule, Statement, Tool } from "../../src/model/tool.js";
import type { Projection, Value } from "../../src/model/value.js";
import { billing } from "./billing.js";
import { callOf, input, lit, members, objectOf, of, path, request, text, tool } from "./models.js";

/** The names of the first tool of a server of these. */
function namesOf(given: Tool, ...others: readonly Tool[]) {
  return new ToolIdentifiers({ ...billing, tools: [given, ...others] }).of(given);
}

/** The tool's own statement, without what is the same in every tool. */
function codeOf(given: Tool): string {
  const code = String(toolView(given, billing, namesOf(given)).tool);
  return code.replaceAll(/^ {2}name: .*\n|^export const .*\n|\n?^\}\);$/gm, "");
}

function lines(...code: readonly string[]): string {
  return code.join("\n");
}

function jobOf(statements: readonly Statement[], output: Value, inputs: Tool["inputs"] = []): Tool {
  return tool("job", { inputs, body: { kind: "steps", statements, output } });
}

/** The lines of `run`. */
function runOf(
  statements: readonly Statement[],
  output: Value,
  inputs: Tool["inputs"] = [],
): string {
  const code = codeOf(jobOf(statements, output, inputs));
  return code.slice(code.indexOf("  async run")).replaceAll(/^ {2}/gm, "");
}

function projection(more: Partial<Projection>): Value {
  return {
    kind: "projection",
    projection: {
      from: path("customer.orders"),
      fromNullable: false,
      over: "list",
      pick: null,
      elementNullable: false,
      maxItems: null,
      maxLength: null,
      keep: "start",
      ...more,
    },
  };
}

const customer = callOf("customer", "getCustomer");

/** The code of one value of a result. */
function codeOfValue(value: Value): string {
  const code = runOf([customer], objectOf({ value }));
  return code.slice(code.indexOf("{ value: ") + 9, code.lastIndexOf(" };"));
}

describe("a constant for what recurs in a tool's inputs", () => {
  const members = ["street", "city", "postal_code", "country"].map((name) => [name, text] as const);
  const address: Schema = {
    type: ["object"],
    properties: Object.fromEntries(members),
    required: ["street", "city"],
  };
  const person: Schema = {
    type: ["object"],
    properties: { main_address: address, home_address: address },
  };

  it.each([
    ["person", "plan", "const address ="],
    ["address", "plan", "const addressSchema ="],
    ["person", "address", "const addressSchema ="],
  ])("has the name of no input or step: %s, %s", (inputName, step, declared) => {
    const given = jobOf([callOf(step, "getPlan")], objectOf({}), [input(inputName, person)]);
    const { declarations } = toolView(given, billing, namesOf(given));
    expect(declarations.map((each) => String(each).slice(0, declared.length))).toEqual([declared]);
  });
});

describe("a tool's names", () => {
  it("are those of the map, in the language's spelling", () => {
    expect(namesOf(tool("search_invoices"))).toEqual({
      identifier: "searchInvoices",
      type: "SearchInvoices",
    });
  });

  it("step aside for what files import", () => {
    expect(namesOf(tool("failure")).identifier).toBe("failureTool");
    expect(namesOf(tool("context")).type).toBe("ContextHandler");
    expect(namesOf(tool("record")).type).toBe("RecordHandler");
    expect(namesOf(tool("class")).identifier).toBe("classTool");
  });

  it("are no other tool's, and their own where they can be", () => {
    const [text, textTool] = [tool("text"), tool("text_tool")];
    expect(namesOf(textTool, text).identifier).toBe("textTool");
    expect(namesOf(text, textTool).identifier).toBe("textTool2");
    const [context, other] = [tool("context"), tool("context_handler")];
    expect(namesOf(other, context).type).toBe("ContextHandler");
    expect(namesOf(context, other).type).toBe("ContextHandler2");
  });

  it("are not that of the client", () => {
    expect(namesOf(tool("billing")).type).toBe("BillingHandler");
  });

  it("are members of `input` where a variable would hide something or be none", () => {
    const output = objectOf({ a: of("input.class"), b: of("input.plain") });
    const inputs = ["class", "plain"].map((name) => input(name, text));
    expect(runOf([], output, inputs)).toBe(
      lines(
        "async run(input, _context: Context<Billing>) {",
        "  return { a: input.class, b: input.plain };",
        "},",
      ),
    );
  });

  it("of steps get an underscore where they are taken", () => {
    const steps = [
      callOf("z", "getPlan"),
      callOf("default", "getPlan"),
      callOf("matches", "getPlan"),
    ];
    expect(
      runOf(steps, objectOf({ a: of("z.name"), b: of("default.name"), c: of("matches.name") })),
    ).toBe(
      lines(
        "async run(_input, { api }: Context<Billing>) {",
        "  const z_ = await api.getPlan();",
        "  const default_ = await api.getPlan();",
        "  const matches = await api.getPlan();",
        "  return { a: z_.name, b: default_.name, c: matches.name };",
        "},",
      ),
    );
  });
});

describe("a tool's variables", () => {
  it("are identifiers, whatever the names are", () => {
    const steps = ["due date", "1st", "", "_due_date", "ünïcode"].map((name) =>
      callOf(name, "getPlan"),
    );
    const locals = localNames(jobOf(steps, objectOf({})), new Set());
    expect([...locals.values()]).toEqual(["_due_date_", "_1st", "_", "_due_date", "ünïcode"]);
  });
});

describe("a tool's steps", () => {
  it("run in order, guarded, unwrapped and unnamed where nothing reads them", () => {
    const isPaid: Expression = {
      kind: "binary",
      operator: ">",
      left: path("customer.owed"),
      right: { kind: "literal", value: 0 },
      total: true,
    };
    const steps: readonly Statement[] = [
      callOf("customer", "getCustomer", { returns: path("response.customer") }),
      callOf("plan", "getPlan", { when: isPaid }),
      { kind: "let", name: "owed", value: path("customer.owed") },
      { kind: "require", that: isPaid, failure: members({ error: lit("nothing_owed") }) },
      callOf("email", "sendEmail", {
        used: false,
        request: request({ body: objectOf({ to: lit("a") }) }),
      }),
    ];
    expect(runOf(steps, objectOf({ owed: of("owed"), plan: of("plan", "null") }))).toBe(
      lines(
        "async run(_input, { api }: Context<Billing>) {",
        "  const customer = await api.getCustomer().then((response) => response.customer);",
        "  const plan = customer.owed > 0 ? await api.getPlan() : null;",
        "  const owed = customer.owed;",
        "  if (customer.owed <= 0) {",
        '    return failure({ error: "nothing_owed" });',
        "  }",
        '  await api.sendEmail({ body: { to: "a" } });',
        "  return { owed, plan: plan ?? null };",
        "},",
      ),
    );
  });

  it("run together where they do not need each other", () => {
    const calls = [
      callOf("a", "getPlan"),
      callOf("b", "getPlan", { used: false }),
      callOf("c", "getPlan"),
    ];
    expect(runOf([{ kind: "together", calls }], objectOf({ a: of("a"), c: of("c") }))).toBe(
      lines(
        "async run(_input, { api }: Context<Billing>) {",
        "  const [a, _b, c] = await together(api.getPlan(), api.getPlan(), api.getPlan());",
        "  return { a, c };",
        "},",
      ),
    );
  });

  it("leave out objects whose members have all vanished", () => {
    const body: Value = {
      kind: "object",
      members: members({ a: of("input.a") }),
      leftOutWhenEmpty: true,
    };
    const step = callOf("x", "sendEmail", {
      used: false,
      request: request({ body: objectOf({ filter: body }) }),
    });
    expect(runOf([step], objectOf({}), [input("a", text, { required: false })])).toContain(
      "await api.sendEmail({ body: { filter: compact({ a }) } });",
    );
  });
});

describe("a value", () => {
  const element = members({ id: of("item.id") });

  it.each<readonly [string, Value, string]>([
    ["a list as it is", projection({}), "customer.orders"],
    ["a list that may be missing", projection({ fromNullable: true }), "customer.orders ?? []"],
    ["elements", projection({ pick: element }), "customer.orders.map((item) => ({ id: item.id }))"],
    [
      "elements that may be null",
      projection({ pick: element, elementNullable: true }),
      "customer.orders.map((item) => (item == null ? null : { id: item.id }))",
    ],
    [
      "the first elements",
      projection({ pick: element, maxItems: 5 }),
      "firstOf(customer.orders, 5, (item) => ({ id: item.id }))",
    ],
    ["an object", projection({ over: "object", pick: element }), "{ id: customer.orders.id }"],
    [
      "an object that may be missing",
      projection({
        over: "object",
        fromNullable: true,
        from: { kind: "field", of: path("customer"), name: "plan", optional: true },
        pick: element,
      }),
      "customer?.plan == null ? null : { id: customer.plan.id }",
    ],
    [
      "the end of a text",
      projection({ over: "text", maxLength: 9, keep: "end" }),
      'cutText(customer.orders, 9, "end")',
    ],
    [
      "text around values",
      {
        kind: "text",
        parts: [
          { kind: "literal", text: "`Dear` " },
          { kind: "expression", expression: path("customer.name"), plain: true },
          { kind: "expression", expression: path("customer.tags"), plain: false },
        ],
      },
      "`\\`Dear\\` ${customer.name}${text(customer.tags)}`",
    ],
  ])("can be %s", (_, value, code) => {
    expect(codeOfValue(value)).toBe(code);
  });
});

describe("error rules", () => {
  function errorsOf(rules: readonly ErrorRule[]): string {
    const given = tool("job", { errors: rules, inputs: [input("id", text)] });
    const code = codeOf(given);
    return code.slice(code.indexOf("  errors:") + 2, code.indexOf("\n  async run"));
  }

  it("are outcomes, and functions only where they look at something", () => {
    const notFound: ErrorRule["cases"] = [
      {
        when: null,
        outcome: { kind: "failure", members: members({ error: lit("none"), id: of("input.id") }) },
      },
    ];
    expect(errorsOf([{ on: "5xx", cases: [{ when: null, outcome: { kind: "fatal" } }] }])).toBe(
      'errors: { "5xx": fatal },',
    );
    expect(errorsOf([{ on: "404", cases: notFound }])).toBe(
      'errors: { 404: (_error: ApiError, { id }) => failure({ error: "none", id }) },',
    );
  });

  it("ask the next level where no case fits", () => {
    const isLate: Expression = {
      kind: "binary",
      operator: ">",
      left: path("error.retry_after"),
      right: { kind: "literal", value: 9 },
      total: true,
    };
    expect(
      errorsOf([
        { on: "429", cases: [{ when: isLate, outcome: { kind: "value", value: lit([]) } }] },
      ]),
    ).toBe(
      lines(
        "errors: {",
        "    429: (error: ApiError) => {",
        "      if (error.retryAfter > 9) {",
        "        return value([]);",
        "      }",
        "      return undefined;",
        "    },",
        "  },",
      ),
    );
  });
});
