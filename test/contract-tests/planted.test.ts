import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linkPackages } from "../../scripts/contracts/server-of.js";
import { testContract } from "../../src/contract-tests.js";

const repository = join(import.meta.dirname, "../..");

/** What is edited in a copy of the sample's server: file, text, and what stands there instead. */
const plants: readonly (readonly [path: string, text: string, planted: string])[] = [
  // An enum value that the check refuses.
  ["src/tools/search_invoices.ts", '"overdue", "void"]', '"overdue"]'],
  // A bound that lets one more through.
  ["src/tools/void_invoice.ts", "max: 200", "max: 201"],
  // What is advertised was edited by hand.
  ["tools.json", "\"Search a customer's invoices, newest first.", '"Search invoices.'],
  // An error rule that answers otherwise than the map says.
  ["src/tools/send_payment_reminder.ts", '"already_paid"', '"paid_already"'],
  ["src/tools/send_payment_reminder.ts", 'error: "invoice_not_found"', 'error: "no_invoice"'],
  // No limit.
  ["src/tools/send_payment_reminder.ts", "  limit: { calls: 60, seconds: 60 },\n", ""],
  // A confirmation that takes more than the draft's ID.
  ["src/runtime/gates/gate.ts", "z.strictObject({ draft_id", "z.looseObject({ draft_id"],
  // A prepare that writes.
  [
    "src/tools/void_invoice.ts",
    "    return draft({",
    "    await api.voidInvoice({ path: { invoice_id: invoice.id }, body: { reason } });\n    return draft({",
  ],
  // A confirmation that calls the API twice.
  [
    "src/tools/change_plan.ts",
    "    const response = await api.changePlan(request);",
    "    await api.changePlan(request);\n    const response = await api.changePlan(request);",
  ],
  // … and the guard that would have stopped the two.
  ["src/runtime/exchange.ts", "    call.writes?.check(name, given);", "    void name;"],
];

describe("the contract tests", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "mcpgen-planted-"));
    const server = join(repository, "servers/billing");
    for (const name of ["package.json", "tsconfig.json", "tools.json", "src"]) {
      cpSync(join(server, name), join(folder, name), { recursive: true });
    }
    linkPackages(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function failures(...only: string[]): Promise<readonly string[]> {
    let text = "";
    const command = { cwd: repository, map: "tool-map.yaml", server: folder, only };
    const outcome = await testContract(command, (part) => {
      text += part;
    });
    const failed = text.split("\n").filter((line) => line.includes("FAIL"));
    expect(outcome).toEqual({
      diagnostics: [],
      problem: null,
      exitCode: failed.length === 0 ? 0 : 1,
    });
    expect(text).toMatch(
      new RegExp(`\\n\\d+ passed, ${failed.length} failed(?:, \\d+ skipped)?\\n$`),
    );
    return failed.map((line) => line.trim());
  }

  it("find nothing in the sample's server", async () => {
    expect(await failures("search_invoices", "change_plan")).toEqual([]);
    const left = readdirSync(join(folder, "node_modules")).filter((name) => name.startsWith("."));
    expect(left).toEqual([]);
  }, 240_000);

  it("find everything that was planted", async () => {
    for (const [path, text, planted] of plants) {
      const file = join(folder, path);
      const before = readFileSync(file, "utf8");
      expect({ path, text, found: before.includes(text) }).toMatchObject({ found: true });
      writeFileSync(file, before.replace(text, planted));
    }
    const jobs = ["search_invoices", "send_payment_reminder", "void_invoice", "change_plan"];
    const found = await failures(...jobs);
    expect(found.map((line) => line.slice("FAIL ".length, line.indexOf(": it ")))).toEqual([
      expect.stringMatching(/^is advertised as the map says/),
      'status: "void" is accepted',
      expect.stringMatching(/^404 .* of createReminder is answered as the map says/),
      expect.stringMatching(/^409 .*already_paid.* of createReminder is answered as the map says/),
      expect.stringMatching(/^takes 60 calls in 60 seconds, and no more/),
      expect.stringMatching(/^reason: "x+… \(201\) is refused$/),
      "changes nothing",
      expect.stringMatching(/^takes draft_id, and nothing else/),
      "makes the prepared call, once",
      expect.stringMatching(/^404 .* of voidInvoice is answered as the map says/),
      expect.stringMatching(/^takes draft_id, and nothing else/),
      "makes the prepared call, once",
    ]);
  }, 240_000);
});
