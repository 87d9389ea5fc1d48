import { describe, expect, it } from "vitest";
import { bound, server } from "./bound.js";
import { components, effects, gate, given, paths, said } from "./gates.js";

const refund = `
summary: Refund order \${order.id}.
call: refund
with: { order: "\${order.id}" }
approval: none`;

const human = refund.replace("none", "human");

describe("a gate is refused, or warned of", () => {
  it.each([
    [
      "with a change among its steps",
      {
        job: 'input: { id: {} }\nsteps: { order: { call: dropOrder, with: { id: "${input.id}" } } }',
        confirm: refund,
      },
      'bind/write-in-prepare: "dropOrder" changes something, and prepare may only read',
    ],
    [
      "before a read",
      {
        confirm:
          'summary: Look at ${order.id}.\ncall: getOrder\nwith: { id: "${order.id}" }\napproval: none',
      },
      'bind/gate-over-read: "getOrder" only reads, and there is nothing to confirm',
    ],
    [
      "with a hole in its summary",
      { confirm: refund.replace("${order.id}.", "${order.note}.") },
      "bind/absent-in-text: order.note may be null, and would leave a hole in what people approve",
    ],
    [
      "with a hole in a row",
      { confirm: `${refund}\nshow: { note: "\${order.note}" }` },
      "bind/absent-in-text: order.note may be null, and would leave a hole in what people see",
    ],
    [
      "with a row that shows the words of an expression",
      { confirm: `${refund}\nshow: { cents: order.cents }` },
      'bind/bare-expression: "order.cents" stands for these very words, and not for the value of that name',
    ],
    [
      "with a secret in its summary",
      {
        job: 'input: { id: {}, code: { secret: true } }\nsteps: { order: { call: getOrder, with: { id: "${input.id}" } } }',
        confirm: refund
          .replace("${order.id}.", "${input.code}.")
          .replace('"${order.id}" }', '"${order.id}", code: "${input.code}" }')
          .replace("input.code}.", "coalesce(input.code, '')}."),
      },
      'bind/secret-shown: the input "code" holds a secret, and people and logs would see it here',
    ],
    [
      "with a secret in a row, by another name",
      {
        job: `
input: { id: {}, code: { secret: true } }
steps: { order: { call: getOrder, with: { id: "\${input.id}" } } }
let: { first: "coalesce(input.code, 'none')", second: first + '!' }`,
        confirm: `${refund.replace('"${order.id}" }', '"${order.id}", code: "${input.code}" }')}\nshow: { code: "is \${second}" }`,
      },
      'bind/secret-shown: the input "code" holds a secret, and people and logs would see it here',
    ],
    [
      "with a rule that ends a read with a result",
      {
        job: 'input: { id: {} }\nsteps: { order: { call: getOrder, with: { id: "${input.id}" }, errors: { 404: { result: {} } } } }',
        confirm: refund,
      },
      "bind/result-in-prepare: prepare answers with a draft, and cannot end with a result",
    ],
    [
      "with such a rule for all of it",
      {
        job: 'input: { id: {} }\nsteps: { order: { call: getOrder, with: { id: "${input.id}" } } }\nerrors: { 404: { result: { id: none } } }',
        confirm: refund,
      },
      "bind/result-in-prepare: prepare answers with a draft, and cannot end with a result",
    ],
    [
      "with such a rule for the whole map",
      { confirm: refund, top: "errors: { 404: { result: { id: none } } }" },
      "bind/result-in-prepare: prepare answers with a draft, and cannot end with a result",
    ],
    [
      "with a result of the call that its output does not have",
      { confirm: `${refund}\nerrors: { 409: { result: { no: 1 } } }` },
      "bind/result-misfit: this result does not fit the tool's output",
    ],
    [
      "with what came with the answer of a step, in its output",
      {
        job: 'input: { id: {} }\nsteps: { order: { call: getOrder, with: { id: "${input.id}" } } }\noutput: { s: "${http.order.status}" }',
        confirm: refund,
      },
      'expression/unknown-field: http has no field "order"',
    ],
    [
      "with an operation of which nothing is known",
      { confirm: refund.replace("call: refund", "call: refnd") },
      'bind/unknown-operation: openapi.yaml has no operation "refnd"',
    ],
    [
      "with a request that lacks something",
      { confirm: refund.replace(/with:.*/, "with: {}") },
      'bind/missing-parameter: refund requires "body.order", and nothing supplies it',
    ],
    [
      "with an input that nothing uses",
      {
        job: 'input: { id: {}, more: { type: string } }\nsteps: { order: { call: getOrder, with: { id: "${input.id}" } } }',
        confirm: refund,
      },
      'bind/unused-input: nothing uses the input "more"',
    ],
  ])("%s", (_, lines, want) => {
    expect(said({ top: "", ...lines })).toEqual([want]);
  });

  it.each([
    ["a secret member", "", "${coalesce(input.card.number, '-')}", true],
    ["a secret member, by a let", "let: { c: input.card.number }", "${coalesce(c, '-')}", true],
    ["a secret member of a let", "let: { c: input.card }", "${coalesce(c.number, '-')}", true],
    ["the whole of what has one", "", "${input.card}", true],
    ["the whole of what has one, by a let", "let: { c: input.card }", "${c}", true],
    ["a list beside it", "", "${input.card.tags}", false],
    ["an object beside it", "", "${input.card.bank}", false],
    ["a list of what has one", "", "${[input.card]}", true],
    ["another member", "", "${coalesce(input.card.brand, '-')}", false],
    ["another member of a let", "let: { c: input.card }", "${coalesce(c.brand, '-')}", false],
  ])("which shows %s", (_, lets, text, isSecret) => {
    const job = `
input: { id: {}, card: { required: true } }
steps: { order: { call: getOrder, with: { id: "\${input.id}" } } }
${lets}`;
    const confirm = `${refund.replace('"${order.id}" }', '"${order.id}", card: "${input.card}" }')}
show: { card: "is ${text}" }`;
    expect(said({ job, confirm, top: "" })).toEqual(
      isSecret
        ? [
            'bind/secret-shown: the input "card" holds a secret, and people and logs would see it here',
          ]
        : [],
    );
  });

  it("once, where the effect of its call is not stated", () => {
    const { messages } = bound({ ...given({ confirm: refund }), top: "" });
    expect(messages).toEqual([
      'bind/unstated-effect: whether "refund" changes something has to be said, since it is a POST',
    ]);
  });

  it("with the name of a tool that is shown besides", () => {
    const tools =
      "prepare_refund_order:\n    description: P.\n    call: getOrder\n    input: { id: {} }".replace(
        /^/,
        "",
      );
    expect(said({ confirm: refund, top: "", tools })).toEqual([
      'bind/advertised-twice: the gate "refund_order" is shown as "prepare_refund_order", and another tool has that name',
    ]);
  });
});

