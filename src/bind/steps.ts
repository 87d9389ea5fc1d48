import { isDeepStrictEqual } from "node:util";
import type { Scope } from "../expression/scope.js";
import type { ErrorRule, ExpectedFailure, Statement } from "../model/tool.js";
import type { Member } from "../model/value.js";
import type { StepEntry, Template, ToolEntry } from "../tool-map/tool-map.js";
import { failBeforeWrite } from "./before-write.js";
import type { BoundJob } from "./bound-job.js";
import { answerType } from "./calls.js";
import { checkEffects, checkNames } from "./check-tool.js";
import type { BindContext } from "./context.js";
import { defaultOutput } from "./default-output.js";
import { bindErrorRules, expectedFailure, failuresOf, heldToOutput } from "./error-rules.js";
import { Expressions } from "./expressions.js";
import type { BoundInput } from "./inputs.js";
import { cursorEntry, cursorField, cursorInput, largestPage } from "./model-cursor.js";
import { type CertainCall, withNeeds } from "./needed-inputs.js";
import { bindInOrder, placeSteps } from "./ordered.js";
import {
  generated,
  isOwnCursor,
  nextCursor,
  type Paging,
  pagingOf,
  pagingParameter,
} from "./paging.js";
import { namesInOutput, partsOf } from "./parts.js";
import { cutPage, outputNotObject } from "./problems.js";
import { StatementBinder } from "./statements.js";
import {
  bindInputs,
  type InputPlaces,
  type PlacedStep,
  type PlacedTemplate,
  placesOfInputs,
  toolScope,
} from "./tool-inputs.js";
import { type BoundValue, Values } from "./values.js";

/** Binds a tool that is one call, or several. */
export function bindSteps(
  entry: ToolEntry,
  job: Extract<ToolEntry["job"], { kind: "call" | "steps" }>,
  context: BindContext,
): BoundJob | null {
  const steps = placeSteps(job.kind === "call" ? [job.step] : job.steps, context);
  const last = steps?.at(-1);
  if (steps === null || last === undefined) {
    return null;
  }
  checkEffects(entry, steps, context);
  checkNames(entry, steps, context);
  const { collector, map } = context;
  const expressions = new Expressions(context.functions, collector);
  const values = new Values(expressions, collector, map.upstream.contract === "warn");
  const parts = partsOf(entry, steps, namesInOutput(entry, last), context.api);
  for (const source of parts.sources) {
    expressions.addSource(source);
  }
  const [firstSource] = parts.sources;
  const paging =
    job.kind === "call" && isPagedByModel(entry, job.step) && firstSource !== undefined
      ? pagingOf(last.used, map.upstream.pagination, answerType(last, firstSource), expressions)
      : null;
  const places = placesOfInputs(entry, steps, context);
  const inputs = inputsOf(entry, places, paging, context);
  const outer = toolScope(inputs);

  const inputPlaces = new Set([...places.all.values()].flatMap(([first]) => first ?? []));
  const binder = new StatementBinder(context, values, outer, inputPlaces);
  const direct = directTemplates(entry, places, paging);
  bindInOrder(parts, binder, { direct, isPaged: paging !== null, places }, collector);
  const before = collector.errorCount;
  const output = bindOutput(entry, last, binder.scope, paging, values);
  if (output === null) {
    return null;
  }
  const result = collector.errorCount > before ? null : output.schema;
  checkPageSize(output, inputs, paging, last, context);
  const statements = binder.statements(result);
  const rules = bindErrorRules(entry.errors, {
    level: "tool",
    operations: steps.map((step) => step.used),
    scope: outer,
    values,
    problem: context.problem,
    standIns: null,
  });
  const errors = heldToOutput(rules, entry.errors, result, collector);
  const write = last.used.effect === "read" ? null : last.entry.name.value;
  const arranged = failBeforeWrite(statements, output.value, write, namesIn(entry, steps));
  return {
    inputs: withNeeds(inputs, certainCalls(steps, statements)).map(({ input }) => input),
    operations: steps.map((step) => step.used),
    outputSchema: output.schema,
    errors,
    failures: failuresIn(statements, errors),
    body: { kind: "steps", ...arranged },
    halves: null,
  };
}

/** The names that stand in a tool's scope. */
export function namesIn(entry: ToolEntry, steps: readonly PlacedStep[]): ReadonlySet<string> {
  return new Set([
    ...entry.inputs.map((input) => input.name.value),
    ...entry.lets.map((each) => each.name.value),
    ...steps.map((step) => step.entry.name.value),
  ]);
}

function isPagedByModel(tool: ToolEntry, { pages, each }: StepEntry): boolean {
  return tool.pages === null && pages === null && each === null;
}

function inputsOf(
  entry: ToolEntry,
  places: InputPlaces,
  paging: Paging | null,
  context: BindContext,
): readonly BoundInput[] {
  const own = bindInputs(entry.inputs, places.all, context);
  if (paging === null || hasCursor(entry)) {
    return own;
  }
  const cursor = cursorEntry(paging, entry.name.span);
  const place = { ...paging.place, required: false };
  const where = new Map(isOwnCursor(paging) ? [[cursorInput, [place]]] : []);
  return [...own, ...bindInputs([cursor], where, context)];
}

