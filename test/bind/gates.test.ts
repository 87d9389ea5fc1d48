import { describe, expect, it } from "vitest";
import { shown, shownMembers, shownRequest, tool } from "./bound.js";
import { gate, given, result, said } from "./gates.js";

const refund = `
summary: Refund \${money(order.cents, order.currency)} on order \${order.id}.
call: refund
with: { order: "\${order.id}", cents: "\${order.cents}" }
approval: none`;

/** The same with other lines in place of some. */
function confirm(changes: Readonly<Record<string, string>>): string {
  const kept = refund
    .trim()
    .split("\n")
    .filter((line) => !Object.hasOwn(changes, line.split(":")[0] ?? ""));
  return [...kept, ...Object.entries(changes).map(([key, value]) => `${key}: ${value}`)].join("\n");
}

const quiet = { top: "" };

describe("a gate", () => {
  it("reads in prepare, and keeps the request of its call", () => {
    const body = gate({ confirm: refund, ...quiet });
    expect(body.statements).toMatchObject([
      { kind: "call", operation: "getOrder", needs: ["cents", "currency", "id"] },
    ]);
    expect(body.calls).toMatchObject([{ when: null, call: { name: "response", used: true } }]);
    expect(body.calls.map(({ call }) => shownRequest(call.request))).toEqual([
      "{ body: { order: order.id, cents: order.cents } }",
    ]);
    expect(shown(body.summary)).toBe(
      'text("Refund ", money(order.cents, order.currency), " on order ", order.id, ".")',
    );
    expect(body.apiDraft).toBeNull();
  });

  it("is judged by the call that is confirmed, and is harmless to confirm twice", () => {
    const { effect, annotations, limit } = tool(given({ confirm: refund, ...quiet }));
    expect(effect).toBe("destructive");
    expect(annotations).toEqual({
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: true,
      openWorldHint: true,
    });
    expect(limit).toEqual({ calls: 60, seconds: 60 });
  });

  it("takes its inputs' schemas from the places under confirm", () => {
    const lines = `
summary: Refund order \${input.order}.
call: refund
with: { order: "\${input.order}", code: "\${input.code}" }
approval: none`;
    const { inputs } = tool(
      given({ job: "input: { order: {}, code: { maxLength: 5 } }", confirm: lines, ...quiet }),
    );
    expect(inputs.map(({ name, required, schema }) => [name, required, schema.maxLength])).toEqual([
      ["order", true, undefined],
      ["code", false, 5],
    ]);
  });

  it("knows where in its request secret inputs go, under whatever name", () => {
    const lines = `
summary: Refund order \${input.order}.
call: refund
with: { order: "\${input.order}", cents: "\${cents + open}", code: "for \${input.pin}" }
approval: none`;
    const job = `
let: { cents: "input.vip ? 1 : 2", open: "input.cents + 1" }
require: [{ that: cents + open > 0, error: none }]
input:
  order: {}
  vip: { type: boolean, required: true, secret: true }
  pin: { type: string, secret: true, required: true }
  cents: { type: integer, required: true }`;
    const places = (cents: string) =>
      gate({ job, confirm: lines.replace("cents + open", cents), ...quiet }).calls.map(
        ({ secretPlaces }) => secretPlaces,
      );
    expect(places("cents + open")).toEqual([["/body/cents", "/body/code"]]);
    expect(places("open")).toEqual([["/body/code"]]);
  });

  it("answers what its call answers, where the map states no output", () => {
    expect(shown(gate({ confirm: refund, ...quiet }).output)).toBe(
      "{ id: response.id, status: response.status, cents: response.cents }",
    );
  });

  it("takes no cursor of what it lists", () => {
    const paging =
      "upstream: { pagination: [{ param: cursor, next: response.next }], idempotency: { header: K, operations: [refund] } }";
    const job = `
input: { id: { type: string } }
steps: { orders: { call: listOrders, with: { of: "\${input.id}" } } }
require: [{ that: size(orders.items) > 0, error: none }]
output: { id: "\${response.id}" }`;
    const lines = `
summary: Refund order \${orders.items[0]}.
call: refund
with: { order: "\${orders.items[0]}" }
approval: none`;
    const list = `
/orders:
  get:
    operationId: listOrders
    parameters: [{ name: of, in: query, schema: { type: string } }, { name: cursor, in: query, schema: { type: string } }]
    responses:
      "200": { description: Orders., content: { application/json: { schema: { type: object, required: [items], properties: { items: { type: array, items: { type: string } }, next: { type: string } } } } } }
`;
    const map = given({ job, confirm: lines, top: paging });
    const { inputs, outputSchema } = tool({ ...map, paths: `${map.paths.trim()}${list}` });
    expect(inputs.map(({ name }) => name)).toEqual(["id"]);
    expect(Object.keys(outputSchema?.properties ?? {})).toEqual(["id"]);
  });

  it("has a summary of one line, however the map breaks it", () => {
    const lines = confirm({ summary: "|\n  Refund ${order.id}\n  of   ${order.cents} cents.\n" });
    expect(shown(gate({ confirm: lines, ...quiet }).summary)).toBe(
      'text("Refund ", order.id, " of   ", order.cents, " cents.")',
    );
    const alone = confirm({ summary: "|\n  ${order.id}\n" });
    expect(shown(gate({ confirm: alone, ...quiet }).summary)).toBe("order.id");
  });

  it("shows rows in the map's order, all of them text", () => {
    const lines = confirm({
      show: '{ order: "${order.id}", cents: "${order.cents}", state: "is ${order.status}", two: 2 }',
    });
    expect(shownMembers(gate({ confirm: lines, ...quiet }).show)).toBe(
      '{ order: order.id, cents: text(order.cents), state: text("is ", order.status), two: "2" }',
    );
  });
});

