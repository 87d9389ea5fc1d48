import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { main } from "../../src/cli.js";
import { generate } from "../../src/generate.js";

const api = `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
servers: [{ url: https://shop.example.com }]
paths:
  /orders/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getOrder
      responses:
        "200":
          description: An order.
          content:
            application/json:
              schema:
                type: object
                required: [id, total]
                properties: { id: { type: string }, total: { type: integer } }
    delete:
      operationId: deleteOrder
      responses: { "204": { description: Gone. } }
`;

const approvals = `approvals:
  url: https://desk.example.com
  requester: \${env.USER_EMAIL}
  approvers: [lead@example.com]
  notify: { email: { smtp: "\${env.SMTP_URL}", from: bot@example.com } }
`;

const gate = `    confirm:
      summary: Delete order \${order.id}.
      call: deleteOrder
      with: { id: "\${order.id}" }
      approval: human
      expires: 2h
`;

function map({ confirm = gate, people = approvals, redact = "[email]" } = {}): string {
  return `version: 1
server: { name: shop }
spec: openapi.yaml
output: out
upstream:
  baseUrl: "\${env.SHOP}"
  idempotency: { header: Idempotency-Key, operations: [deleteOrder] }
${people}audit: { redact: ${redact} }
tools:
  delete_order:
    description: Delete an order.
    input: { id: {} }
    steps:
      order: { call: getOrder, with: { id: "\${input.id}" } }
${confirm}    output: { deleted: true }
`;
}

const ungated = `      gone: { call: deleteOrder, with: { id: "\${order.id}" } }
    unconfirmed: Tests alone.
`;

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mcpgen-safeguards-"));
  writeFileSync(join(root, "openapi.yaml"), api);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const kept = () => join(root, "out/.mcpgen/safeguards.json");

/** Runs `mcpgen generate` with a map: its code, and what it printed that has to do with safeguards. */
async function run(text: string, flags = "") {
  writeFileSync(join(root, "tool-map.yaml"), text);
  const printed = { stdout: "", stderr: "" };
  const io = {
    cwd: root,
    colour: false,
    stdout: (part: string) => {
      printed.stdout += part;
    },
    stderr: (part: string) => {
      printed.stderr += part;
    },
    uninterrupted: <T>(work: () => Promise<T>) => work(),
    untilInterrupted: () => Promise.resolve(),
  };
  const passes = {
    generate: async () => generate,
    evaluate: async () => {
      throw new Error("no evals are run here");
    },
    testContract: async () => {
      throw new Error("no contract is tested here");
    },
  };
  const argv = ["generate", ...flags.split(" ").filter((flag) => flag !== "")];
  const code = await main(argv, io, passes);
  return { code, ...printed };
}

describe("mcpgen generate", () => {
  it("writes what safeguards changes, and is content where it stays", async () => {
    const first = await run(map());
    expect([first.code, first.stderr]).toEqual([0, expect.not.stringContaining("error")]);
    expect(JSON.parse(readFileSync(kept(), "utf8"))).toMatchObject({
      jobs: {
        delete_order: {
          operations: { deleteOrder: "destructive" },
          gate: { approval: ["human"], expiresSeconds: 7200 },
        },
      },
      approvals: { requester: "$USER_EMAIL", approvers: ["lead@example.com"] },
      redact: ["email"],
    });
    expect((await run(map(), "--check")).code).toBe(0);
  });

  it("stops at what is weaker, says it first, and writes nothing", async () => {
    await run(map());
    const before = readFileSync(kept(), "utf8");
    const weaker = map({ people: "", redact: "[]", confirm: ungated });
    const said = await run(weaker);
    expect([said.code, said.stdout]).toEqual([1, ""]);
    expect(
      said.stderr,
    ).toBe(`error[output/weaker-safeguard]: "delete_order" runs at once; it had to be prepared and confirmed
   = help: if that is meant, say so with --accept-weaker

error[output/weaker-safeguard]: "delete_order" is unconfirmed: "Tests alone."
   = help: if that is meant, say so with --accept-weaker

error[output/weaker-safeguard]: "email" is no longer kept out of the log
   = help: if that is meant, say so with --accept-weaker
`);
    expect(readFileSync(kept(), "utf8")).toBe(before);
    expect(existsSync(join(root, "out/src/tools/delete_order.ts"))).toBe(true);
    expect(readFileSync(join(root, "out/tools.json"), "utf8")).toContain("confirm_delete_order");
  });

  it("says the same with --check, before what changes for the model", async () => {
    await run(map());
    const longer = map({ confirm: gate.replace("2h", "48h") });
    const said = await run(longer, "--check --format github");
    expect(said.code).toBe(1);
    expect(said.stdout.split("\n")[0]).toMatch(
      /^::error .*drafts of "delete_order" lapse after 172800 seconds; it was 7200/,
    );
  });

  it("goes on where that is accepted, and says what was", async () => {
    await run(map());
    const weaker = map({ confirm: gate.replace("human", "none"), people: "" });
    const said = await run(weaker, "--accept-weaker");
    expect(said.code).toBe(0);
    expect(said.stderr).toContain(
      'warning[output/weaker-safeguard]: accepted: approval of "delete_order" is "none"; it was "human"\n',
    );
    expect((await run(weaker)).code).toBe(0);
    expect((await run(map())).code).toBe(0);
  });

  it("stops where the safeguards were removed", async () => {
    await run(map());
    rmSync(kept());
    const said = await run(map());
    expect([said.code, said.stderr]).toEqual([
      1,
      `error[output/weaker-safeguard]: the safeguards until now are not known: .mcpgen/safeguards.json is missing
   = help: if that is meant, say so with --accept-weaker
`,
    ]);
    expect((await run(map(), "--accept-weaker")).code).toBe(0);
    expect(existsSync(kept())).toBe(true);
  });

  it("takes an edit of the safeguards for what it is", async () => {
    await run(map());
    writeFileSync(kept(), readFileSync(kept(), "utf8").replace("7200", "999999"));
    const said = await run(map());
    expect(said.stderr).toContain(
      'error[output/edited-by-hand]: "out/.mcpgen/safeguards.json" was edited',
    );
  });
});
