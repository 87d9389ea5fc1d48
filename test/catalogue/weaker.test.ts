import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSafeguards } from "../../src/catalogue/safeguards.js";
import { weakerSafeguards } from "../../src/catalogue/weaker.js";
import type { GateSafeguards, JobSafeguards, Safeguards } from "../../src/model/safeguards.js";

const gate: GateSafeguards = {
  approval: ["human"],
  chosenBy: null,
  expiresSeconds: 3600,
  drafts: {},
};
const refund: JobSafeguards = {
  operations: { createRefund: "destructive" },
  gate,
  unconfirmed: null,
  limit: { calls: 60, seconds: 60 },
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: true,
  },
};
const before: Safeguards = {
  jobs: { refund },
  reads: ["getOrder"],
  approvals: { store: "file", requester: "$USER_EMAIL", approvers: ["a@example.com"] },
  redact: ["email"],
};

/** What a job of this kind is told of, where it was `refund`. */
function weakerJob(now: Partial<JobSafeguards>, old: Partial<JobSafeguards> = {}) {
  return weaker(
    { jobs: { refund: { ...refund, ...now } } },
    { jobs: { refund: { ...refund, ...old } } },
  );
}

function weakerGate(now: Partial<GateSafeguards>, old: Partial<GateSafeguards> = {}) {
  return weakerJob({ gate: { ...gate, ...now } }, { gate: { ...gate, ...old } });
}

function weaker(now: Partial<Safeguards>, old: Partial<Safeguards> = {}) {
  const previous = { safeguards: textOf(old), catalogue: null, isListed: true };
  return weakerSafeguards(previous, textOf(now));
}

function textOf(more: Partial<Safeguards>): string {
  return JSON.stringify({ ...before, ...more });
}

describe("a gate", () => {
  it("is weaker where it is gone", () => {
    expect(weakerJob({ gate: null })).toEqual([
      '"refund" runs at once; it had to be prepared and confirmed',
    ]);
  });

  it("is weaker where its weakest or its strongest approval is", () => {
    expect(weakerGate({ approval: ["none", "human"], chosenBy: ["a"] })).toEqual([
      'approval of "refund" is "none" or "human"; it was "human"',
    ]);
    expect(
      weakerGate({ approval: ["none"] }, { approval: ["none", "human"], chosenBy: ["a"] }),
    ).toEqual(['approval of "refund" is "none"; it was "none" or "human"']);
    expect(weakerGate({}, { approval: ["elicitation"] })).toEqual([]);
  });

  it("is weaker where another expression chooses among the same", () => {
    const chosen = (...chosenBy: string[]) => ({ approval: ["none", "human"], chosenBy }) as const;
    expect(weakerGate(chosen("sum > 9", "sum = a"), chosen("sum > 9", "sum = b"))).toEqual([
      'approval of "refund" is chosen by sum > 9, where sum = a; it was sum > 9, where sum = b',
    ]);
    expect(weakerGate(chosen("a"), chosen("a"))).toEqual([]);
    expect(weakerGate(chosen("a"), { approval: ["none"] })).toEqual([]);
  });

  it("is weaker where its drafts live longer", () => {
    expect(weakerGate({ expiresSeconds: 7200 })).toEqual([
      'drafts of "refund" lapse after 7200 seconds; it was 3600',
    ]);
    expect(weakerGate({ expiresSeconds: 60 })).toEqual([]);
  });

  it("is no weaker where its drafts live longer for the sake of a stronger approval", () => {
    const old: Partial<GateSafeguards> = { approval: ["elicitation"], expiresSeconds: 60 };
    expect(weakerGate({}, old)).toEqual([]);
    const mixed = { approval: ["elicitation", "human"], chosenBy: ["a"] } as const;
    expect(weakerGate(mixed, old)).toEqual([
      'drafts of "refund" lapse after 3600 seconds; it was 60',
    ]);
  });

  it("is the same gate under another name", () => {
    const undo = { ...refund, gate: { ...gate, expiresSeconds: 7200 } };
    expect(weaker({ jobs: { undo } })).toEqual([
      'drafts of "undo" lapse after 7200 seconds; it was 3600',
    ]);
    expect(weaker({ jobs: { undo: { ...refund, gate: null } } })).toEqual([
      '"undo" runs at once; it had to be prepared and confirmed',
    ]);
  });
});