describe("a destructive call", () => {
  it("is refused outside a gate, and fine inside one", () => {
    const tools =
      "drop:\n  description: D.\n  call: dropOrder\n  input: { id: {} }\n  unconfirmed: Why not.";
    const map = { paths, components, top: effects };
    expect(bound({ ...map, tools }).messages).toEqual([]);
    expect(bound({ ...map, tools: tools.replace(/\n.*unconfirmed.*/, "") }).messages).toEqual([
      'bind/destructive-without-gate: "dropOrder" is destructive, and "drop" has no gate before it',
    ]);
    expect(said({ confirm: refund, top: "" })).toEqual([]);
  });
});

describe("approval by a person", () => {
  const mail = 'email: { smtp: "smtp://${env.MAIL}:25", from: bot@example.com }';
  const approvals = (entries: Readonly<Record<string, string>>) => {
    const all = {
      url: '"${env.DESK}"',
      requester: '"${env.ME}"',
      approvers: "[boss@example.com]",
      notify: `{ ${mail} }`,
      ...entries,
    };
    const given = Object.entries(all).filter(([, value]) => value !== "");
    return `approvals: { ${given.map(([key, value]) => `${key}: ${value}`).join(", ")} }`;
  };

  it.each([
    [
      "approvals",
      "",
      'bind/approvals-missing: "refund_order" may need a person\'s approval, and the map does not say who approves, and where',
    ],
    [
      "an address",
      approvals({ url: "" }),
      "bind/desk-without-address: people who approve need an address, and approvals has no url",
    ],
    [
      "approvers",
      approvals({ approvers: "" }),
      "bind/desk-without-approvers: nobody may approve: approvals names no approvers",
    ],
    [
      "a store that it can see",
      approvals({ store: "memory" }),
      "bind/desk-with-memory: the desk is a process of its own, and cannot see drafts that are kept in memory",
    ],
    [
      "to know who asks",
      approvals({ requester: "" }),
      "bind/unknown-requester: who asks is not known, so that they may approve it themselves",
    ],
    [
      "a way to tell them",
      approvals({ notify: "" }),
      "bind/desk-without-notices: nobody is sent a link, without which nothing can be approved: approvals has no notify",
    ],
    [
      "links that reach nobody else",
      approvals({ notify: '{ slack: "${env.HOOK}" }' }),
      "bind/links-in-channel: whoever reads the Slack channel can approve as any approver, who asked among them",
    ],
  ])("needs %s", (_, top, want) => {
    expect(said({ confirm: human, top })).toEqual([want]);
  });

  it("is needed where an expression may ask for it", () => {
    const chosen = refund.replace("none", "\"${order.cents > 9 ? 'human' : 'none'}\"");
    expect(said({ confirm: chosen, top: "" })).toHaveLength(1);
  });

  it("needs as much where a person at the client may be away", () => {
    const asked = refund.replace("none", "elicitation");
    expect(said({ confirm: asked, top: "" })).toEqual([]);
    expect(said({ confirm: asked, top: "approvals: { store: memory }" })).toEqual([]);
    expect(said({ confirm: asked, top: approvals({ url: "" }) })).toEqual([
      "bind/desk-without-address: people who approve need an address, and approvals has no url",
    ]);
  });

  it("is described for nothing where no tool asks", () => {
    const said = (lines: string) => [
      "bind/unused-approvals: no tool asks anybody for approval",
      lines,
    ];
    const { messages } = bound({ ...given({ confirm: refund, top: approvals({}) }) });
    expect([...messages, ""]).toEqual(said(""));
  });

  it("keeps drafts in a file, and in memory where nobody is asked", () => {
    const stores = (confirm: string, top: string) =>
      server(given({ confirm, top })).approvals?.store;
    expect(stores(human, approvals({}))).toEqual({ kind: "file", path: ".data/drafts.db" });
    expect(stores(human, approvals({ store: "{ file: d.db }" }))).toEqual({
      kind: "file",
      path: "d.db",
    });
    expect(stores(refund, "approvals: { store: { file: d.db } }")).toEqual({
      kind: "file",
      path: "d.db",
    });
    expect(stores(refund, 'approvals: { requester: "${env.ME}" }')).toEqual({ kind: "memory" });
    expect(stores(refund, "")).toBeUndefined();
  });

  it("is bound with the variables that it names", () => {
    const top = approvals({ notify: `{ slack: "\${env.HOOK}", ${mail} }` });
    expect(server(given({ confirm: human, top })).approvals).toEqual({
      url: [{ env: "DESK" }],
      store: { kind: "file", path: ".data/drafts.db" },
      requester: [{ env: "ME" }],
      approvers: [["boss@example.com"]],
      slack: [{ env: "HOOK" }],
      email: { smtp: ["smtp://", { env: "MAIL" }, ":25"], from: ["bot@example.com"] },
    });
  });
});

