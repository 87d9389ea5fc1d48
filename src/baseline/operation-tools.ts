import { credentialFor } from "../bind/credential-parameters.js";
import { modelText } from "../bind/model-text.js";
import { isSentByRuntime } from "../bind/operation-model.js";
import { UsedOperation } from "../bind/operation-table.js";
import { bodyContentOf, bodySchemaOf } from "../bind/places.js";
import { fieldsOf, kindOf } from "../bind/schema-kind.js";
import { suppliedBy } from "../bind/supplied-values.js";
import type { Effect } from "../model/operation.js";
import type { Api, Operation, OperationHead } from "../openapi/api.js";
import type { ToolMap } from "../tool-map/tool-map.js";

/** A tool of the derived map, which calls one operation and takes every input that it has. */
export interface OperationTool {
  /** How a map names the operation. */
  readonly operation: string;
  readonly name: string;
  readonly effect: Effect;
  /** Whether the map has to state the effect: the method says nothing of it, or something else. */
  readonly isStated: boolean;
  /** As it stands in the map. */
  readonly entry: object;
}

/** Longer names are refused in maps. */
const longestName = 40;
const longestDescription = 1_000;

/** What is known of operations beside their description. */
export interface Known {
  /** By key; an operation that is missing counts as what its method says, and POST as a write. */
  readonly effects: ReadonlyMap<string, Effect>;
  /** Its `upstream` fills parameters, that no tool has then. */
  readonly map: ToolMap;
}

export interface OperationTools {
  /** In the order of the document. */
  readonly tools: readonly OperationTool[];
  /** Operations that the document describes with errors. */
  readonly unreadable: readonly string[];
}

/** One tool for each operation. */
export function operationTools(api: Api, known: Known): OperationTools {
  const taken = new Set<string>();
  const tools: OperationTool[] = [];
  const unreadable: string[] = [];
  for (const head of api.operations) {
    const operation = api.resolve(head);
    if (operation === null) {
      unreadable.push(nameOf(api, head));
    } else {
      tools.push(toolOf(api, operation, known, taken));
    }
  }
  return { tools, unreadable };
}

function toolOf(
  api: Api,
  operation: Operation,
  { effects, map }: Known,
  taken: Set<string>,
): OperationTool {
  const { head } = operation;
  const call = nameOf(api, head);
  const own = effectOf(head.method);
  const effect = effects.get(head.key) ?? own;
  const inputs = inputsOf(operation, map, api);
  return {
    operation: call,
    effect,
    isStated: own === "write" || own !== effect,
    name: snakeCase(head.key, longestName, taken),
    entry: {
      description: descriptionOf(operation),
      call,
      input: Object.fromEntries(
        inputs.map(({ name, words }) => [name, { to: words.map(quoted).join(".") }]),
      ),
      ...(effect === "destructive" && {
        unconfirmed: "A comparison: a server of this kind has no gates.",
      }),
    },
  };
}

/** The operationId, or method and path where it is missing or stands for several. */
function nameOf(api: Api, head: OperationHead): string {
  const isUnique = api.operations.filter((other) => other.key === head.key).length === 1;
  return isUnique ? head.key : `${head.method} ${head.path}`;
}

function effectOf(method: string): Effect {
  switch (method) {
    case "DELETE":
      return "destructive";
    case "POST":
    case "PUT":
    case "PATCH":
      return "write";
    default:
      return "read";
  }
}

function descriptionOf({ description, head, summary }: Operation): string {
  const text = [description, summary].find((one) => one.trim() !== "")?.trim();
  return modelText(text ?? `${head.method} ${head.path}`, longestDescription);
}

interface ListedInput {
  readonly name: string;
  /** The place, word by word: `["query", "status"]`. */
  readonly words: readonly string[];
}

/** Every parameter that is left to tools, and every property of the body, or the body itself where it is no object. */
function inputsOf(operation: Operation, map: ToolMap, api: Api): readonly ListedInput[] {
  const used = new UsedOperation(operation, "", "read");
  const parameters = operation.parameters
    .filter(
      (parameter) =>
        !isSentByRuntime(parameter, map) &&
        suppliedBy(parameter.name, used, { map, api }) === null &&
        credentialFor(parameter, used, { map, api }) === null,
    )
    .map(({ location, name }) => [location, name]);
  const taken = new Set<string>();
  return [...parameters, ...bodyPlaces(used)].map((words) => ({
    name: identifier(words.at(-1) ?? "", taken),
    words,
  }));
}

function bodyPlaces(used: UsedOperation): readonly (readonly string[])[] {
  if (bodyContentOf(used) === null) {
    return [];
  }
  const node = bodySchemaOf(used);
  const properties =
    node !== null && kindOf([node]) === "object"
      ? [...fieldsOf([node])].filter(([, field]) => !field.schemas.every((one) => one.readOnly))
      : [];
  return properties.length === 0 ? [["body"]] : properties.map(([name]) => ["body", name]);
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_-]+$/.test(word) ? word : `"${word}"`;
}

/** `listInvoices` → `list_invoices`. */
function snakeCase(key: string, longest: number, taken: Set<string>): string {
  const plain = key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "");
  return unused(plain === "" ? "operation" : plain, longest, taken);
}

/** `filter[created.at]` → `filter_created_at`. */
function identifier(name: string, taken: Set<string>): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "");
  return unused(/^[A-Za-z]/.test(plain) ? plain : `p_${plain}`, 56, taken);
}

/** The name, with a number where it is taken. */
function unused(base: string, longest: number, taken: Set<string>): string {
  let chosen = base.slice(0, longest);
  for (let count = 2; taken.has(chosen); count += 1) {
    chosen = `${base.slice(0, longest - String(count).length - 1)}_${count}`;
  }
  taken.add(chosen);
  return chosen;
}
