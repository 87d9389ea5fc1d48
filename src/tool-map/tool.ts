import type { Spanned } from "../source/source-file.js";
import { errorRules } from "./error-rules.js";
import { inputs } from "./input.js";
import { checkToolName, rootNames } from "./names.js";
import { conflictingKeys, missingKey, nameTaken } from "./problems.js";
import {
  type Context,
  list,
  mapping,
  mappingNode,
  mappingTo,
  optional,
  type Reader,
  refine,
  required,
  unsupported,
  type Values,
  withDefault,
  within,
} from "./reading.js";
import { boolean, matching, oneOf, prose, refuse, text } from "./scalars.js";
import { jsonSchema } from "./schema-keywords.js";
import { callFields, lets, pageWalk, requires, responseName, steps } from "./step.js";
import { outputTemplate } from "./template.js";
import type { ToolEntry } from "./tool-map.js";
import { limit } from "./units.js";
import type { Entry, MappingNode, Node } from "./yaml/tree.js";

const handlerFile = matching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "the name of a handler", [
  "write the file's name below src/handlers in kebab-case, without folder and extension",
]);

const annotations = mapping({
  readOnly: optional(boolean),
  destructive: optional(boolean),
  idempotent: optional(boolean),
  openWorld: optional(boolean),
});
const noAnnotations = { readOnly: null, destructive: null, idempotent: null, openWorld: null };

/** `none`, or `{ max: 5 }`: the server walks up to so many pages. */
const pages: Reader<Spanned<"none"> | Spanned<number>> = (node, context) =>
  node.kind === "mapping" ? pageWalk(node, context) : oneOf("none")(node, context);

const fields = {
  title: optional(prose),
  description: required(prose, "description: what the tool does, for the model that chooses it"),
  input: withDefault(inputs, []),
  call: optional(text),
  ...callFields,
  steps: optional(steps),
  let: withDefault(lets, []),
  require: withDefault(requires, []),
  handler: optional(handlerFile),
  calls: withDefault(list(text), []),
  outputSchema: optional(jsonSchema),
  output: optional(outputTemplate),
  errors: withDefault(errorRules("tool"), []),
  limit: optional(limit),
  pages: optional(pages),
  unconfirmed: optional(prose),
  annotations: withDefault(annotations, noAnnotations),
  confirm: unsupported('"confirm"'),
};

/** One tool, whatever its job. */
const tool: Reader<Omit<ToolEntry, "name">> = mappingTo(fields, (values, node, context) => {
  const job = jobOf(values, node, context);
  if (job === undefined) {
    return undefined;
  }
  const { title, description, input, output, errors, limit, pages, unconfirmed } = values;
  return {
    span: node.span,
    title,
    description,
    inputs: input,
    job,
    lets: values.let,
    requires: values.require,
    output,
    errors,
    limit,
    pages: pages?.value === "none" ? pages : null,
    unconfirmed,
    annotations: values.annotations,
  };
});

const jobExample = "call: listInvoices, or else steps or a handler";

/** Keys that belong to one kind of job. */
const keysOfJob: Readonly<Record<string, readonly string[]>> = {
  call: ["with", "returns", "variant", "each", "follow", "let", "require", "output", "pages"],
  steps: ["let", "require", "output", "pages"],
  handler: ["calls", "outputSchema"],
};
const ownKeys = new Set(Object.values(keysOfJob).flat());

function jobOf(
  values: Values<typeof fields>,
  node: MappingNode,
  context: Context,
): ToolEntry["job"] | undefined {
  const [kind, ...others] = node.entries.filter(({ key }) => Object.hasOwn(keysOfJob, key.value));
  if (kind === undefined) {
    context.collector.add(missingKey("call", context.where, context.place, jobExample));
    return undefined;
  }
  const allowed = keysOfJob[kind.key.value] ?? [];
  const strays = node.entries.filter(
    ({ key }) => ownKeys.has(key.value) && !allowed.includes(key.value),
  );
  for (const other of others) {
    refuseBeside(kind, other, "a tool has one call, or steps, or a handler", context);
  }
  for (const stray of others.length > 0 ? [] : strays) {
    refuseBeside(kind, stray, helpFor(stray.key.value), context);
  }
  if (others.length > 0 || strays.length > 0) {
    return undefined;
  }
  return jobFrom(values, node, context);
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
  }: Values<typeof fields>,
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
  if (steps === null || steps.length === 0) {
    const entry = entryNamed(node, "steps");
    const inner = entry && within(context, entry.key);
    return entry && inner && refuse(entry.value, inner, "a mapping of steps");
  }
  return { kind: "steps", steps };
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

function helpFor(key: string): string {
  const kinds = Object.keys(keysOfJob).filter((kind) => keysOfJob[kind]?.includes(key));
  if (kinds.includes("call") && kinds.includes("steps")) {
    return "a handler does this itself, in TypeScript";
  }
  return kinds.includes("call") ? "write it in the step" : "it belongs to a handler";
}

/** All tools of the map, in its order. */
export const tools: Reader<readonly ToolEntry[]> = refine(readTools, (found, context, node) => {
  if (found.length > 0) {
    return found;
  }
  return refuse(node, context, "a mapping of tools");
});

function readTools(node: Node, context: Context): readonly ToolEntry[] | undefined {
  const mapping = mappingNode(node, context);
  const found: ToolEntry[] = [];
  for (const { key, value } of mapping?.entries ?? []) {
    const inner = { ...context, where: `tools.${key.value}`, place: key.span };
    const isNamed = checkToolName(key, inner);
    const read = tool(value, { ...inner, names: namesIn(value) });
    if (isNamed && read !== undefined && checkDistinct(read, inner)) {
      found.push({ name: key, ...read });
    }
  }
  return mapping === undefined || found.length < mapping.entries.length ? undefined : found;
}

/** What the expressions of a tool may name: what every one may, its steps and its `let`s. */
function namesIn(node: Node): ReadonlySet<string> {
  const parts = node.kind === "mapping" ? node.entries : [];
  const own = parts
    .filter(({ key }) => key.value === "steps" || key.value === "let")
    .flatMap(({ value }) => (value.kind === "mapping" ? value.entries : []));
  return new Set([...rootNames, ...own.map(({ key }) => key.value)]);
}

/** A step and a `let` of one name would hide each other. */
function checkDistinct(tool: Omit<ToolEntry, "name">, { collector }: Context): boolean {
  const stepsByName = new Map(
    (tool.job.kind === "steps" ? tool.job.steps : []).map(({ name }) => [name.value, name.span]),
  );
  let isDistinct = true;
  for (const { name } of tool.lets) {
    const first = stepsByName.get(name.value);
    if (first !== undefined) {
      collector.add(nameTaken("a step", name.value, name.span, first));
      isDistinct = false;
    }
  }
  return isDistinct;
}
