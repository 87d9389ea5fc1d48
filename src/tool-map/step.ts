import { nearest } from "../diagnostics/suggest.js";
import type { Spanned } from "../source/source-file.js";
import { errorRules, readFailure } from "./error-rules.js";
import { expression } from "./expression-text.js";
import { checkScopeName } from "./names.js";
import { missingKey, misspeltKey } from "./problems.js";
import {
  type Context,
  entries,
  list,
  mapping,
  mappingNode,
  optional,
  type Reader,
  refine,
  required,
  withDefault,
  within,
} from "./reading.js";
import { integer, matching, refuse, text } from "./scalars.js";
import { memberTemplates } from "./template.js";
import type { EachEntry, RequireEntry, StepEntry, ToolEntry } from "./tool-map.js";
import type { Node } from "./yaml/tree.js";

/** Requests that one call of a tool may make of one step. */
const mostRequests = 100;
const usualElements = 20;

const each: Reader<EachEntry> = refine(
  mapping({
    in: required(expression, "in: response.items"),
    max: optional(integer(1, mostRequests)),
  }),
  ({ in: list, max }) => ({ in: list, max: max?.value ?? usualElements }),
);

const walk = mapping({ max: required(integer(1, mostRequests), "max: 5") });

/** `{ max: 5 }` */
export const pageWalk: Reader<Spanned<number>> = (node, context) =>
  node.kind === "mapping"
    ? walk(node, context)?.max
    : refuse(node, context, "a mapping", [pagesExample(node)]);

/** How so many pages are asked for; as many as were written, where that is a number. */
export function pagesExample(node: Node): string {
  const isCount = node.kind === "scalar" && typeof node.value === "number";
  const most = isCount ? node.text.text : "5";
  return `for the server to read and join up to ${most} pages: \`pages: { max: ${most} }\``;
}

/** Scheme, host and port; only https, since what is followed there is not protected otherwise. */
const origin = matching(
  /^https:\/\/(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::[1-9][0-9]{0,4})?$/,
  "an https origin",
  ["write scheme and host alone, in lower case: https://files.example.com"],
);

/** What a call may say, as a step or as the one call of a tool. */
export const callFields = {
  with: withDefault(memberTemplates, []),
  returns: optional(expression),
  variant: optional(text),
  each: optional(each),
  follow: withDefault(list(origin), []),
};

const step = mapping({
  call: required(text, "call: getCustomer"),
  ...callFields,
  when: optional(expression),
  pages: optional(pageWalk),
  errors: withDefault(errorRules("step"), []),
});

/** The calls of a tool, in the order in which they run. */
export const steps: Reader<readonly StepEntry[]> = entries((name, node, context) => {
  const isNamed = checkScopeName("a step", name, context);
  const read = step(node, context);
  if (!isNamed || read === undefined) {
    return undefined;
  }
  const { with: members, ...rest } = read;
  return { name, with: members, ...rest };
});

/** Names for expressions. */
export const lets: Reader<ToolEntry["lets"]> = entries((name, node, context) => {
  const isNamed = checkScopeName('a "let"', name, context);
  const value = expression(node, context);
  return !isNamed || value === undefined ? undefined : { name, value };
});

/** What has to hold, and the structured error where it does not. */
export const requires: Reader<readonly RequireEntry[]> = list(readRequire);

function readRequire(node: Node, context: Context): RequireEntry | undefined {
  const mapping = mappingNode(node, context);
  if (mapping === undefined) {
    return undefined;
  }
  const place = mapping.entries[0]?.key.span ?? node.span;
  const that = mapping.entries.find(({ key }) => key.value === "that");
  const hasError = mapping.entries.some(({ key }) => key.value === "error");
  const lacks = (key: string, example: string) => {
    const meant = mapping.entries.find((entry) => isNearly(entry.key.value, key))?.key;
    context.collector.add(
      meant === undefined
        ? missingKey(key, context.where, place, example)
        : misspeltKey(key, context.where, meant),
    );
  };
  if (that === undefined) {
    lacks("that", "that: customer.email_verified");
  }
  if (!hasError) {
    lacks("error", "error: email_not_verified");
  }
  const guard = that && expression(that.value, within(context, that.key));
  const failure = readFailure(mapping, ["that"], context);
  return guard === undefined || failure === undefined
    ? undefined
    : { that: guard, error: failure.error, members: failure.members };
}

/** Whether one key may be another, misspelt. Other members are free, and keep their names. */
function isNearly(written: string, key: string): boolean {
  return !["that", "error"].includes(written) && nearest(written, [key]) !== null;
}

/** The name of the answer where a tool has one call. */
export function responseName(call: Spanned<string>): Spanned<string> {
  return { value: "response", span: call.span };
}
