import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { noFacts } from "../../src/expression/infer.js";
import { runtimeFunctions } from "../../src/model/expression.js";
import { compile, scope, typeText } from "./compile.js";
import { notation, plain } from "./samples.js";

const names = scope(notation);
const runtime = resolve("templates/server/src");

/** Guard → what it allows, in statements as a tool has them. */
const guarded: readonly (readonly [string, readonly string[]])[] = [
  [
    "customer.credit_cents != null",
    [
      "customer.credit_cents * 2",
      "list.map(i, i + customer.credit_cents)",
      "list.filter(i, list.exists(j, j > customer.credit_cents + i))",
    ],
  ],
  [
    "has(customer.address.city)",
    [
      "customer.address.city.size()",
      "customer.address.country + customer.address.city",
      "list.map(i, customer.address.city + customer.address.country)",
    ],
  ],
  ["customer.address.country == 'DE'", ["customer.address.country.size()"]],
  ["customer.vip", ["customer.vip && customer.email_verified"]],
  ["input.amount_cents != null && input.amount_cents > 5", ["input.amount_cents - 1"]],
  [
    "!(order.paid_at == null)",
    ["order.paid_at.contains('T')", "timestamp(order.paid_at) < timestamp(5)"],
  ],
  ["list[0] > 1 || customer.plan_id != null", ["customer.plan_id == null"]],
  [
    "customer.plan_id != null && (list[0] > 1 || customer.plan_id.startsWith('a'))",
    ["customer.plan_id.size()"],
  ],
];

const others: readonly string[] = [
  "response.items.map(i, {'id': i.id, 'due': i.due})",
  "response.items.map(i, coalesce(i.due, i.note, '-')).join(', ')",
  "response.items.filter(i, i.due != null && i.due < '2026').map(i, i.note)",
  "response.items.filter(i, i.due != null && i.id != 'x').map(i, i.due).join(', ')",
  "response.items.map(i, i.due != null, i.due.size() + i.due.size())",
  "response.items.map(i, i.due).map(d, d != null && d.size() > 2, d.size())",
  "response.items.map(i, i.due).map(d, d != null, d).join()",
  "extra == 5 || extra in [1, 'a'] || 'k' in extra || extra < 3",
  "extra.filter(e, e.x == 1).size() + size(extra) + int(extra) + int(order.id)",
  "extra[0].a['b-c']",
  "type(extra) == string ? string(extra) : 'other'",
  "prices.map(k, prices[k]).size() + size(prices)",
  "prices.transformMap(k, v, v * 2)",
  "list.transformList(i, v, i * v)",
  "list.all(i, v, i <= v)",
  "list.all(i, 10 / i > 0) && list.exists(i, 10 / i > 5)",
  "timestamp(order.created).getFullYear('Europe/Berlin') + timestamp(order.created).getMonth()",
  "duration('1h') < timestamp(order.created) - timestamp(0)",
  "(customer.email_verified ? response.items : []).size()",
  "(customer.name + 'x').size()",
  "[[1, 2], [3]].map(l, l.map(x, x + 1))",
  "{'a': [1, 2.5], 'b': null}",
  "customer.vip ? 1 : 0",
  "customer.plan_id == customer.id",
  "input.note == order.paid_at",
  "customer.name.substring(1, 3).upperAscii().reverse().trim().split(customer.id)[0]",
  "strings.quote(customer.name) + customer.name.charAt(0)",
  "customer.name.matches(customer.id) || customer.name.matches('(a+)+$')",
  "[customer.plan_id, input.note, 'x']",
  "-order.refundable_cents + int(order.rate) * int('5')",
  "double(order.refundable_cents) / 3.0",
  "customer.status == 'active' ? customer.status : 'none'",
];

function codeOf(text: string, known = noFacts): string {
  const { code, problems } = compile(text, names, { known });
  expect({ text, problems }).toEqual({ text, problems: [] });
  return code;
}

/** Every sample in one file, with the imports of all that the runtime has for expressions. */
function fileOf(): string {
  const imports = Object.entries(runtimeFunctions)
    .filter(([module]) => module !== "runtime/paging.js")
    .map(
      ([module, functions]) => `import { ${functions.join(", ")} } from "${runtime}/${module}";`,
    );
  const parameters = Object.entries(notation).map(([name, of]) => `${name}: ${typeText(of)}`);
  const lines = [...plain.map(([text]) => text), ...others].map(
    (text) => `void (${codeOf(text)});`,
  );
  const blocks = guarded.map(([guard, texts]) => {
    const { typed, code } = compile(guard, names, { guard: true });
    const inner = texts.map((text) => `void (${codeOf(text, typed?.whenTrue)});`);
    return `{ if (!(${code})) { return; }\n${inner.join("\n")} }`;
  });
  const bodies = [lines.join("\n"), ...blocks].map(
    (body, index) => `export function sample${index}(${parameters.join(", ")}): void {\n${body}\n}`,
  );
  return [
    ...imports,
    `import type { JsonValue } from "${runtime}/runtime/json.js";`,
    ...bodies,
  ].join("\n");
}

describe("the TypeScript of expressions", () => {
  it("type-checks strictly", () => {
    const folder = mkdtempSync(join(tmpdir(), "mcpgen-types-"));
    try {
      writeFileSync(join(folder, "samples.mts"), fileOf());
      const options = {
        extends: resolve("templates/server/tsconfig.json"),
        compilerOptions: {
          noEmit: true,
          rootDir: "/",
          noUnusedLocals: false,
          noUnusedParameters: false,
          typeRoots: [resolve("node_modules/@types")],
        },
        files: ["samples.mts"],
        include: [],
      };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options));
      expect(outputOf(["-p", folder])).toBe("");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function outputOf(args: readonly string[]): string {
  try {
    return execFileSync(resolve("node_modules/.bin/tsc"), args, {
      encoding: "utf8",
      stdio: "pipe",
    });
  } catch (thrown) {
    return thrown instanceof Error && "stdout" in thrown ? String(thrown.stdout) : String(thrown);
  }
}
