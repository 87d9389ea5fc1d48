import { nearest } from "../diagnostics/suggest.js";
import type { SourceText } from "../source/source-text.js";
import { errorRules } from "./error-rules.js";
import { expression, refuseEnvIn } from "./expression-text.js";
import { conflictingKeys, missingKey, notOneOf } from "./problems.js";
import {
  type Context,
  entries,
  list,
  mapping,
  mappingTo,
  optional,
  type Reader,
  refine,
  required,
  type Values,
  withDefault,
  within,
} from "./reading.js";
import { refuse, sourceText, text } from "./scalars.js";
import { responseName } from "./step.js";
import { memberTemplates, template } from "./template.js";
import type {
  ApprovalEntry,
  DraftEntry,
  GateEntry,
  GateHandlerEntry,
  MemberTemplate,
  StepEntry,
} from "./tool-map.js";
import { lifetime } from "./units.js";
import type { MappingNode } from "./yaml/tree.js";

const words = ["none", "elicitation", "human"] as const;

/** One of the three words, or an expression in `${…}` that chooses among them. */
const approval: Reader<ApprovalEntry> = (node, context) => {
  const written = sourceText(node, context);
  if (written === undefined) {
    return undefined;
  }
  const { span } = written;
  const word = words.find((known) => known === written.text.trim());
  if (word !== undefined) {
    return { kind: "literal", approval: word, span };
  }
  if (written.text.includes("${")) {
    return refuseEnvIn(written, context)
      ? undefined
      : { kind: "expression", source: written, span };
  }
  const choices = [...words, "an expression in ${…}"];
  const suggestion = nearest(written.text, words);
  context.collector.add(notOneOf(written.text, context.where, choices, span, suggestion));
  return undefined;
};

/** What people read: text in which `${…}` may stand. */
const shownText: Reader<SourceText> = refine(sourceText, (value, context) =>
  refuseEnvIn(value, context) ? undefined : value,
);

/** Rows of words for people: no lists, no mappings, no null. */
const show: Reader<readonly MemberTemplate[]> = entries((name, node, context) => {
  if (node.kind !== "scalar" || node.value === null) {
    return refuse(node, context, "text", [
      "a row shows one text; give each value a row of its own",
    ]);
  }
  const value = template(node, context);
  return value === undefined ? undefined : { name, value };
});

/** What a call of a gate may say, wherever it stands. */
const request = {
  with: withDefault(memberTemplates, []),
  variant: optional(text),
};
const answer = {
  returns: optional(expression),
  errors: withDefault(errorRules("tool"), []),
};

type CallValues = Pick<StepEntry, "call" | "with"> & Partial<StepEntry>;

/** A call that is made once. */
function stepOf(values: CallValues, name = responseName(values.call)): StepEntry {
  const usual = { when: null, returns: null, variant: null, errors: [] };
  return { ...usual, ...values, name, each: null, pages: null, follow: [] };
}

const alternative: Reader<StepEntry> = refine(
  mapping({
    when: optional(expression),
    call: required(text, "call: createRefund"),
    ...request,
    ...answer,
  }),
  (values) => stepOf(values),
);

const cancel: Reader<StepEntry> = refine(
  mapping({ call: required(text, "call: cancelDraft"), ...request }),
  (values) => stepOf(values, { value: "cancel", span: values.call.span }),
);

const draft: Reader<DraftEntry> = refine(
  mapping({
    call: required(text, "call: createDraft"),
    ...request,
    ...answer,
    cancel: optional(cancel),
  }),
  ({ cancel, ...values }) => ({
    step: stepOf(values, { value: "draft", span: values.call.span }),
    cancel,
  }),
);

const approvalExample = "approval: human, or elicitation, or none";

const gateFields = {
  summary: required(
    shownText,
    "summary: Refund ${money(order.total_cents, order.currency)} on order ${order.id}.",
  ),
  show: withDefault(show, []),
  call: optional(text),
  calls: optional(list(alternative)),
  ...request,
  ...answer,
  approval: required(approval, approvalExample),
  expires: optional(lifetime),
  draft: optional(draft),
};

/** How a job is confirmed whose call the map states. */
export const gateConfirm: Reader<Omit<GateEntry, "kind" | "steps">> = mappingTo(
  gateFields,
  (values, node, context) => {
    const calls = callsOf(values, node, context);
    const { summary, show, approval, expires, draft } = values;
    return calls && { summary, show, approval, expiresMs: expires, draft, calls };
  },
);

/** A handler's own code says what is summarised, and what is called. */
export const handlerConfirm: Reader<Pick<GateHandlerEntry, "approval" | "expiresMs">> = mappingTo(
  { approval: required(approval, approvalExample), expires: optional(lifetime) },
  ({ approval, expires }) => ({ approval, expiresMs: expires }),
);

/** The one call, or the alternatives. */
function callsOf(
  { call, calls, with: members, returns, variant, errors }: Values<typeof gateFields>,
  node: MappingNode,
  context: Context,
): readonly StepEntry[] | undefined {
  const alternatives = node.entries.find(({ key }) => key.value === "calls");
  if (alternatives === undefined || calls === null) {
    if (call === null) {
      const { where, place } = context;
      context.collector.add(missingKey("call", where, place, "call: createRefund"));
      return undefined;
    }
    return [stepOf({ call, with: members, returns, variant, errors })];
  }
  const ofOne = ["call", "with", "returns", "variant", "errors"];
  const strays = node.entries.filter(({ key }) => ofOne.includes(key.value));
  for (const { key } of strays) {
    const first = { key: "calls", span: alternatives.key.span };
    const second = { key: key.value, span: key.span };
    context.collector.add(conflictingKeys(first, second, "write it in each of the calls"));
  }
  if (calls.length === 0) {
    return refuse(alternatives.value, within(context, alternatives.key), "a list of calls");
  }
  return strays.length > 0 ? undefined : calls;
}