describe("an operation", () => {
  it("is less guarded where another job calls it with less", () => {
    const none: GateSafeguards = { ...gate, approval: ["none"] };
    const operations = { createRefund: "destructive", other: "write" } as const;
    expect(
      weaker({
        jobs: {
          refund,
          quick: { ...refund, operations, gate: none },
          raw: { ...refund, operations, gate: null, unconfirmed: "Tests." },
        },
      }),
    ).toEqual([
      '"raw" is unconfirmed: "Tests."',
      'operation createRefund is called by "quick" with approval "none"; it was called with approval "human" alone',
      'operation createRefund is called by "raw" at once; it was called with approval "human" alone',
    ]);
  });

  it("is less guarded where a job whose own approval is lowered calls it too", () => {
    const none: GateSafeguards = { ...gate, approval: ["none"] };
    const drop: JobSafeguards = { ...refund, operations: { dropOrder: "destructive" } };
    const both = { createRefund: "destructive", dropOrder: "destructive" } as const;
    expect(
      weaker(
        { jobs: { refund: { ...refund, operations: both, gate: none }, drop } },
        { jobs: { refund, drop } },
      ),
    ).toEqual([
      'approval of "refund" is "none"; it was "human"',
      'operation dropOrder is called by "refund" with approval "none"; it was called with approval "human" alone',
    ]);
  });

  it("is less guarded where it is called to throw a draft away", () => {
    const drafts = { createRefund: "destructive" } as const;
    expect(weakerGate({ drafts })).toEqual([
      'operation createRefund is called by "refund" at once; it was called with approval "human" alone',
    ]);
  });

  it("counts as less where its effect is lowered", () => {
    expect(weakerJob({ operations: { createRefund: "write" } })).toEqual([
      "operation createRefund counts as write; it counted as destructive",
    ]);
    expect(weaker({ jobs: {}, reads: ["createRefund"] })).toEqual([
      "operation createRefund counts as read; it counted as destructive",
    ]);
    expect(weaker({ jobs: {} })).toEqual([]);
    expect(weakerJob({}, { operations: { createRefund: "write" } })).toEqual([]);
  });
});

describe("a job", () => {
  it("is less guarded where it says why nobody confirms it", () => {
    expect(weakerJob({ unconfirmed: "Tests." })).toEqual(['"refund" is unconfirmed: "Tests."']);
    expect(weakerJob({ unconfirmed: "Tests." }, { unconfirmed: "Demo." })).toEqual([]);
  });

  it("is less guarded where its limit is raised or gone", () => {
    expect(weakerJob({ limit: null })).toEqual([
      '"refund" has no limit; it had 60 calls in 60 seconds',
    ]);
    expect(weakerJob({ limit: { calls: 60, seconds: 30 } })).toEqual([
      'limit of "refund" is 60 calls in 30 seconds; it was 60 calls in 60 seconds',
    ]);
    expect(weakerJob({ limit: { calls: 61, seconds: 3600 } })).toHaveLength(1);
    expect(weakerJob({ limit: { calls: 10, seconds: 60 } })).toEqual([]);
  });
});

describe("what hosts are told of a job", () => {
  const careless = {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  };

  it("is weaker where the map takes a word of caution back", () => {
    expect(weakerJob({ annotations: careless })).toEqual([
      '"refund" is now marked as read-only',
      '"refund" is no longer marked as destructive',
      '"refund" is no longer marked as open to the world',
    ]);
    expect(weakerJob({}, { annotations: careless })).toEqual([]);
  });

  it("is not said again where it follows from something else", () => {
    const operations = { createRefund: "write" } as const;
    expect(weakerJob({ annotations: careless, operations })).toEqual([
      "operation createRefund counts as write; it counted as destructive",
    ]);
    expect(weakerJob({ annotations: careless }, { gate: null })).toEqual([]);
  });
});

describe("approvals and the log", () => {
  it("are weaker where somebody may approve who could not", () => {
    const approvers = ["b@example.com", "a@example.com"];
    const approvals = { store: "file", requester: null, approvers } as const;
    expect(weaker({ approvals, redact: [] })).toEqual([
      "b@example.com may approve, and could not",
      "the requester is nobody; it was $USER_EMAIL, who could not approve",
      '"email" is no longer kept out of the log',
    ]);
  });
});

