import { Collector } from "../diagnostics/collector.js";
import { type Binding, type Scope, scopeOf } from "../expression/scope.js";
import type { Type } from "../expression/type.js";
import type { SourceText } from "../source/source-text.js";
import type {
  InputEntry,
  MemberTemplate,
  StepEntry,
  Template,
  ToolEntry,
} from "../tool-map/tool-map.js";
import type { BindContext } from "./context.js";
import { placeInsideValue, unknownBorrowed, unusedInput } from "./input-problems.js";
import { type BoundInput, bindInput, statesType } from "./inputs.js";
import type { UsedOperation } from "./operation-table.js";
import { bodySchemaOf, findPlace, type Place } from "./places.js";
import { kindOf } from "./schema-kind.js";
import { objectType, typeOfSchema, withAbsence } from "./schema-type.js";
import type { BoundValue } from "./values.js";
import { findVariant } from "./variants.js";

/** A value of `with`, and the place that it fills; objects are taken apart into the places of their members. */
export interface PlacedTemplate {
  readonly place: Place;
  /** Or a value that needs no binding any more. */
  readonly template: Template | BoundValue;
}

/** A step with its operation and the places of its `with`. */
export interface PlacedStep {
  readonly entry: StepEntry;
  readonly used: UsedOperation;
  readonly placed: readonly PlacedTemplate[];
  /** What the members of `with` hold for which the operation has no place: reported once, there. */
  readonly misplaced: readonly Template[];
}

/** Finds the place of every value in a step's `with`. */
export function placeStep(
  entry: StepEntry,
  operation: UsedOperation,
  collector: Collector,
): PlacedStep {
  const used = calledAs(entry, operation, collector);
  const misplaced: Template[] = [];
  const placeMember = (place: Place | null, template: Template): readonly PlacedTemplate[] => {
    if (place !== null) {
      return takeApart(place, template);
    }
    misplaced.push(template);
    return [];
  };
  const takeApart = (place: Place, template: Template): readonly PlacedTemplate[] => {
    const isKnownObject = place.schemas.length > 0 && kindOf(place.schemas) === "object";
    if (template.kind !== "object" || !isKnownObject || template.members.length === 0) {
      return [{ place, template }];
    }
    return template.members.flatMap((member) =>
      placeMember(memberPlace(used, place, member, collector), member.value),
    );
  };
  const placed = entry.with.flatMap(({ name, value }) =>
    placeMember(findPlace(used, { text: name.value, span: name.span }, collector), value),
  );
  return { entry, used, placed, misplaced };
}

/** The operation as the step calls it: with the variant of its body that the step says. */
function calledAs({ variant }: StepEntry, used: UsedOperation, collector: Collector) {
  const found =
    variant === null
      ? null
      : findVariant(used.operation.head.key, variant, bodySchemaOf(used), collector);
  return found === null ? used : used.withVariant(found);
}

