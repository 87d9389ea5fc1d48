import { describe, expect, it } from "vitest";
import { compile, withTool } from "./compile.js";

const top = "functions: { label: { args: [string, integer], returns: string } }";

/** What is said of a tool with one call to getOrder, and the given lines. */
function said(lines: string): Promise<string> {
  return compile(withTool(`call: getOrder\ninput: { id: {} }\n${lines}`, top));
}

describe("YAML that takes an expression apart", () => {
  it("{ id: ${x} }", async () => {
    expect(await said("output: { id: ${response.id} }")).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:11:19
         |
      11 |     output: { id: \${response.id} }
         |                   ^^^^^^^^^^^^^^ to YAML a bracket here begins or ends a list or a mapping
         |
         = help: quote it: output: { id: "\${response.id}" }
      "
    `);
  });

  it("an unquoted ${a ? 'x' : 'y'}", async () => {
    expect(
      await said("output:\n  paid: ${response.paid == true ? 'yes' : 'no'}"),
    ).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:12:13
         |
      12 |       paid: \${response.paid == true ? 'yes' : 'no'}
         |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ to YAML a colon and a blank end a key
         |
         = help: quote it: paid: "\${response.paid == true ? 'yes' : 'no'}"
      "
    `);
  });

  it("let: a ? b : c", async () => {
    expect(await said("let:\n  paid: response.paid == true ? 'yes' : 'no'")).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:12:13
         |
      12 |       paid: response.paid == true ? 'yes' : 'no'
         |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ to YAML a colon and a blank end a key
         |
         = help: quote it: paid: "response.paid == true ? 'yes' : 'no'"
      "
    `);
  });

  it("that: 'paid' == x", async () => {
    expect(
      await said("require:\n  - that: 'open' == response.state\n    error: not_open"),
    ).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:12:15
         |
      12 |       - that: 'open' == response.state
         |               ^^^^^^^^^^^^^^^^^^^^^^^^ to YAML the text ends at its closing quote
         |
         = help: quote it: - that: "'open' == response.state"
      "
    `);
  });

  it("from: [1].map(…)", async () => {
    expect(
      await said("output:\n  ids: { from: [response.id].map(id, id) }"),
    ).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:12:20
         |
      12 |       ids: { from: [response.id].map(id, id) }
         |                    ^^^^^^^^^^^^^^^^^^^^^^^^^ to YAML the value ends at its closing bracket
         |
         = help: quote it: ids: { from: "[response.id].map(id, id)" }
      "
    `);
  });

  it("a `!x` at the start of a value", async () => {
    expect(
      await said("require:\n  - that: !has(response.paid)\n    error: paid"),
    ).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:12:15
         |
      12 |       - that: !has(response.paid)
         |               ^^^^^^^^^^^^^^^^^^^ to YAML "!" at the start begins a tag
         |
         = help: quote it: - that: "!has(response.paid)"
      "
    `);
  });

  it("text cut by ` #` before a `${`", async () => {
    expect(await said("output:\n  text: Order #${response.id} is here")).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:12:13
         |
      12 |       text: Order #\${response.id} is here
         |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ to YAML " #" begins a comment
         |
         = help: quote it: text: "Order #\${response.id} is here"
      "
    `);
  });

  it("{ price: fn.label(a, b) }", async () => {
    expect(
      await said("output:\n  lines: { from: response.lines, pick: [{ label: fn.label(sku, 1) }] }"),
    ).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:12:54
         |
      12 |       lines: { from: response.lines, pick: [{ label: fn.label(sku, 1) }] }
         |                                                      ^^^^^^^^^^^^^^^^ to YAML the text ends at the comma
         |
         = help: quote it: lines: { from: response.lines, pick: [{ label: "fn.label(sku, 1)" }] }
      "
    `);
  });

  it("let: { a: coalesce(x, y) }", async () => {
    expect(await said("let: { cents: coalesce(response.price_cents, 0) }")).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:11:19
         |
      11 |     let: { cents: coalesce(response.price_cents, 0) }
         |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ to YAML the text ends at the comma
         |
         = help: quote it: let: { cents: "coalesce(response.price_cents, 0)" }
      "
    `);
  });

  it("let: { t: 'welcome' }", async () => {
    expect(await said("let: { t: 'welcome' }\noutput: { t: '${t}' }")).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: a text in an expression needs quotes of its own
       --> tool-map.yaml:11:15
         |
      11 |     let: { t: 'welcome' }
         |               ^^^^^^^^^ YAML takes the quotes away: this is the expression welcome
         |
         = help: quote it: let: { t: "'welcome'" }
      "
    `);
  });
});
