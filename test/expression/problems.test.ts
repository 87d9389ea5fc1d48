import { describe, expect, it } from "vitest";
import { compile, scope } from "./compile.js";

const names = scope({
  customer: {
    id: "string",
    name: "string",
    plan_id: "string?",
    status: "active|past_due|closed",
    credit_cents: "int?",
    number: "int64",
    orders: [{ id: "string", total_cents: "int" }],
  },
  input: { amount_cents: "int??" },
  wide: Object.fromEntries("abcdefghijklmno".split("").map((name) => [name, "string"])),
  extra: "json",
  list: [{ ip: "string?" }],
  tags: ["string?"],
  rate: "double",
});

/** Expression → what is said of it: code, message, what is underlined, help. */
const mistakes: readonly (readonly [string, string])[] = [
  [
    "wide.zzz",
    'expression/unknown-field: wide has no field "zzz" [zzz] fields: a, b, c, d, e, f, g, h, i, j, k, l and 3 more',
  ],
  // Syntax
  ["", "expression/syntax: the expression is empty []"],
  ["customer.id ==", 'expression/syntax: a value is missing beside "==" [==]'],
  [
    "customer.id = 'x'",
    'expression/syntax: "=" has no meaning in an expression [=] to compare, write "=="',
  ],
  [
    "customer.id and x",
    'expression/syntax: an operator is missing before "and" [and] for "and", write "&&"',
  ],
  ["size(customer.orders", 'expression/syntax: "(" is never closed [(]'],
  ["customer.id)", 'expression/syntax: ")" closes nothing [)]'],
  [
    "customer.id == 'x",
    "expression/syntax: a string is never closed ['x] close it with the quote that it begins with; a string of several lines takes three quotes",
  ],
  [
    "customer.id.matches('\\d')",
    'expression/syntax: "\\d" is no escape that CEL knows [\\d] write \\\\d for a backslash, or put an r before the quote to have none read as escapes',
  ],
  [
    "if == 1",
    "expression/syntax: \"if\" is a word that CEL reserves [if] a field of this name is written in brackets: response['if']",
  ],
  [
    "customer ? 1",
    'expression/syntax: "?" has no ":" after it [?] a choice is written "condition ? one : other"',
  ],
  [
    "b'x' == 1",
    "expression/unsupported: a bytes literal has no place here [b'x'] expressions work on JSON: null, booleans, numbers, strings, lists and maps, timestamps and durations",
  ],
  // Values that a condition has ruled out
  [
    "customer.status != 'closed' && customer.status == 'closed'",
    'expression/never-here: customer.status is never "closed" here: an earlier condition rules it out [customer.status] remove one of the two',
  ],
  [
    "customer.id == 'a' && customer.id != 'b'",
    'expression/never-here: customer.id is never "b" here: an earlier condition rules it out [customer.id] remove one of the two',
  ],
  [
    "customer.status == 'active' || customer.status == 'active'",
    'expression/never-here: customer.status is never "active" here: an earlier condition rules it out [customer.status] remove one of the two',
  ],
  [
    "!(customer.status == 'active' || customer.id == 'x') && 'active' == customer.status",
    'expression/never-here: customer.status is never "active" here: an earlier condition rules it out [customer.status] remove one of the two',
  ],
  // Amounts
  [
    "money(rate, 'EUR')",
    "expression/wrong-arguments: money() takes an integer here, and this is rate, a number [rate] money() takes minor units (1999); an amount such as 19.99 is written decimalMoney(amount, currency)",
  ],
  [
    "money(int(rate * 100), 'EUR')",
    "expression/cut-amount: int(rate * 100) cuts off what is behind the point, and so may be a minor unit too little [int(rate * 100)] 19.99 * 100 is 1998.9999999999998; write decimalMoney(amount, currency) for an amount such as 19.99",
  ],
  // Names
  [
    "length(customer.orders) > 1",
    'expression/unknown-function: there is no function "length" [length] did you mean "size"?',
  ],
  [
    "customer.orders.length() > 1",
    'expression/unknown-function: a list has no function "length" [length] did you mean "size"?',
  ],
  [
    "customer.orders.length > 1",
    'expression/field-of-list: customer.orders is a list, and has no field "length" [length] how many there are is size(customer.orders) take it of every element with .map(item, item.length), or of one: [0].length',
  ],
  [
    "custom.id",
    'expression/unknown-name: nothing is called "custom" here [custom] did you mean "customer"?',
  ],
  [
    "customer.status == 'aktive'",
    'expression/not-in-enum: customer.status is never "aktive" [\'aktive\'] did you mean "active"?',
  ],
  [
    "fn.constructor(1)",
    'expression/unknown-function: there is no function "fn.constructor" [constructor]',
  ],
  [
    "customer.id.toString(1)",
    'expression/unknown-function: a string has no function "toString" [toString] did you mean "substring"?',
  ],
  ["valueOf(1, 2)", 'expression/unknown-function: there is no function "valueOf" [valueOf]'],
  [
    "custmer.id",
    'expression/unknown-name: nothing is called "custmer" here [custmer] did you mean "customer"?',
  ],
  [
    "zzz",
    'expression/unknown-name: nothing is called "zzz" here [zzz] names here: customer, input, wide, extra, list, tags, rate',
  ],
  [
    "customer.nam",
    'expression/unknown-field: customer has no field "nam" [nam] did you mean "name"?',
  ],
  [
    "customer['nam']",
    'expression/unknown-field: customer has no field "nam" [\'nam\'] did you mean "name"?',
  ],
  [
    "coalesc(customer.plan_id, 'x')",
    'expression/unknown-function: there is no function "coalesc" [coalesc] did you mean "coalesce"?',
  ],
  [
    "customer.name.startWith('a')",
    'expression/unknown-function: a string has no function "startWith" [startWith] did you mean "startsWith"?',
  ],
  ["fn.label(customer.id)", 'expression/unknown-function: there is no function "fn.label" [label]'],
  [
    "now()",
    "expression/now-not-here: `now()` may stand in `that` and `when` alone [now()] a value made from the clock would differ each time that it is asked for",
  ],
  // Kinds
  [
    "customer.orders.id",
    'expression/field-of-list: customer.orders is a list, and has no field "id" [id] take it of every element with .map(item, item.id), or of one: [0].id',
  ],
  ["customer.name.first", 'expression/field-of-value: a string has no field "first" [first]'],
  ["customer.name[0]", "expression/not-indexable: a string has no elements [customer.name]"],
  [
    "customer.orders['x']",
    "expression/not-indexable: an index here is an integer, and this is a string ['x']",
  ],
  [
    "customer.name == 1",
    "expression/incomparable: customer.name, a string, and 1, an integer, cannot be compared [customer.name == 1]",
  ],
  [
    "customer.status == 'activ'",
    'expression/not-in-enum: customer.status is never "activ" [\'activ\'] did you mean "active"?',
  ],
  [
    "customer.status in ['active', 'gone']",
    "expression/not-in-enum: customer.status is never \"gone\" ['gone'] values: active, past_due, closed",
  ],
  [
    "customer.name < 1",
    "expression/incomparable: customer.name, a string, and 1, an integer, have no order between them [customer.name < 1]",
  ],
  [
    "customer.name && true",
    'expression/not-boolean: an operand of "&&" has to be true or false, and this is customer.name, a string [customer.name] compare it with something',
  ],
  [
    "list.map(n, n.ip).join(', ')",
    "expression/wrong-arguments: join takes a list of strings here, and this is list.map(n, n.ip), a list whose elements may be null [list.map(n, n.ip)] leave out what is null with .map(n, n.ip != null, n.ip)",
  ],
  [
    "list.filter(n, n.ip != null).map(m, m.ip).join()",
    "expression/wrong-arguments: join takes a list of strings here, and this is list.filter(n, n.ip != null).map(m, m.ip), a list whose elements may be null [list.filter(n, n.ip != null).map(m, m.ip)] leave out what is null with .map(m, m.ip != null, m.ip)",
  ],
  [
    "tags.join()",
    "expression/wrong-arguments: join takes a list of strings here, and this is tags, a list whose elements may be null [tags] leave out what is null with .map(x, x != null, x)",
  ],
  [
    "customer.orders.map(o, o.total_cents).join()",
    "expression/wrong-arguments: join takes a list of strings here, and this is customer.orders.map(o, o.total_cents), a list with elements of the kind: an integer [customer.orders.map(o, o.total_cents)] make texts of them with .map(x, string(x))",
  ],
  [
    "customer.orders.filter(o, o.id)",
    "expression/not-boolean: the test of filter() has to be true or false, and this is o.id, a string [o.id] compare it with something",
  ],
  [
    "customer.name + 1",
    'expression/no-operator: "+" does not work on a string and an integer [customer.name + 1] string(…) makes text of a number',
  ],
  [
    "customer.number + 1",
    'expression/no-operator: "+" does not work on a 64-bit integer [customer.number] one past 2^53 comes as decimal text; int(…) makes a number of one that fits',
  ],
  [
    "extra + 1",
    'expression/no-operator: "+" does not work on JSON of unknown kind [extra] say what it is: int(…), double(…) or string(…)',
  ],
  // Absence
  [
    "customer.credit_cents + 1",
    "expression/may-be-null: customer.credit_cents may be null, and arithmetic needs a value [customer.credit_cents] give a fallback with coalesce(…, …), or rule null out before with `require`, `when`, has() or != null",
  ],
  [
    "customer.credit_cents > 1",
    "expression/may-be-null: customer.credit_cents may be null, and an ordering needs a value [customer.credit_cents] give a fallback with coalesce(…, …), or rule null out before with `require`, `when`, has() or != null",
  ],
  [
    "customer.plan_id.size()",
    "expression/may-be-null: customer.plan_id may be null, and size needs a value [customer.plan_id] give a fallback with coalesce(…, …), or rule null out before with `require`, `when`, has() or != null",
  ],
  [
    "money(input.amount_cents, 'EUR')",
    "expression/may-be-null: input.amount_cents may be null, and money() needs a value [input.amount_cents] give a fallback with coalesce(…, …), or rule null out before with `require`, `when`, has() or != null",
  ],
  // Arguments
  ["money(1)", "expression/wrong-arguments: money() takes 2 arguments, and 1 is given [money(1)]"],
  [
    "customer.name.startsWith(1)",
    "expression/wrong-arguments: startsWith takes a string here, and this is 1, an integer [1]",
  ],
  [
    "customer.orders.map(1, 2)",
    'expression/wrong-arguments: "map" wants a name, and what to do with it [map] write list.map(item, …), where item is any name of yours',
  ],
  [
    "coalesce(customer.plan_id, 1)",
    "expression/wrong-arguments: coalesce() takes a string here, and this is an integer [1]",
  ],
  [
    "customer.id.matches('(a')",
    "expression/bad-pattern: \"(a\" is no regular expression: unterminated group ['(a'] patterns are RE2's: no look-around and no references back",
  ],
  [
    "customer.id.matches('(?=a)')",
    "expression/bad-pattern: \"(?=a)\" is no regular expression: look-around ['(?=a)'] patterns are RE2's: no look-around and no references back",
  ],
  [
    "customer.name != null ? 1 : 'x'",
    "expression/incomparable: one branch is an integer, the other a string [customer.name != null ? 1 : 'x']",
  ],
];