function hasCursor(entry: ToolEntry): boolean {
  return entry.inputs.some((input) => input.name.value === cursorInput);
}

/** The values that a single call gets without a `with`: its inputs, each where it belongs. */
function directTemplates(
  entry: ToolEntry,
  places: InputPlaces,
  paging: Paging | null,
): readonly PlacedTemplate[] {
  const fromInputs = entry.inputs.flatMap(({ name }): PlacedTemplate[] => {
    const place = places.direct.get(name.value);
    const source = generated(`\${input[${JSON.stringify(name.value)}]}`, name.span);
    return place === undefined ? [] : [{ place, template: { kind: "text", source } }];
  });
  if (paging === null || (hasCursor(entry) && places.direct.has(cursorInput))) {
    return fromInputs;
  }
  const { span } = entry.name;
  const source = generated(`\${input.${cursorInput}}`, span);
  const template: PlacedTemplate["template"] = pagingParameter(paging, cursorField, span) ?? {
    kind: "text",
    source,
  };
  return [...fromInputs, { place: paging.place, template }];
}

/** The result: what the map says, and for a paged call how to go on. */
function bindOutput(
  entry: ToolEntry,
  last: PlacedStep,
  scope: Scope,
  paging: Paging | null,
  values: Values,
): BoundValue | null {
  const bound = values.bind(entry.output ?? defaultOutput(last, scope, values), scope, "result");
  if (bound !== null && bound.value.kind !== "object") {
    values.collector.add(outputNotObject(bound.span));
    return null;
  }
  return bound === null || paging === null ? bound : withPaging(bound, paging, scope, values);
}

/** Adds what tells the model how to go on, unless the map shows it by itself. */
function withPaging(output: BoundValue, paging: Paging, scope: Scope, values: Values): BoundValue {
  const { value, schema } = output;
  if (value.kind !== "object") {
    return output;
  }
  const shown = new Set(value.members.map((member) => member.name));
  const total: Template | null =
    paging.total === null
      ? null
      : { kind: "text", source: generated(`\${${paging.total.text}}`, paging.total.span) };
  const added = [
    { name: "total", template: total },
    { name: "next_cursor", template: nextCursor(paging, cursorField, scope, values, "result") },
  ].flatMap(({ name, template }) => {
    const bound =
      template === null || shown.has(name) ? null : values.bind(template, scope, "result");
    return bound === null || isShown(bound, value.members) ? [] : [{ name, bound }];
  });
  const members = added.map(({ name, bound }) => ({ name, value: bound.value }));
  const schemas = added.map(({ name, bound }) => [name, bound.schema] as const);
  return {
    ...output,
    value: { ...value, members: [...value.members, ...members] },
    schema: {
      ...schema,
      properties: { ...schema.properties, ...Object.fromEntries(schemas) },
      required: [...(schema.required ?? []), ...added.map(({ name }) => name)],
    },
  };
}

/** Whether the map's output has the same value under a name of its own. */
function isShown(bound: BoundValue, members: readonly Member[]): boolean {
  return members.some((member) => isDeepStrictEqual(member.value, bound.value));
}

/** A page that is cut would hide what the next page no longer shows. */
function checkPageSize(
  output: BoundValue,
  inputs: readonly BoundInput[],
  paging: Paging | null,
  last: PlacedStep,
  { collector }: BindContext,
): void {
  const exposed = inputs.map(({ input }) => input);
  const largest = paging === null ? null : largestPage(exposed, last.used);
  if (largest === null || output.value.kind !== "object") {
    return;
  }
  for (const { value } of output.value.members) {
    const most = value.kind === "projection" ? value.projection.maxItems : null;
    if (most !== null && most < largest) {
      collector.add(cutPage(output.span, most, largest));
    }
  }
}

function certainCalls(
  steps: readonly PlacedStep[],
  statements: readonly Statement[],
): readonly CertainCall[] {
  const made = statements.flatMap((statement) =>
    statement.kind === "together" ? statement.calls : statement.kind === "call" ? [statement] : [],
  );
  return steps.flatMap(({ entry, used }) =>
    made
      .filter(({ name, when, each }) => name === entry.name.value && when === null && each === null)
      .map(({ request }) => ({ used, request })),
  );
}

/** The structured errors that statements, and the tool's rules, may end with. */
export function failuresIn(
  statements: readonly Statement[],
  rules: readonly ErrorRule[],
): readonly ExpectedFailure[] {
  const inStatement = (statement: Statement): readonly ExpectedFailure[] => {
    switch (statement.kind) {
      case "call":
        return failuresOf(statement.errors);
      case "together":
        return statement.calls.flatMap(inStatement);
      case "require":
        return expectedFailure(statement.failure);
      case "let":
      case "part":
        return [];
      default:
        return statement satisfies never;
    }
  };
  return [...statements.flatMap(inStatement), ...failuresOf(rules)];
}