describe("a gate that a handler writes", () => {
  const job =
    "input: { id: { like: getOrder.id } }\nhandler: refund\ncalls: [refund, getOrder, dropOrder]";
  const bodyOf = (approval: string) => {
    const { tools } = server(given({ job, confirm: `approval: ${approval}` }));
    return tools[0]?.body;
  };

  it("reads in prepare, and changes in confirm", () => {
    const { tools } = server(given({ job, confirm: "approval: none\nexpires: 5m", top: "" }));
    expect(tools).toMatchObject([
      {
        effect: "destructive",
        annotations: { idempotentHint: true },
        limit: { calls: 60 },
        body: {
          kind: "gate-handler",
          file: "refund",
          reads: ["getOrder"],
          calls: ["dropOrder", "refund"],
          approval: { approval: "none" },
          expiresMs: 300_000,
          output: null,
        },
      },
    ]);
  });

  it("chooses who approves by its arguments", () => {
    expect(bodyOf("\"${input.id == 'o1' ? 'human' : 'none'}\"")).toMatchObject({
      approval: { outcomes: ["none", "human"] },
      expiresMs: 86_400_000,
    });
  });

  it("has something to confirm", () => {
    const reads = "handler: refund\ncalls: [getOrder]";
    expect(said({ job: reads, confirm: "approval: none", top: "" })).toEqual([
      'bind/gate-over-read: the handler "refund" has no call that changes something, and there is nothing to confirm',
    ]);
  });

  it("cannot end a read with a result", () => {
    const rules = `${job}\nerrors: { 404: { result: {} } }`;
    expect(said({ job: rules, confirm: "approval: none", top: "" })).toEqual([
      "bind/result-in-prepare: prepare answers with a draft, and cannot end with a result",
    ]);
  });
});

describe("a let of a gate", () => {
  it("is used by what stands under confirm", () => {
    const job = (uses: string) => `
input: { id: {} }
steps: { order: { call: getOrder, with: { id: "\${input.id}" } } }
let: { cents: order.cents + 1 }
${uses}`;
    expect(said({ job: job(""), confirm: refund, top: "" })).toEqual([
      'bind/unused-let: nothing uses "cents"',
    ]);
    const withCents = refund.replace('"${order.id}" }', '"${order.id}", cents: "${cents}" }');
    expect(gate({ job: job(""), confirm: withCents, top: "" }).statements).toMatchObject([
      { kind: "call" },
      { kind: "let", name: "cents" },
    ]);
  });
});
