import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const server = join(root, "servers/billing");

/** Runs a program of the repository in the server's folder; what it printed, and how it ended. */
function run(program: string, args: readonly string[], cwd = server) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, program), ...args], {
    cwd,
    encoding: "utf8",
  });
  return { status, printed: `${stdout}${stderr}` };
}

describe("the committed server", () => {
  it("is what the map and the spec give", () => {
    const { status, printed } = run("dist/bin.js", ["generate", "--check"], root);
    expect({ status, printed }).toEqual({
      status: 0,
      printed: expect.stringContaining("servers/billing is up to date"),
    });
  });

  it("type-checks under its own strict settings", () => {
    const settings = JSON.parse(readFileSync(join(server, "tsconfig.json"), "utf8"));
    expect(settings.compilerOptions).toMatchObject({
      strict: true,
      noUncheckedIndexedAccess: true,
    });
    expect(run("node_modules/typescript/bin/tsc", ["--noEmit"])).toEqual({
      status: 0,
      printed: "",
    });
  });

  it("passes its own linter and formatter untouched", () => {
    const { status, printed } = run("node_modules/@biomejs/biome/bin/biome", [
      "check",
      "--error-on-warnings",
      ".",
    ]);
    expect({ status, printed }).toMatchObject({ status: 0 });
  });

  it("silences no check", () => {
    const sources = readdirSync(join(server, "src"), { recursive: true, encoding: "utf8" })
      .map((path) => join(server, "src", path))
      .filter((path) => statSync(path).isFile());
    const silenced = sources.filter((path) =>
      /@ts-(ignore|expect-error|nocheck)|biome-ignore|eslint-disable|\bas any\b/.test(
        readFileSync(path, "utf8"),
      ),
    );
    expect(sources.length).toBeGreaterThan(20);
    expect(silenced).toEqual([]);
  });

  it("depends on three packages at run time, and on two more for drafts in a file and mail", () => {
    const { dependencies } = JSON.parse(readFileSync(join(server, "package.json"), "utf8"));
    expect(Object.keys(dependencies).sort()).toEqual([
      "@modelcontextprotocol/sdk",
      "libsql",
      "nodemailer",
      "pino",
      "zod",
    ]);
  });

  it("has one file for each job of the map, and a manifest", () => {
    expect(readdirSync(join(server, "src/tools")).sort()).toEqual([
      "change_plan.ts",
      "email_invoice.ts",
      "issue_credit_note.ts",
      "look_up_customer.ts",
      "monthly_statement.ts",
      "refund_order.ts",
      "resend_welcome_email.ts",
      "search_invoices.ts",
      "search_orders.ts",
      "send_payment_reminder.ts",
      "void_invoice.ts",
    ]);
    expect(existsSync(join(server, ".mcpgen/manifest.json"))).toBe(true);
  });
});
