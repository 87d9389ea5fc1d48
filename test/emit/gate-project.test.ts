import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { environmentView } from "../../src/emit/environment.js";
import { neededBy } from "../../src/emit/needed-files.js";
import { packageJson } from "../../src/emit/package-json.js";
import { readmeView } from "../../src/emit/readme.js";
import { changeRows } from "../../src/emit/readme-changes.js";
import { serverView } from "../../src/emit/server-file.js";
import { handlerFiles, handlerView } from "../../src/emit/stubs.js";
import { ToolIdentifiers } from "../../src/emit/tool-identifiers.js";
import type { Approvals } from "../../src/model/gate.js";
import type { Server } from "../../src/model/server.js";
import { billing } from "./billing.js";
import { gate, handledRefund, refund } from "./gate-models.js";
import { gated } from "./gate-server.js";

function lines(...code: readonly string[]): string {
  return code.join("\n");
}

function approvals(more: Partial<Approvals>): Server {
  const all = gated.approvals;
  if (all === null) {
    throw new Error("no approvals");
  }
  return { ...gated, approvals: { ...all, ...more } };
}

describe("src/server.ts", () => {
  const viewOf = (server: Server) => serverView(server, new ToolIdentifiers(server));

  it("lists both tools of a job, and says where drafts lie and who approves them", () => {
    const tools = gated.tools.slice(0, 1);
    const { imports, server } = viewOf({ ...gated, tools });
    expect(String(imports)).toContain(
      lines(
        'import { approvals } from "./runtime/desk/approvals.js";',
        'import { email } from "./runtime/desk/email.js";',
        'import { slack } from "./runtime/desk/slack.js";',
        'import { env } from "./runtime/env.js";',
        'import { drafts } from "./runtime/gates/drafts.js";',
        'import { fileStore } from "./runtime/gates/file-store.js";',
      ),
    );
    expect(String(server)).toContain(
      lines(
        '  audit: { to: "stderr", redact: [] },',
        '  drafts: drafts({ store: fileStore(".data/drafts.db"), requester: env("MCP_USER_EMAIL") }),',
        "  approvals: approvals({",
        '    url: env("APPROVALS_URL"),',
        '    approvers: ["finance@example.com"],',
        "    notify: [",
        '      slack(env("SLACK_WEBHOOK")),',
        '      email({ smtp: env("SMTP_URL"), from: "billing-bot@example.com" }),',
        "    ],",
        "  }),",
        "  tools: [refundOrder.prepare, refundOrder.confirm],",
      ),
    );
  });

  it("keeps drafts in memory, and has no desk, where the map says nothing of either", () => {
    const body = { ...refund, approval: { kind: "literal", approval: "none" } } as const;
    const code = String(viewOf({ ...gated, tools: [gate(body)], approvals: null }).server);
    expect(code).toContain("  drafts: drafts({ store: memoryStore() }),\n  tools: [");
  });

  it("has neither where no tool is a gate", () => {
    const code = String(viewOf({ ...gated, tools: billing.tools }).server);
    expect(code).not.toMatch(/drafts|approvals/);
  });
});

describe("the files that are copied", () => {
  const all = ["gates/gate", "gates/file-store", "gates/memory-store", "desk/desk", "desk/slack"];
  const paths = ["tool", ...all, "desk/email"].map((name) => `src/runtime/${name}.ts`);
  const needed = (server: Server) =>
    paths
      .filter(neededBy(server))
      .map((path) => path.slice("src/runtime/".length, -".ts".length))
      .join(" ");

  it.each([
    ["a server without gates", billing, "tool"],
    [
      "a desk that tells by all means",
      gated,
      "tool gates/gate gates/file-store desk/desk desk/slack desk/email",
    ],
    [
      "a desk that tells nobody",
      approvals({ slack: null, email: null }),
      "tool gates/gate gates/file-store desk/desk",
    ],
    ["gates without a desk", { ...gated, approvals: null }, "tool gates/gate gates/memory-store"],
  ])("of %s are those that it uses", (_what, given, want) => {
    expect(needed(given)).toBe(want);
  });
});

describe("package.json", () => {
  const namesIn = (server: Server) => {
    const { dependencies, devDependencies } = JSON.parse(packageJson(server));
    return Object.keys({ ...dependencies, ...devDependencies }).filter((name) =>
      /libsql|nodemailer/.test(name),
    );
  };

  it("asks for what drafts and mail need, where there are any", () => {
    expect(namesIn(gated)).toEqual(["libsql", "nodemailer", "@types/nodemailer"]);
    expect(namesIn(approvals({ email: null }))).toEqual(["libsql"]);
    expect(namesIn({ ...gated, tools: billing.tools })).toEqual([]);
    expect(namesIn({ ...gated, approvals: null })).toEqual([]);
  });
});