describe("what an approver types", () => {
  const typed = (summary: string, job?: string) => {
    const lines = { confirm: confirm({ summary: JSON.stringify(summary) }), ...quiet };
    const value = gate(job === undefined ? lines : { ...lines, job }).typed;
    return value === null
      ? null
      : shown({ kind: "expression", expression: value, fallback: "none" });
  };
  const withLet = `
input: { id: {} }
steps: { order: { call: getOrder, with: { id: "\${input.id}" } } }
let: { amount: "money(order.cents, order.currency)" }`;

  it.each([
    [
      "the first amount",
      "Order ${order.id}: ${money(order.cents, order.currency)}.",
      "money(order.cents, order.currency)",
    ],
    ["the first value, without an amount", "Order ${order.id} of ${order.cents}.", "order.id"],
    ["no yes or no", "Is ${order.cents > 1}: ${order.cents}.", "order.cents"],
    ["nothing, where the summary has no value", "Refund it.", null],
  ])("is %s", (_, summary, want) => {
    expect(typed(summary)).toBe(want);
  });

  it("is an amount by another name", () => {
    expect(typed("Order ${order.id}: ${amount}.", withLet)).toBe("amount");
  });
});

describe("what is kept until the confirmation", () => {
  const job = (output: string, lets = "{ cents: order.cents + 1, at: timestamp(order.at) }") => `
input: { id: {} }
steps:
  order: { call: getOrder, with: { id: "\${input.id}" } }
let: ${lets}
output: ${output}`;
  const lines = confirm({ summary: "Refund ${cents} of ${at}." });

  it("is what the output and the call's own rules use of prepare", () => {
    expect(gate({ job: job('{ id: "${response.id}" }'), confirm: lines, ...quiet }).kept).toEqual(
      [],
    );
    const rules = confirm({
      summary: "Refund ${cents} of ${at}.",
      errors: '{ 409: { error: no, cents: "${cents}", order: "${input.id}" } }',
    });
    const output = '{ id: "${response.id}", note: "${order.note}" }';
    expect(gate({ job: job(output), confirm: rules, ...quiet }).kept).toEqual(["order", "cents"]);
  });

  it("is JSON", () => {
    const rules = confirm({
      summary: "Refund ${cents} of ${at}.",
      errors: '{ 409: { error: no, at: "${at}" } }',
    });
    expect(said({ job: job('{ id: "${response.id}" }'), confirm: rules, ...quiet })).toEqual([
      'bind/kept-moment: "at" holds a timestamp, and what is kept until the confirmation is JSON',
    ]);
  });

  it("is a moment in the result as text", () => {
    const { kept, output } = gate({ job: job('{ at: "${at}" }'), confirm: lines, ...quiet });
    expect(kept).toEqual(["shown_at"]);
    expect(shown(output)).toBe("{ at: shown_at }");
  });

  it("knows what prepare has required", () => {
    const required = `
input: { id: {} }
steps:
  order: { call: getOrder, with: { id: "\${input.id}" } }
require: [{ that: order.note != null, error: no_note }]
output: { size: "\${size(order.note)}" }`;
    const { output, kept } = gate({ job: required, confirm: refund, ...quiet });
    expect(kept).toEqual(["size"]);
    expect(shown(output)).toBe("{ size: size }");
  });

  it("holds what can fail in the result, which is made before the call", () => {
    const { statements, output, kept } = gate({
      job: job('{ part: "${order.cents / (order.cents - 1)}", id: "${response.id}" }'),
      confirm: confirm({ summary: "Refund ${cents} of ${at}." }),
      ...quiet,
    });
    expect(statements.at(-1)).toMatchObject({ kind: "let", name: "part" });
    expect(shown(output)).toBe("{ part: part, id: response.id }");
    expect(kept).toEqual(["part"]);
  });
});

