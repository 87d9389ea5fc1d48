import type { Spanned } from "../../source/source-file.js";
import { conflictingKeys } from "../../tool-map/problems.js";
import {
  type Context,
  entries,
  list,
  mappingTo,
  optional,
  type Reader,
  required,
} from "../../tool-map/reading.js";
import { boolean, matching, refuse, text } from "../../tool-map/scalars.js";
import { json } from "../../tool-map/schema-keywords.js";
import type { MappingNode, Node } from "../../tool-map/yaml/tree.js";
import type { ExpectedArgument, ExpectedCall, ValueExpectation } from "../evals.js";
import { regularExpression } from "./regular-expression.js";
import { texts } from "./values.js";

/** The keys that make a mapping say something about a value, instead of being one. */
const kinds = ["matches", "oneOf", "present", "equals"] as const;

/** A value as it is, or a mapping of one key that says how it may be. */
function valueExpectation(node: Node, context: Context): ValueExpectation | undefined {
  const [entry, second] = node.kind === "mapping" ? node.entries : [];
  const kind = second === undefined ? kinds.find((each) => each === entry?.key.value) : undefined;
  if (entry === undefined || kind === undefined) {
    const value = json(node, context);
    return value === undefined ? undefined : { kind: "equals", value };
  }
  const inside = { ...context, where: `${context.where}.${kind}`, place: entry.key.span };
  switch (kind) {
    case "matches": {
      const pattern = regularExpression(entry.value, inside);
      return pattern === undefined ? undefined : { kind, pattern };
    }
    case "oneOf": {
      const values = list(json)(entry.value, inside);
      return values === undefined ? undefined : { kind: "one-of", values };
    }
    case "present": {
      const present = boolean(entry.value, inside);
      return present === undefined ? undefined : { kind: present.value ? "present" : "absent" };
    }
    case "equals": {
      const value = json(entry.value, inside);
      return value === undefined ? undefined : { kind, value };
    }
    default:
      return kind satisfies never;
  }
}

const argumentsOf: Reader<readonly ExpectedArgument[]> = entries((name, node, context) => {
  const value = valueExpectation(node, context);
  return value === undefined ? undefined : { name, value };
});

const outcome: Reader<Spanned<string>> = matching(
  /^[a-z][a-z0-9_]*$/,
  'the code of a structured error, or "ok"',
);

const callFields: Reader<ExpectedCall> = mappingTo(
  {
    tool: required(texts, "tool: search_invoices"),
    arguments: optional(argumentsOf),
    exactly: optional(argumentsOf),
    outcome: optional(outcome),
  },
  ({ tool, arguments: inPart, exactly, outcome }, node, context) => {
    if (inPart !== null && exactly !== null) {
      const [first, second] = [keyOf(node, "arguments"), keyOf(node, "exactly")];
      const help = "keep `arguments` where others may be given, `exactly` where none may";
      context.collector.add(conflictingKeys(first, second, help));
      return undefined;
    }
    return {
      tools: tool,
      arguments: exactly ?? inPart ?? [],
      exactly: exactly !== null,
      outcome,
      span: node.span,
    };
  },
);

function keyOf(node: MappingNode, key: string): { key: string; span: MappingNode["span"] } {
  const entry = node.entries.find((each) => each.key.value === key);
  return { key, span: entry?.key.span ?? node.span };
}

/** The name of a tool, or a mapping that says more. */
export const call: Reader<ExpectedCall> = (node, context) => {
  if (node.kind === "mapping") {
    return callFields(node, context);
  }
  const tool = node.kind === "scalar" ? text(node, context) : refuse(node, context, "a call");
  return tool === undefined
    ? undefined
    : { tools: [tool], arguments: [], exactly: false, outcome: null, span: node.span };
};