describe("the README", () => {
  it("says what stands before each change", () => {
    const rows = changeRows(gated).map((row) => Object.values(row).slice(0, 4).join(" | "));
    const finance = "one of `finance@example.com`, not who asked";
    expect(rows).toEqual([
      `\`confirm_refund_order\` | \`POST /v1/refunds\` | destroys | \`human\` (${finance}); lapses after 24 hours`,
      `\`confirm_kept\` | \`POST /v1/refunds\` | destroys | \`human\` (${finance}); lapses after 24 hours`,
      "`prepare_drafted` | `POST /v1/refund-drafts` | writes | none: the API keeps a draft",
      `\`confirm_drafted\` | \`POST /v1/refund-drafts/{id}/issue\` | destroys | \`elicitation\` (the user in a form, else ${finance}); lapses after 24 hours`,
      "`prepare_drafted` | `POST /v1/refund-drafts/{id}/delete` | destroys | none: throws the API's draft away, once ours is refused or has lapsed",
      ...["/v1/orders/{id}/cancel", "/v1/refunds"].map(
        (path) =>
          `\`confirm_alternatives\` | \`POST ${path}\` | destroys | chosen draft by draft: \`none\` (a speed bump, not a control), or \`human\` (${finance}); lapses after 24 hours`,
      ),
      `\`confirm_handled\` | \`POST /v1/refunds\` | destroys | \`human\` (${finance}); lapses after 1 hour`,
    ]);
  });

  it("says how the desk is run, and where drafts lie", () => {
    const view = readmeView(gated, []);
    expect(view.toolCount.toString()).toBe("10 tools");
    expect(view.deskVariables.map(({ code }) => String(code))).toEqual([
      "`BILLING_API_BASE`",
      "`BILLING_API_TOKEN`",
      "`APPROVALS_URL`",
      "`SLACK_WEBHOOK`",
      "`SMTP_URL`",
    ]);
    expect(view.variables.map(({ code }) => String(code))).toEqual([
      "`BILLING_API_BASE`",
      "`BILLING_API_TOKEN`",
      "`MCP_USER_EMAIL`",
    ]);
    expect(String(view.draftsLie)).toMatch(/^Drafts lie in `.data\/drafts.db` /);
    expect(String(view.claudeCode)).not.toContain("SMTP_URL");
  });

  it("has no desk where nobody approves at one", () => {
    const view = readmeView({ ...gated, approvals: null }, []);
    expect([view.hasGates, view.hasDesk, view.deskVariables]).toEqual([true, false, []]);
    expect(String(view.draftsLie)).toBe(
      "Drafts lie in the memory of the server, and are gone when it ends.",
    );
  });
});

describe(".env.example", () => {
  it("says which process reads what", () => {
    const lines = environmentView(gated).variables.map(({ name, about }) => `${name}: ${about}`);
    expect(lines).toContain(
      "SLACK_WEBHOOK: The Slack incoming webhook that tells of what waits (read by the desk alone)",
    );
    expect(lines).toContain(
      "BILLING_API_TOKEN: The bearer token of the security scheme bearerAuth (read by the server and by the desk)",
    );
    expect(lines.at(2)).toMatch(/^MCP_USER_EMAIL: .*\(read by the server alone\)$/);
  });
});

describe("what a server with gates depends on", () => {
  it("is of the versions that it is tested with", () => {
    const { dependencies, devDependencies } = JSON.parse(packageJson(gated));
    const tested = JSON.parse(readFileSync("package.json", "utf8")).devDependencies;
    const names = ["libsql", "nodemailer", "@types/nodemailer"];
    const versions = (from: Record<string, string>) => names.map((name) => from[name]);
    expect(versions({ ...dependencies, ...devDependencies })).toEqual(versions(tested));
  });
});

describe("the stub of a gate", () => {
  it("has two halves, and says what passes between them", () => {
    const server = { ...gated, tools: [gate(handledRefund)] };
    const [[, tools] = ["", []]] = handlerFiles(server);
    const { imports, handlers } = handlerView(tools, new ToolIdentifiers(server));
    expect(String(imports)).toBe(
      lines(
        'import { notImplemented } from "../runtime/outcome.js";',
        'import type { RefundOrder } from "../tools/refund_order.js";',
      ),
    );
    expect(handlers.map(String)).toEqual([
      lines(
        "/**",
        " * Refund an order.",
        " *",
        " * `prepare` returns `draft({ summary, state })` or a failure, and changes nothing; `confirm` is given that state, and makes the call. Name its type in place of `object`.",
        " */",
        "export const refundOrder: RefundOrder<object> = {",
        "  prepare: async (_input, _context) => notImplemented(),",
        "  confirm: async (_state, _context) => notImplemented(),",
        "};",
      ),
    ]);
  });
});
