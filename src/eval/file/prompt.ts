import type { Spanned } from "../../source/source-file.js";
import {
  entries,
  list,
  mapping,
  mappingTo,
  optional,
  type Reader,
  refine,
  required,
  withDefault,
} from "../../tool-map/reading.js";
import { integer, oneOf, prose, refuse, text } from "../../tool-map/scalars.js";
import {
  type Expectation,
  type OperationCount,
  type Prohibition,
  type Prompt,
  promptKinds,
  type StateExpectation,
  type TextExpectation,
} from "../evals.js";
import { badPromptId, noPath, nothingToCheck } from "../problems.js";
import { call } from "./call.js";
import { jsonObject } from "./json-object.js";
import { regularExpression } from "./regular-expression.js";
import { oneOrList, texts } from "./values.js";

const idForm = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const longestId = 60;
const defaultMaxTurns = 10;

/** None would all pass. */
export const prompts: Reader<readonly Prompt[]> = (node, context) =>
  node.kind === "mapping" && node.entries.length === 0
    ? refuse(node, context, "a mapping that is not empty")
    : promptEntries(node, context);

const promptEntries: Reader<readonly Prompt[]> = entries((id, value, context) => {
  if (!idForm.test(id.value) || id.value.length > longestId) {
    context.collector.add(badPromptId(id, longestId));
    return undefined;
  }
  return prompt(id)(value, context);
});

const answerFields = mappingTo(
  {
    contains: withDefault(texts, []),
    oneOf: withDefault(texts, []),
    lacks: withDefault(texts, []),
    matches: withDefault(oneOrList(regularExpression), []),
  },
  ({ oneOf: containsOneOf, ...values }, node) => ({ ...values, containsOneOf, span: node.span }),
);

/** A text or a list of them has to be in the answer; a mapping says more. */
const answer: Reader<TextExpectation> = (node, context) => {
  if (node.kind === "mapping") {
    return answerFields(node, context);
  }
  const contains = texts(node, context);
  return contains === undefined
    ? undefined
    : { contains, containsOneOf: [], lacks: [], matches: [], span: node.span };
};

const count = refine(integer(0, 1_000_000), ({ value }) => value);
const countRange = mapping({ least: withDefault(count, 0), most: optional(count) });

const counts: Reader<readonly OperationCount[]> = entries((operation, node, context) => {
  if (node.kind === "mapping") {
    const range = countRange(node, context);
    return range === undefined ? undefined : { operation, ...range };
  }
  const exact = count(node, context);
  return exact === undefined ? undefined : { operation, least: exact, most: exact };
});

const path = refine(text, (read, context) => {
  if (read.value.startsWith("/") && !read.value.startsWith("//")) {
    return read;
  }
  context.collector.add(noPath(read));
  return undefined;
});

const state: Reader<StateExpectation> = mapping({
  get: required(path, "get: /v1/invoices/INV-20131"),
  status: withDefault(
    refine(integer(100, 599), ({ value }) => value),
    200,
  ),
  holds: optional(jsonObject),
  contains: withDefault(texts, []),
  lacks: withDefault(texts, []),
});

const expectFields = mappingTo(
  {
    calls: withDefault(list(call), []),
    order: withDefault(
      refine(oneOf("listed", "any"), ({ value }) => value),
      "listed",
    ),
    maxCalls: optional(integer(0, 1_000)),
    answer: optional(answer),
    upstream: withDefault(counts, []),
    state: withDefault(oneOrList(state), []),
  },
  ({ order, ...values }, node): Expectation => ({
    ...values,
    inOrder: order === "listed",
    span: node.span,
  }),
);

const neverFields: Reader<Prohibition> = mappingTo(
  {
    tools: withDefault(texts, []),
    effects: optional(oneOf("write", "destructive")),
    operations: withDefault(texts, []),
    says: withDefault(texts, []),
  },
  (values, node) => ({ ...values, span: node.span }),
);

function prompt(id: Spanned<string>): Reader<Prompt> {
  const span = id.span;
  const nothing: Expectation = {
    span,
    calls: [],
    inOrder: true,
    maxCalls: null,
    answer: null,
    upstream: [],
    state: [],
  };
  return mappingTo(
    {
      kind: withDefault(
        refine(oneOf(...promptKinds), ({ value }) => value),
        "ordinary" as const,
      ),
      prompt: required(oneOrList(prose), "prompt: What does Northwind owe us?"),
      expect: withDefault(expectFields, nothing),
      never: withDefault(neverFields, { span, tools: [], effects: null, operations: [], says: [] }),
      maxTurns: withDefault(
        refine(integer(1, 100), ({ value }) => value),
        defaultMaxTurns,
      ),
      person: optional(refine(oneOf("approves", "refuses"), ({ value }) => value)),
    },
    ({ prompt: says, ...values }, _node, { collector }) => {
      if (isEmpty(values.expect, values.never)) {
        collector.add(nothingToCheck(id));
        return undefined;
      }
      return { id, says, ...values };
    },
  );
}

function isEmpty(expect: Expectation, never: Prohibition): boolean {
  const { calls, maxCalls, answer, upstream, state } = expect;
  const { tools, effects, operations, says } = never;
  const texts =
    answer === null
      ? []
      : [...answer.contains, ...answer.containsOneOf, ...answer.lacks, ...answer.matches];
  // "At least never" is no bound.
  const bounds = upstream.filter(({ least, most }) => least > 0 || most !== null);
  const lists = [calls, texts, bounds, state, tools, operations, says];
  return lists.every(({ length }) => length === 0) && maxCalls === null && effects === null;
}
