import type { Spanned } from "../source/source-file.js";
import { gateConfirm, handlerConfirm } from "./confirm.js";
import { conflictingKeys, missingKey } from "./problems.js";
import {
  type Context,
  list,
  optional,
  type Reader,
  type Values,
  withDefault,
  within,
} from "./reading.js";
import { matching, refuse, text } from "./scalars.js";
import { jsonSchema } from "./schema-keywords.js";
import { callFields, pagesExample, pageWalk, responseName, steps } from "./step.js";
import type { ToolEntry } from "./tool-map.js";
import type { Entry, MappingNode, Node } from "./yaml/tree.js";

const handlerFile = matching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "the name of a handler", [
  "write the file's name below src/handlers in kebab-case, without folder and extension",
]);

/** `none`, or `{ max: 5 }`: the server walks up to so many pages. */
const pages: Reader<Spanned<"none"> | Spanned<number>> = (node, context) => {
  if (node.kind === "mapping") {
    return pageWalk(node, context);
  }
  return node.kind === "scalar" && node.value === "none"
    ? { value: "none", span: node.span }
    : refuse(node, context, '"none" or a mapping', [
        "to show one page alone: `pages: none`",
        pagesExample(node),
      ]);
};

/** As it is: what stands beside it decides how it is read. */
const unread: Reader<Node> = (node) => node;

/** The keys of a tool that say what it does. */
export const jobFields = {
  call: optional(text),
  ...callFields,
  steps: optional(steps),
  handler: optional(handlerFile),
  calls: withDefault(list(text), []),
  outputSchema: optional(jsonSchema),
  pages: optional(pages),
  confirm: optional(unread),
};
type JobValues = Values<typeof jobFields>;

const jobExample = "call: listInvoices, or else steps or a handler";

/** Keys that belong to one kind of job. */
const keysOfJob: Readonly<Record<string, readonly string[]>> = {
  call: ["with", "returns", "variant", "each", "follow", "let", "require", "output", "pages"],
  steps: ["let", "require", "output", "pages"],
  handler: ["calls", "outputSchema"],
  confirm: ["steps", "let", "require", "output"],
};
const ownKeys = new Set(Object.values(keysOfJob).flat());

/** What the tool does: one call, several, a handler, or a gate over steps or a handler. */
export function jobOf(
  values: JobValues,
  node: MappingNode,
  context: Context,
): ToolEntry["job"] | undefined {
  const kinds = node.entries.filter(({ key }) => ["call", "steps", "handler"].includes(key.value));
  const confirm = entryNamed(node, "confirm");
  const isGate = confirm !== undefined && !kinds.some(({ key }) => key.value === "handler");
  const [kind, ...others] = isGate
    ? [confirm, ...kinds.filter(({ key }) => key.value === "call")]
    : kinds;
  if (kind === undefined) {
    context.collector.add(missingKey("call", context.where, context.place, jobExample));
    return undefined;
  }
  const allowed = keysOfJob[kind.key.value] ?? [];
  const strays = node.entries.filter(
    ({ key }) =>
      ownKeys.has(key.value) &&
      !allowed.includes(key.value) &&
      (key.value !== "steps" || kind === confirm),
  );
  const oneJob = isGate
    ? "the call that is confirmed stands under confirm; what is read before it is a step"
    : "a tool has one call, or steps, or a handler";
  for (const other of others) {
    refuseBeside(kind, other, oneJob, context);
  }
  for (const stray of others.length > 0 ? [] : strays) {
    refuseBeside(kind, stray, helpFor(stray.key.value, isGate), context);
  }
  if (others.length > 0 || strays.length > 0 || !isUnconfirmed(node, confirm, context)) {
    return undefined;
  }
  return confirm === undefined
    ? jobFrom(values, node, context)
    : gateFrom(values, node, confirm, context);
}

/** Why there is no gate cannot be said beside one. */
function isUnconfirmed(node: MappingNode, confirm: Entry | undefined, context: Context): boolean {
  const unconfirmed = entryNamed(node, "unconfirmed");
  if (confirm === undefined || unconfirmed === undefined) {
    return true;
  }
  refuseBeside(confirm, unconfirmed, "it says why there is no gate, and there is one", context);
  return false;
}

function gateFrom(
  { steps, handler, calls, outputSchema }: JobValues,
  node: MappingNode,
  { key, value }: Entry,
  context: Context,
): ToolEntry["job"] | undefined {
  const inner = within(context, key);
  if (handler !== null) {
    const confirm = handlerConfirm(value, inner);
    return confirm && { kind: "gate-handler", file: handler, calls, outputSchema, ...confirm };
  }
  if (steps?.length === 0) {
    return noSteps(node, context);
  }
  const confirm = gateConfirm(value, inner);
  return confirm && { kind: "gate", steps: steps ?? [], ...confirm };
}

function jobFrom(
  {
    call,
    with: members,
    returns,
    variant,
    steps,
    handler,
    calls,
    outputSchema,
    each,
    follow,
    pages,
  }: JobValues,
  node: MappingNode,
  context: Context,
): ToolEntry["job"] | undefined {
  const walk = pages?.value === "none" ? null : pages;
  if (call !== null) {
    const name = responseName(call);
    const written = { call, with: members, returns, variant, each, follow };
    return {
      kind: "call",
      step: { name, ...written, when: null, pages: walk, errors: [] },
    };
  }
  if (handler !== null) {
    return { kind: "handler", file: handler, calls, outputSchema };
  }
  if (walk !== null) {
    const [kind, pages] = ["steps", "pages"].map((name) => entryNamed(node, name));
    return kind && pages && refuseBeside(kind, pages, "write it in the step", context);
  }
  return steps === null || steps.length === 0 ? noSteps(node, context) : { kind: "steps", steps };
}

function noSteps(node: MappingNode, context: Context): undefined {
  const entry = entryNamed(node, "steps");
  return entry && refuse(entry.value, within(context, entry.key), "a mapping of steps");
}

function entryNamed(node: MappingNode, name: string): Entry | undefined {
  return node.entries.find(({ key }) => key.value === name);
}

function refuseBeside(kind: Entry, other: Entry, help: string, { collector }: Context): undefined {
  const [first, second] = [kind.key, other.key];
  collector.add(
    conflictingKeys(
      { key: first.value, span: first.span },
      { key: second.value, span: second.span },
      help,
    ),
  );
}

function helpFor(key: string, isGate: boolean): string {
  const kinds = ["call", "steps", "handler"].filter((kind) => keysOfJob[kind]?.includes(key));
  if (kinds.includes("handler")) {
    return "it belongs to a handler";
  }
  if (isGate) {
    return kinds.includes("steps")
      ? "a gate reads no pages"
      : "write it under confirm, or in a step";
  }
  return kinds.includes("steps")
    ? "a handler does this itself, in TypeScript"
    : "write it in the step";
}