function memberPlace(
  used: UsedOperation,
  place: Place,
  { name }: MemberTemplate,
  collector: Collector,
): Place | null {
  const word = /^[^".\s[\]]+$/.test(name.value) ? name.value : `"${name.value}"`;
  return findPlace(used, { text: `${place.name}.${word}`, span: name.span }, collector);
}

/** The places that an input fills as a whole value, in the order in which the map names them. */
export interface InputPlaces {
  readonly direct: ReadonlyMap<string, Place>;
  /** None for an input whose place was looked for in vain, and reported. */
  readonly all: ReadonlyMap<string, readonly Place[]>;
  /** Whether an input of a single call has no place in it. */
  readonly hasMisplaced: boolean;
}

/** Finds where each input goes: by `to` or by its own name for a single call, by `with` for steps. */
export function placesOfInputs(
  tool: ToolEntry,
  steps: readonly PlacedStep[],
  context: BindContext,
): InputPlaces {
  const direct = new Map<string, Place>();
  const all = new Map<string, Place[]>();
  const add = (name: string, place: Place) => all.set(name, [...(all.get(name) ?? []), place]);
  for (const { placed } of steps) {
    for (const { place, template } of placed) {
      const name =
        "kind" in template && template.kind === "text" ? wholeInput(template.source) : null;
      if (name !== null) {
        add(name, place);
      }
    }
  }
  const [single] = steps;
  for (const entry of tool.inputs) {
    const name = entry.name.value;
    const place =
      tool.job.kind === "call" && single !== undefined && !all.has(name)
        ? directPlace(entry, single.used, context.collector)
        : null;
    if (place !== null) {
      direct.set(name, place);
      add(name, place);
    }
    const isMisplaced = steps.some((step) => misplaces(step, name));
    const isForExpressions = !all.has(name) && entry.to === null && isKnownWithoutPlace(entry);
    if (isForExpressions && !isMisplaced && !isHandler(tool) && !isMentioned(entry, tool)) {
      context.collector.add(unusedInput(entry.name));
    }
    const isLookedFor = entry.like !== null || entry.to !== null || tool.job.kind === "call";
    if (!all.has(name) && (isLookedFor || isMisplaced)) {
      all.set(name, []);
    }
    if (entry.to !== null && tool.job.kind !== "call") {
      context.collector.add(placeInsideValue(entry.to.span));
    }
    const borrowed = borrowedPlace(entry, context);
    if (borrowed !== null) {
      all.set(name, [borrowed]);
    }
  }
  const hasMisplaced = tool.inputs.some(
    (entry) =>
      all.get(entry.name.value)?.length === 0 && (entry.to !== null || !isKnownWithoutPlace(entry)),
  );
  return { direct, all, hasMisplaced };
}

/** What a handler does with its inputs is its own matter. */
function isHandler({ job }: ToolEntry): boolean {
  return job.kind === "handler" || job.kind === "gate-handler";
}

/** Whether an expression of the tool names the input; a look at its text is enough for a warning. */
function isMentioned({ name }: InputEntry, { span }: ToolEntry): boolean {
  const text = span.file.text.slice(span.start, span.end);
  return (
    text.includes(`input.${name.value}`) || new RegExp(`input\\[["']${name.value}["']`).test(text)
  );
}

function misplaces({ misplaced }: PlacedStep, input: string): boolean {
  return misplaced.some(
    (template) => template.kind === "text" && wholeInput(template.source) === input,
  );
}

/** The name of the input that a text consists of, or null. */
function wholeInput(source: SourceText): string | null {
  return /^\$\{\s*input\.([A-Za-z_][A-Za-z0-9_]*)\s*\}$/.exec(source.text)?.[1] ?? null;
}

/** An input that states its own type may be for expressions alone; any other has to be the call's. */
function directPlace(entry: InputEntry, used: UsedOperation, collector: Collector): Place | null {
  if (entry.to !== null) {
    return findPlace(used, { text: entry.to.text, span: entry.to.span }, collector);
  }
  const name = { text: entry.name.value, span: entry.name.span };
  return findPlace(used, name, isKnownWithoutPlace(entry) ? new Collector() : collector);
}

function isKnownWithoutPlace(entry: InputEntry): boolean {
  return entry.like !== null || statesType(entry);
}

/** `like: operation.parameter`: the schema alone is borrowed, not whether it is required. */
function borrowedPlace({ like }: InputEntry, context: BindContext): Place | null {
  if (like === null) {
    return null;
  }
  const dot = like.value.indexOf(".");
  const operation = like.value.slice(0, dot);
  const used = dot > 0 ? context.operations.look({ value: operation, span: like.span }) : null;
  if (used === null) {
    if (dot <= 0) {
      context.collector.add(unknownBorrowed(like));
    }
    return null;
  }
  const name = { text: like.value.slice(dot + 1), span: like.span };
  const place = findPlace(used, name, context.collector);
  return place === null ? null : { ...place, required: false };
}

/** Binds all inputs of a tool, the given extra ones last. */
export function bindInputs(
  entries: readonly InputEntry[],
  places: ReadonlyMap<string, readonly Place[]>,
  { api, collector }: BindContext,
): readonly BoundInput[] {
  return entries.map((entry) =>
    bindInput(entry, places.get(entry.name.value) ?? null, api, collector),
  );
}

/** The scope that every part of a tool sees: `input`. */
export function toolScope(inputs: readonly BoundInput[]): Scope {
  const fields = new Map(
    inputs.map(({ entry, input }) => {
      const type = typeOfSchema(input.schema, `input ${input.name}`);
      const isGiven = input.required || input.default !== undefined;
      return [
        input.name,
        { type: isGiven ? type : withAbsence(type, "undefined"), declaredAt: entry.name.span },
      ] as const;
    }),
  );
  return scopeOf(new Map([["input", named("input", objectType("input", fields))]]));
}

/** The scope of `with`: what stands under `upstream.with` may go to the API, and nowhere else. */
export function requestScope(outer: Scope, { map }: BindContext): Scope {
  const type: Type = { core: { kind: "string", values: null }, absence: "never" };
  const fields = map.upstream.with.map(
    ({ name }) => [name.value, { type, declaredAt: name.span }] as const,
  );
  const upstream = named("upstream", objectType("upstream", new Map(fields)));
  return scopeOf(new Map([["upstream", upstream]]), outer);
}

function named(name: string, core: Type["core"]): Binding {
  return { type: { core, absence: "never" }, expression: { kind: "name", name }, answer: false };
}