describe("alternatives", () => {
  const two = (more = "") =>
    confirm({
      call: "",
      with: "",
      calls: `[{ when: order.cents > 100, call: refund, with: { order: "\${order.id}" }${more} }, { when: order.note != null, call: dropOrder, with: { id: "\${order.note}" }${more} }]`,
    })
      .split("\n")
      .filter((line) => !/^(call|with):/.test(line))
      .join("\n");
  const job = (output: string) => `
input: { id: {} }
steps:
  order: { call: getOrder, with: { id: "\${input.id}" } }
output: ${output}`;

  it("are tried in order, each knowing what its own guard says", () => {
    const body = gate({ job: job('{ id: "${response.id}" }'), confirm: two(), ...quiet });
    expect(body.calls.map(({ when, call }) => [when !== null, call.operation])).toEqual([
      [true, "refund"],
      [true, "dropOrder"],
    ]);
    expect(body.failures.prepare.map(({ error }) => error)).toContain("not_applicable");
  });

  it("answer with what all of them answer", () => {
    const { outputSchema } = tool(
      given({
        job: job('{ id: "${response.id}", status: "${response.status}" }'),
        confirm: two(),
        ...quiet,
      }),
    );
    expect(outputSchema?.required).toEqual(["id", "status"]);
    expect(said({ job: job('{ it: "${response.currency}" }'), confirm: two(), ...quiet })).toEqual([
      'expression/unknown-field: Refund or Order has no field "currency"',
    ]);
  });

  it("are evened out by what they return", () => {
    const body = gate({
      job: job('{ id: "${response}" }'),
      confirm: two(", returns: response.id"),
      ...quiet,
    });
    expect(shown(body.output)).toBe("{ id: response }");
    expect(body.calls.every(({ call }) => call.returns !== null)).toBe(true);
  });

  it("need an output", () => {
    expect(said({ confirm: two(), ...quiet })).toEqual([
      "bind/output-needed: calls of several operations answer differently, and the tool states no output",
    ]);
  });

  it("may share an operation", () => {
    const lines = two().replace(
      /call: dropOrder, with: .*? \}/,
      'call: refund, with: { order: "${order.note}" }',
    );
    const body = gate({ confirm: lines, ...quiet });
    expect(body.calls.map(({ call }) => call.operation)).toEqual(["refund", "refund"]);
  });

  it("behind one without a guard are never made", () => {
    const lines = two().replace("when: order.cents > 100, ", "");
    expect(said({ job: job('{ id: "${response.id}" }'), confirm: lines, ...quiet })).toEqual([
      // The note is not known to be there: nothing is known of an order for which all else fits.
      'bind/unreachable-call: "dropOrder" is never made',
    ]);
  });
});

