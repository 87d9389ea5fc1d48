import { describe, expect, it } from "vitest";
import { findings, messages, parsedTool, withTool } from "./maps.js";

describe("what YAML cannot read as it is meant", () => {
  it("is an expression in braces", () => {
    const lines = `
      call: getCustomer
      with: { id: \${input.x} }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:9:17
         |
      9  |     with: { id: \${input.x} }
         |                 ^^^^^^^^^^ to YAML a bracket here begins or ends a list or a mapping
         |
         = help: quote it: with: { id: "\${input.x}" }
      "
    `);
  });

  it("is several expressions in braces", () => {
    const lines = `
      call: a
      with: { a: \${x} of \${y}, b: 1, c: \${z} }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:9:16
         |
      9  |     with: { a: \${x} of \${y}, b: 1, c: \${z} }
         |                ^^^^^^^^^^^^ to YAML a bracket here begins or ends a list or a mapping
         |
         = help: quote it: with: { a: "\${x} of \${y}", b: 1, c: "\${z}" }

      error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:9:39
         |
      9  |     with: { a: \${x} of \${y}, b: 1, c: \${z} }
         |                                       ^^^^ to YAML a bracket here begins or ends a list or a mapping
         |
         = help: quote it: with: { a: "\${x} of \${y}", b: 1, c: "\${z}" }
      "
    `);
  });

  it("is a conditional in text", () => {
    const lines = `
      call: a
      with:
        kind: \${input.a ? 'x' : 'y'}`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:13
         |
      10 |       kind: \${input.a ? 'x' : 'y'}
         |             ^^^^^^^^^^^^^^^^^^^^^^ to YAML a colon and a blank end a key
         |
         = help: quote it: kind: "\${input.a ? 'x' : 'y'}"
      "
    `);
  });

  it("is a conditional as an expression", () => {
    const lines = `
      steps:
        a:
          call: b
          when: a ? b : c`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:11:15
         |
      11 |         when: a ? b : c
         |               ^^^^^^^^^ to YAML a colon and a blank end a key
         |
         = help: quote it: when: "a ? b : c"
      "
    `);
  });

  it("is a conditional as an approval, and as what an alternative asks", () => {
    const lines = `
      confirm:
        summary: Do it?
        approval: \${a > 1 ? 'human' : 'none'}
        calls:
          - { when: 'b' == c, call: d }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:17
         |
      10 |       approval: \${a > 1 ? 'human' : 'none'}
         |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ to YAML a colon and a blank end a key
         |
         = help: quote it: approval: "\${a > 1 ? 'human' : 'none'}"

      error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:12:19
         |
      12 |         - { when: 'b' == c, call: d }
         |                   ^^^^^^^^ to YAML the text ends at its closing quote
         |
         = help: quote it: - { when: "'b' == c", call: d }
      "
    `);
  });

  it("is a text that begins with a quote", () => {
    const lines = `
      call: a
      require:
        - that: 'paid' == response.status
          error: x`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:15
         |
      10 |       - that: 'paid' == response.status
         |               ^^^^^^^^^^^^^^^^^^^^^^^^^ to YAML the text ends at its closing quote
         |
         = help: quote it: - that: "'paid' == response.status"
      "
    `);
  });

  it("is a text in braces that begins with a quote", () => {
    const lines = `
      call: a
      let: { t: "a" + b, u: 1 }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:9:15
         |
      9  |     let: { t: "a" + b, u: 1 }
         |               ^^^^^^^ to YAML the text ends at its closing quote
         |
         = help: quote it: let: { t: '"a" + b', u: 1 }
      "
    `);
  });

  it("is a text that begins with a list", () => {
    const lines = `
      call: a
      output:
        x:
          from: [1].map(x, x * 2)`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:11:15
         |
      11 |         from: [1].map(x, x * 2)
         |               ^^^^^^^^^^^^^^^^^ to YAML the value ends at its closing bracket
         |
         = help: quote it: from: "[1].map(x, x * 2)"
      "
    `);
  });

  it("is a pattern in braces", () => {
    const lines = `
      call: a
      input:
        x: { type: string, pattern: ^[0-9]{4}$ }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:35
         |
      10 |       x: { type: string, pattern: ^[0-9]{4}$ }
         |                                   ^^^^^^^^^^ to YAML a bracket here begins or ends a list or a mapping
         |
         = help: quote it: x: { type: string, pattern: "^[0-9]{4}$" }
      "
    `);
  });

  it("is a sentence with a colon", () => {
    const lines = `
      call: a
      let:
        x: note: it is so`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:10
         |
      10 |       x: note: it is so
         |          ^^^^^^^^^^^^^^ to YAML a colon and a blank end a key
         |
         = help: quote it: x: "note: it is so"
      "
    `);
  });

  it("is a word that begins with an at sign", () => {
    const lines = `
      call: a
      with:
        to: @all`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:11
         |
      10 |       to: @all
         |           ^^^^ to YAML the first character has a meaning of its own
         |
         = help: quote it: to: "@all"
      "
    `);
  });

  it("is a comparison that begins a block", () => {
    const lines = `
      call: a
      let:
        x: > 5`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:10
         |
      10 |       x: > 5
         |          ^^^ to YAML the first character begins a block of text
         |
         = help: quote it: x: "> 5"
      "
    `);
  });

  it("is a negation", () => {
    const lines = `
      call: a
      require:
        - that: !customer.email_verified
          error: x`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:15
         |
      10 |       - that: !customer.email_verified
         |               ^^^^^^^^^^^^^^^^^^^^^^^^ to YAML "!" at the start begins a tag
         |
         = help: quote it: - that: "!customer.email_verified"
      "
    `);
  });

  it("is a negation in braces", () => {
    const lines = `
      call: a
      require:
        - { that: !has(input.a) || input.b == 1, error: x }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:17
         |
      10 |       - { that: !has(input.a) || input.b == 1, error: x }
         |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ to YAML "!" at the start begins a tag
         |
         = help: quote it: - { that: "!has(input.a) || input.b == 1", error: x }
      "
    `);
  });

  it("is braces over several lines", () => {
    const lines = `
      call: a
      with: {
        a: 1,
        id: \${input.x}
      }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:11:11
         |
      11 |       id: \${input.x}
         |           ^^^^^^^^^^ to YAML a bracket here begins or ends a list or a mapping
         |
         = help: quote it: id: "\${input.x}"
      "
    `);
  });

  it("is several lines at once", () => {
    const lines = `
      call: a
      with: { id: \${input.x} }
      let:
        t: 'paid' == x
        u: fine
      require:
        - that: a ? b : c
          error: x`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:9:17
         |
      9  |     with: { id: \${input.x} }
         |                 ^^^^^^^^^^ to YAML a bracket here begins or ends a list or a mapping
         |
         = help: quote it: with: { id: "\${input.x}" }

      error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:11:10
         |
      11 |       t: 'paid' == x
         |          ^^^^^^^^^^^ to YAML the text ends at its closing quote
         |
         = help: quote it: t: "'paid' == x"

      error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:14:15
         |
      14 |       - that: a ? b : c
         |               ^^^^^^^^^ to YAML a colon and a blank end a key
         |
         = help: quote it: - that: "a ? b : c"
      "
    `);
  });
});

describe("what YAML reads in silence, and not as it is meant", () => {
  it("is a call in braces, split at its comma", () => {
    const lines = `
      call: a
      output:
        x: { from: response.items, pick: [id, { price: money(a, b) }] }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:54
         |
      10 |       x: { from: response.items, pick: [id, { price: money(a, b) }] }
         |                                                      ^^^^^^^^^^^ to YAML the text ends at the comma
         |
         = help: quote it: x: { from: response.items, pick: [id, { price: "money(a, b)" }] }
      "
    `);
  });

  it("is a let in braces, split at its comma", () => {
    const lines = `
      call: a
      let: { a: coalesce(x, y) }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:9:15
         |
      9  |     let: { a: coalesce(x, y) }
         |               ^^^^^^^^^^^^^^ to YAML the text ends at the comma
         |
         = help: quote it: let: { a: "coalesce(x, y)" }
      "
    `);
  });

  it("is a sentence in braces, split at its comma", () => {
    const lines = `
      call: a
      errors:
        404: { error: gone, reason: Sorry, not found }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:35
         |
      10 |       404: { error: gone, reason: Sorry, not found }
         |                                   ^^^^^^^^^^^^^^^^ to YAML the text ends at the comma
         |
         = help: quote it: 404: { error: gone, reason: "Sorry, not found" }
      "
    `);
  });

  it("is a call in a list, split at its comma", () => {
    const lines = `
      call: a
      with:
        ids: [max(a, b), c]`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:13
         |
      10 |       ids: [max(a, b), c]
         |             ^^^^^^^^^ to YAML the text ends at the comma
         |
         = help: quote it: ids: ["max(a, b)", c]
      "
    `);
  });

  it("is a text cut by a comment", () => {
    const lines = `
      call: a
      errors:
        404:
          error: gone
          reason: Order #\${input.id} is gone.`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:12:17
         |
      12 |         reason: Order #\${input.id} is gone.
         |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ to YAML " #" begins a comment
         |
         = help: quote it: reason: "Order #\${input.id} is gone."
      "
    `);
  });

  it("is an expression cut by a comment", () => {
    const lines = `
      call: a
      with:
        x: \${input.a == ' # ' ? 1 : 2}`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: this text has to be quoted
       --> tool-map.yaml:10:10
         |
      10 |       x: \${input.a == ' # ' ? 1 : 2}
         |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ to YAML " #" begins a comment
         |
         = help: quote it: x: "\${input.a == ' # ' ? 1 : 2}"
      "
    `);
  });

  it("is a let that loses its quotes", () => {
    const lines = `
      call: a
      let: { t: 'welcome' }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: a text in an expression needs quotes of its own
       --> tool-map.yaml:9:15
         |
      9  |     let: { t: 'welcome' }
         |               ^^^^^^^^^ YAML takes the quotes away: this is the expression welcome
         |
         = help: quote it: let: { t: "'welcome'" }
      "
    `);
  });

  it("is a let of several words that loses its quotes", () => {
    const lines = `
      call: a
      let:
        t: "past due"`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: a text in an expression needs quotes of its own
       --> tool-map.yaml:10:10
         |
      10 |       t: "past due"
         |          ^^^^^^^^^^ YAML takes the quotes away: this is the expression past due
         |
         = help: quote it: t: '"past due"'
      "
    `);
  });

  it("is a date that loses its quotes", () => {
    const lines = `
      call: a
      let:
        t: '2024-01-31'`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: a text in an expression needs quotes of its own
       --> tool-map.yaml:10:10
         |
      10 |       t: '2024-01-31'
         |          ^^^^^^^^^^^^ YAML takes the quotes away: this is the expression 2024-01-31
         |
         = help: quote it: t: "'2024-01-31'"
      "
    `);
  });

  it("is a hyphenated word that loses its quotes", () => {
    const lines = `
      call: a
      let:
        t: 'past-due'`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/quote-it]: a text in an expression needs quotes of its own
       --> tool-map.yaml:10:10
         |
      10 |       t: 'past-due'
         |          ^^^^^^^^^^ YAML takes the quotes away: this is the expression past-due
         |
         = help: quote it: t: "'past-due'"
      "
    `);
  });

  it("is a key without a value", () => {
    const lines = `
      call: a
      input: { customer_id, status }`;
    expect(findings(withTool(unindent(lines)))).toMatchInlineSnapshot(`
      "error[tool-map/key-without-value]: "customer_id" has no value
       --> tool-map.yaml:9:14
         |
      9  |     input: { customer_id, status }
         |              ^^^^^^^^^^^ no colon follows
         |
         = help: write "customer_id: …"; inside { } every key needs a colon and a value

      error[tool-map/key-without-value]: "status" has no value
       --> tool-map.yaml:9:27
         |
      9  |     input: { customer_id, status }
         |                           ^^^^^^ no colon follows
         |
         = help: write "status: …"; inside { } every key needs a colon and a value
      "
    `);
  });
});

describe("what is meant as YAML reads it", () => {
  it.each([
    ["a comment after a value", "call: a # the default one, see #12"],
    ["an aligned comment with an expression", "call: a      # see ${x}"],
    ["a quoted expression", 'call: a\nlet:\n  t: "response.total"'],
    ["a quoted name that is known", "steps: { order: { call: a } }\nlet: { t: 'order' }"],
    ["quotes in quotes", "call: a\nlet: { t: \"'welcome'\" }"],
    ["a quoted field in pick", "call: a\noutput: { from: response, pick: [{ x: 'amount' }] }"],
    ["text in brackets", "call: a\nwith: { text: see (above) }"],
    ["a type of YAML's own", "call: a\nwith: { text: !!str 12 }"],
    ["an apostrophe", "call: a\nwith: { text: don't, other: it's }"],
  ])("is %s", (_, lines) => {
    expect(messages(withTool(lines))).toEqual([]);
  });

  it("keeps what was read", () => {
    const { lets } = parsedTool("call: a\nlet: { t: \"'welcome'\" }");
    expect(lets[0]?.value.text).toBe("'welcome'");
  });
});

/** Takes the indentation of the test away. */
function unindent(lines: string): string {
  return lines.replace(/^ {6}/gm, "").trim();
}
