import { errorRules } from "./error-rules.js";
import { inputs } from "./input.js";
import { jobFields, jobOf } from "./job.js";
import { checkToolName, rootNames } from "./names.js";
import { nameTaken } from "./problems.js";
import {
  type Context,
  mapping,
  mappingNode,
  mappingTo,
  optional,
  type Reader,
  refine,
  required,
  withDefault,
} from "./reading.js";
import { boolean, prose, refuse } from "./scalars.js";
import { lets, requires } from "./step.js";
import { outputTemplate } from "./template.js";
import type { ToolEntry } from "./tool-map.js";
import { limit } from "./units.js";
import type { Node } from "./yaml/tree.js";

const annotations = mapping({
  readOnly: optional(boolean),
  destructive: optional(boolean),
  idempotent: optional(boolean),
  openWorld: optional(boolean),
});
const noAnnotations = { readOnly: null, destructive: null, idempotent: null, openWorld: null };

const fields = {
  title: optional(prose),
  description: required(prose, "description: what the tool does, for the model that chooses it"),
  input: withDefault(inputs, []),
  ...jobFields,
  let: withDefault(lets, []),
  require: withDefault(requires, []),
  output: optional(outputTemplate),
  errors: withDefault(errorRules("tool"), []),
  limit: optional(limit),
  unconfirmed: optional(prose),
  annotations: withDefault(annotations, noAnnotations),
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
    const isNamed = checkToolName(key, isGate(value), inner);
    const read = tool(value, { ...inner, names: namesIn(value) });
    if (isNamed && read !== undefined && checkDistinct(read, inner)) {
      found.push({ name: key, ...read });
    }
  }
  return mapping === undefined || found.length < mapping.entries.length ? undefined : found;
}

function isGate(node: Node): boolean {
  return node.kind === "mapping" && node.entries.some(({ key }) => key.value === "confirm");
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
    ("steps" in tool.job ? tool.job.steps : []).map(({ name }) => [name.value, name.span]),
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