describe("a draft of the API's own", () => {
  const lines = (more = "") => `
summary: Refund \${money(draft.cents, order.currency)}.
draft:
  call: makeDraft
  with: { order: "\${order.id}" }
  cancel: { call: dropDraft, with: { id: "\${draft.id}" } }${more}
call: finishDraft
with: { id: "\${draft.id}" }
approval: none`;

  it("is known by its name", () => {
    const { apiDraft, calls, kept } = gate({
      job: `
input: { id: {} }
steps: { order: { call: getOrder, with: { id: "\${input.id}" } } }
output: { draft: "\${draft.id}" }`,
      confirm: lines(),
      ...quiet,
    });
    expect(apiDraft?.call).toMatchObject({
      name: "draft",
      operation: "makeDraft",
      used: true,
      needs: ["cents", "id"],
    });
    expect(apiDraft?.cancel?.operation).toBe("dropDraft");
    expect(apiDraft?.cancel && shownRequest(apiDraft.cancel.request)).toBe(
      "{ path: { id: draft.id } }",
    );
    expect(calls.map(({ call }) => shownRequest(call.request))).toEqual([
      "{ path: { id: draft.id } }",
    ]);
    expect(kept).toEqual(["draft"]);
  });

  it("makes a gate no more destructive than its call is", () => {
    const { server } = result({ confirm: lines(), ...quiet });
    expect(server.tools.map(({ effect }) => effect)).toEqual(["write"]);
    expect(server.operations.map(({ identifier, effect }) => [identifier, effect])).toEqual([
      ["dropDraft", "destructive"],
      ["finishDraft", "write"],
      ["getOrder", "read"],
      ["makeDraft", "write"],
    ]);
  });

  it("is no concern of require and let", () => {
    const job = `
input: { id: {} }
steps: { order: { call: getOrder, with: { id: "\${input.id}" } } }
require: [{ that: draft.cents > 1, error: no }]`;
    expect(said({ job, confirm: lines(), ...quiet })).toEqual([
      'expression/unknown-name: nothing is called "draft" here',
    ]);
  });

  it.each([
    ["getOrder", 'bind/draft-that-reads: "getOrder" only reads, and makes no draft'],
    [
      "dropOrder",
      'bind/destructive-draft: "dropOrder" is destructive, and a draft is made before anybody has confirmed',
    ],
  ])("is not made by %s", (call, want) => {
    const changed = lines().replace("makeDraft\n  with: { order:", `${call}\n  with: { id:`);
    expect(said({ confirm: changed, ...quiet })).toContain(want);
  });

  it("is thrown away by something that changes something", () => {
    const changed = lines().replace("call: dropDraft", "call: getOrder");
    expect(said({ confirm: changed, ...quiet })).toContain(
      'bind/cancel-that-reads: "getOrder" only reads, and throws no draft away',
    );
  });
});

