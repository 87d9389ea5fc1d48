import { runtimeFunctions } from "../model/expression.js";
import { isIdentifier } from "./code.js";

/** `search_invoices` → `searchInvoices`; an identifier, whatever is given. */
export function camelCase(text: string): string {
  const [first = "", ...others] = wordsOf(text);
  const joined = first.charAt(0).toLowerCase() + first.slice(1) + others.map(capitalised).join("");
  return startsLikeName(joined) ? joined : `_${joined}`;
}

/** `billing-api` → `BillingApi` */
export function pascalCase(text: string): string {
  const joined = wordsOf(text).map(capitalised).join("");
  return startsLikeName(joined) ? joined : `_${joined}`;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[^A-Za-z0-9$]+/).filter((word) => word !== "");
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function startsLikeName(text: string): boolean {
  return /^[A-Za-z$_]/.test(text);
}

/** The names of one file: each given out once. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** Gives out none of `names` from here on. */
  avoid(names: Iterable<string>): void {
    for (const name of names) {
      this.#taken.add(name);
    }
  }

  /** `wanted`, or the first of `fallback`, `wanted2`, `wanted3`, … that is free. */
  take(wanted: string, fallback?: string): string {
    const free = (name: string) => isIdentifier(name) && !this.#taken.has(name);
    let name = free(wanted) ? wanted : (fallback ?? `${wanted}2`);
    for (let count = 2; !free(name); count += 1) {
      name = `${fallback ?? wanted}${count}`;
    }
    this.#taken.add(name);
    return name;
  }
}

/** Names that hold for every file: what generated code takes from the language, and what linters keep for it. */
export const globals: readonly string[] = [
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "toString",
  "valueOf",
  "arguments",
  "escape",
  "eval",
  "globalThis",
  "isFinite",
  "isNaN",
  "parseFloat",
  "parseInt",
  "unescape",
  "undefined",
  "Number",
  "Object",
  "Math",
  "Map",
  "Set",
  "Date",
  "JSON",
  "String",
];

/** What generated files import, by name. */
export const runtimeModules = {
  bearer: "credentials",
  basic: "credentials",
  apiKey: "credentials",
  clientCredentials: "credentials",
  env: "env",
  join: "env",
  failure: "outcome",
  result: "outcome",
  value: "outcome",
  fatal: "outcome",
  notImplemented: "outcome",
  notWritten: "outcome",
  firstOf: "projection",
  cutText: "projection",
  compact: "request",
  compactList: "request",
  received: "received",
  clamp: "schema",
  neededWith: "schema",
  conformsTo: "json-schema",
  jsonSchema: "json-schema",
  characters: "json-schema",
  int64: "json-schema",
  matching: "matching",
  defineServer: "server",
  defineTool: "tool",
  text: "expression",
  together: "tool",
} as const;

/** … and those of servers with gates alone. */
export const gateModules = {
  defineGate: "gates/gate",
  draft: "gates/gate",
  drafts: "gates/drafts",
  memoryStore: "gates/memory-store",
  fileStore: "gates/file-store",
  approvals: "desk/approvals",
  slack: "desk/slack",
  email: "desk/email",
} as const;

export type RuntimeName = keyof typeof runtimeModules | keyof typeof gateModules;

/** Names that no step, tool or type of the user's may have in generated code. */
export const takenEverywhere: readonly string[] = [
  ...globals,
  ...Object.keys(runtimeModules),
  ...["z", "api", "fn", "input", "output", "error", "item", "upstream", "handler", "server"],
  ...["operations", "problem", "Requests", "ApiError", "Context", "Handler", "Client"],
  ...["UpstreamError", "Operations", "Read", "JsonValue", "Pick", "Record"],
  ...Object.values(runtimeFunctions).flat(),
];

/** … where there are gates. */
export const takenByGates: readonly string[] = [
  ...Object.keys(gateModules),
  "GateHandler",
  "PrepareContext",
  "RequestOf",
  "State",
];