describe("the first approvers", () => {
  const [none, first] = [[], ["a@example.com"]].map(
    (approvers) => ({ store: "file", requester: "$USER_EMAIL", approvers }) as const,
  );
  const asking = { ...refund, gate: { ...gate, approval: ["elicitation"] } } as const;

  it("take nothing from a job that needs them now", () => {
    const old = { jobs: { refund: asking }, approvals: none ?? null };
    expect(weaker({ approvals: first ?? null }, old)).toEqual([]);
  });

  it("may approve what the person at the client alone could", () => {
    const jobs = { refund: asking };
    expect(weaker({ jobs, approvals: first ?? null }, { jobs, approvals: none ?? null })).toEqual([
      "a@example.com may approve, and could not",
    ]);
  });
});

describe("safeguards that are not there", () => {
  const now = textOf({});
  const tools = (...tools: object[]) => JSON.stringify({ tools });
  const missing = ["the safeguards until now are not known: .mcpgen/safeguards.json is missing"];

  it.each([
    ["were never written", null, false, []],
    ["are listed", null, true, missing],
    [
      "are listed, of tools that only read",
      tools({ name: "a", annotations: { readOnlyHint: true } }),
      true,
      [],
    ],
    [
      "are not listed, beside a gate",
      tools({ name: "prepare_a" }, { name: "confirm_a" }),
      false,
      missing,
    ],
    ["are not listed, beside no gate", tools({ name: "prepare_a" }, { name: "b" }), false, []],
  ] as const)("%s", (_what, catalogue, isListed, want) => {
    expect(weakerSafeguards({ safeguards: null, catalogue, isListed }, now)).toEqual(want);
  });

  it("are as good as missing where they cannot be read", () => {
    for (const safeguards of [
      "<<<<<<< HEAD",
      "{}",
      JSON.stringify({ ...before, jobs: { a: {} } }),
    ]) {
      expect(weakerSafeguards({ safeguards, catalogue: null, isListed: false }, now)).toEqual([
        "the safeguards until now are not known: .mcpgen/safeguards.json cannot be read",
      ]);
    }
  });
});

describe("any two safeguards", () => {
  const approval = fc.constantFrom("none", "elicitation", "human" as const);
  // An operation has one effect, whoever calls it.
  const effects = fc
    .subarray(["a", "b", "c", "__proto__"])
    .map((names) =>
      Object.fromEntries(names.map((name) => [name, name === "c" ? "destructive" : "write"])),
    );
  const anyGate = fc.record({
    approval: fc.uniqueArray(approval, { minLength: 1 }),
    chosenBy: fc.option(fc.array(fc.string())),
    expiresSeconds: fc.nat(),
    drafts: effects,
  });
  const job = fc.record({
    operations: effects,
    gate: fc.option(anyGate),
    unconfirmed: fc.option(fc.string()),
    limit: fc.option(fc.record({ calls: fc.nat(), seconds: fc.nat() })),
    annotations: fc.record({
      readOnlyHint: fc.boolean(),
      destructiveHint: fc.boolean(),
      idempotentHint: fc.boolean(),
      openWorldHint: fc.boolean(),
    }),
  });
  const approvals = fc.record({
    store: fc.constantFrom("memory", "file" as const),
    requester: fc.option(fc.string()),
    approvers: fc.array(fc.string()),
  });
  const any = fc.record({
    jobs: fc.dictionary(fc.constantFrom("x", "y", "constructor", "__proto__"), job),
    reads: fc.array(fc.constantFrom("d", "e")),
    approvals: fc.option(approvals),
    redact: fc.array(fc.string()),
  });

  it("can be compared, are read as they were written, and are no weaker than themselves", () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        const [first, second] = [JSON.stringify(a), JSON.stringify(b)];
        expect(JSON.stringify(parseSafeguards(first))).toBe(first);
        const compare = (old: string, now: string) =>
          weakerSafeguards({ safeguards: old, catalogue: null, isListed: true }, now);
        compare(first, second);
        expect(compare(first, first)).toEqual([]);
      }),
    );
  });
});