describe("mistakes in expressions", () => {
  it.each(mistakes)("%s", (given, want) => {
    expect(compile(given, names).problems).toEqual([want]);
  });

  it("are all reported at once", () => {
    expect(compile("custmer.id == 'x' && customer.nam == 'y'", names).problems).toHaveLength(2);
  });

  it("of a guard that is no condition", () => {
    expect(compile("customer.name", names, { guard: true }).problems).toEqual([
      "expression/not-boolean: a guard has to be true or false, and this is customer.name, a string [customer.name] compare it with something",
    ]);
    expect(compile("timestamp(5) < now()", names, { guard: true }).problems).toEqual([]);
  });

  it("in what a declared function is given", () => {
    const functions = [
      { name: "label", args: ["string", "integer"] as const, returns: "string" as const },
    ];
    expect(compile("fn.label(customer.id, 1)", names, { functions }).code).toBe(
      "fn.label(customer.id, 1)",
    );
    expect(compile("fn.label(customer.id)", names, { functions }).problems).toEqual([
      "expression/wrong-arguments: fn.label() takes 2 arguments, and 1 is given [fn.label(customer.id)]",
    ]);
    expect(compile("fn.lable(customer.id, 1)", names, { functions }).problems).toEqual([
      'expression/unknown-function: there is no function "fn.lable" [lable] did you mean "fn.label"?',
    ]);
  });
});