describe("an approval", () => {
  const choice = (approval: string, lets = "{}") => {
    const job = `
input: { id: {} }
steps: { order: { call: getOrder, with: { id: "\${input.id}" } } }
let: ${lets}`;
    return { job, confirm: confirm({ approval: JSON.stringify(approval) }) };
  };

  it("may be chosen among the three, and knows what it may come to", () => {
    const { approval } = gate(
      choice("${order.cents > 9 ? 'human' : order.cents > 5 ? 'elicitation' : 'none'}"),
    );
    expect(approval).toMatchObject({
      kind: "expression",
      outcomes: ["none", "elicitation", "human"],
    });
  });

  it("may have a name", () => {
    const { approval } = gate(choice("${who}", "{ who: \"order.cents > 9 ? 'human' : 'none'\" }"));
    expect(approval).toMatchObject({ kind: "expression", outcomes: ["none", "human"] });
  });

  it.each([
    [
      "${order.cents > 9 ? 'humans' : 'none'}",
      'bind/not-an-approval: "humans" is no kind of approval',
    ],
    [
      "${order.status}",
      "bind/not-an-approval: who approves has to stand here as a word, and not come from elsewhere",
    ],
    [
      "${order.cents > 9 ? 'human' : order.status}",
      "bind/not-an-approval: who approves has to stand here as a word, and not come from elsewhere",
    ],
    [
      "${order.cents}",
      "bind/not-an-approval: who approves has to stand here as a word, and not come from elsewhere",
    ],
    ["by ${'human'}", "bind/not-an-approval: an approval is one word, or one expression"],
    [
      "${ordr.cents > 9 ? 'human' : 'none'}",
      'expression/unknown-name: nothing is called "ordr" here',
    ],
  ])("is not %s", (approval, want) => {
    expect(said(choice(approval))).toContain(want);
  });

  it.each([
    ["none", 3_600_000],
    ["elicitation", 86_400_000],
    ["human", 86_400_000],
    ["${order.cents > 9 ? 'human' : 'none'}", 86_400_000],
  ])("%s gives a draft its time", (approval, want) => {
    const top =
      approval === "none"
        ? ""
        : 'approvals: { url: "${env.D}", requester: "${env.M}", approvers: [a@b.c], notify: { email: { smtp: "${env.S}", from: a@b.c } } }';
    expect(gate({ ...choice(approval), top }).expiresMs).toBe(want);
  });

  it("at the client alone is a matter of an hour", () => {
    expect(gate({ ...choice("elicitation"), top: "" }).expiresMs).toBe(3_600_000);
    expect(gate({ confirm: confirm({ expires: "5m" }), top: "" }).expiresMs).toBe(300_000);
  });
});

describe("the failures of a gate", () => {
  const codes = (approval: string, top?: string) => {
    const lines = confirm({ approval, errors: "{ 409: { error: not_refundable } }" });
    const job = `
input: { id: {} }
steps: { order: { call: getOrder, with: { id: "\${input.id}" }, errors: { 404: { error: no_order } } } }
require: [{ that: order.cents > 0, error: nothing_left }]`;
    const { failures } = gate({ job, confirm: lines, ...(top === undefined ? {} : { top }) });
    return {
      prepare: failures.prepare.map(({ error }) => error),
      confirm: failures.confirm.map(({ error }) => error),
    };
  };
  const always = ["draft_not_found", "draft_outdated", "confirmation_running", "outcome_unknown"];

  it("are told apart", () => {
    expect(codes("none", "")).toEqual({
      prepare: ["no_order", "nothing_left", "too_many_drafts"],
      confirm: ["not_refundable", ...always],
    });
  });

  it.each([
    ["human", undefined, ["approval_pending", "approval_refused", "approval_unavailable"]],
    ["elicitation", "", ["approval_cancelled", "approval_refused", "approval_unavailable"]],
    [
      "elicitation",
      undefined,
      ["approval_pending", "approval_cancelled", "approval_refused", "approval_unavailable"],
    ],
  ])("follow from who approves: %s", (approval, top, want) => {
    expect(codes(approval, top).confirm).toEqual(["not_refundable", ...want, ...always]);
  });

  it("take those of the map's rules where they belong", () => {
    const top = "errors: { 404: { error: not_found }, 409: { error: conflict } }";
    const { failures } = gate({ confirm: refund, top });
    expect(failures.prepare.map(({ error }) => error)).toContain("not_found");
    expect(failures.prepare.map(({ error }) => error)).not.toContain("conflict");
    expect(failures.confirm.map(({ error }) => error)).toContain("conflict");
  });
});

describe("an operation without an idempotency key", () => {
  const keys = (top: string) =>
    result({ confirm: refund, top }).notes.filter((note) => note.includes("idempotency"));

  it("is noted", () => {
    expect(keys("")).toEqual([
      'bind/no-idempotency-key: "refund" takes no idempotency key: a run that is cut off cannot be repeated, and ends as outcome_unknown',
    ]);
  });

  it.each([
    ["that declares the header", "upstream: { idempotency: { header: idempotency-key } }"],
    ["that is listed", "upstream: { idempotency: { header: X-Key, operations: [POST /refunds] } }"],
  ])("is none %s", (_, top) => {
    expect(keys(top)).toEqual([]);
  });
});
