import { isLargeInteger } from "../../limit/limit.js";
import type { JsonValue } from "../../model/json.js";
import type { JsonType, Schema, SchemaOrBoolean } from "../../model/schema.js";
import { keysOf } from "../node.js";
import { cutOff } from "../problems.js";
import { type Merged, mergeParts, nearestAnnotations } from "./merge.js";
import type { SchemaView } from "./view.js";

/** A schema that recurs and is larger than this is written once, under `$defs`. */
const largestRepeated = 40;

/** Nesting beyond this goes on under `$defs`, so that no reader runs out of stack, nor TypeScript out of depth. */
const deepestInline = 12;

/** Levels of what a schema holds, by the shortest way there: TypeScript compares types no deeper. */
const farthest = 32;

/** The whole schema. What contains itself stands under `$defs`; so does what is large and recurs. */
export function completeSchema(root: SchemaView): Schema {
  const far = farFrom(root);
  const names = namesOf(root, far);
  const write: Write = (view) => {
    if (far.has(view)) {
      return true;
    }
    const name = names.get(view);
    return name === undefined ? inline(view, write) : { $ref: `#/$defs/${name}` };
  };
  // What stands at the top is written there too, so that its type can be seen.
  const outermost: Write = (view) => inline(view, write, outermost);
  const schema = objectOf(outermost(root));
  if (names.size === 0) {
    return schema;
  }
  const definitions = [...names].map(([view, name]) => [name, objectOf(inline(view, write))]);
  return { ...schema, $defs: Object.fromEntries(definitions) };
}

function objectOf(schema: SchemaOrBoolean): Schema {
  return typeof schema === "boolean" ? (schema ? {} : { not: {} }) : schema;
}

type Write = (view: SchemaView) => SchemaOrBoolean;

function inline(view: SchemaView, write: Write, writeWrapped: Write = write): SchemaOrBoolean {
  const { conjunction, wrapped } = view;
  if (conjunction.never) {
    return conjunction.orNull ? nullSchema : false;
  }
  if (wrapped !== null) {
    const addsNull = conjunction.orNull && !wrapped.conjunction.orNull;
    return inlineWrapper(view, writeWrapped(wrapped), addsNull);
  }
  if (conjunction.members.length === 0) {
    return true;
  }
  const schema = written(mergedOf(view), write);
  return conjunction.orNull ? withNull(schema) : schema;
}

/** A description of a schema's own, or null, added to a schema that is written elsewhere or here. */
function inlineWrapper(
  view: SchemaView,
  inner: SchemaOrBoolean,
  addsNull: boolean,
): SchemaOrBoolean {
  const words = nearestAnnotations(view.conjunction.nearest);
  if (typeof inner === "boolean") {
    return Object.keys(words).length === 0 || !inner ? inner : words;
  }
  if (inner.$ref === undefined) {
    const schema = { ...inner, ...words };
    return addsNull ? withNull(schema) : schema;
  }
  const elsewhere = new Set(view.wrapped?.parts.map((part) => part.node.value));
  const own = nearestAnnotations(
    view.conjunction.nearest.filter((part) => !elsewhere.has(part.node.value)),
  );
  return addsNull ? { ...own, anyOf: [inner, nullSchema] } : { ...own, ...inner };
}

const nullSchema: Schema = { type: ["null"] };

/** The schema, or null. */
function withNull(schema: Schema): Schema {
  const {
    title,
    description,
    default: value,
    examples,
    deprecated,
    readOnly,
    writeOnly,
    ...rest
  } = schema;
  const asserts = ["allOf", "anyOf", "oneOf", "not", "if", "$ref"].filter((keyword) =>
    Object.hasOwn(rest, keyword),
  );
  if (asserts.length === 0) {
    const { type, const: constant, ...others } = rest;
    const values = constant === undefined ? others.enum : [constant];
    return {
      ...wordsOf(schema),
      ...(type === undefined ? {} : { type: withNullType(type) }),
      ...others,
      ...(values === undefined || values.includes(null) ? {} : { enum: [...values, null] }),
    };
  }
  if (rest.anyOf !== undefined && Object.keys(rest).length === 1) {
    return { ...wordsOf(schema), anyOf: [...rest.anyOf, nullSchema] };
  }
  return { ...wordsOf(schema), anyOf: [rest, nullSchema] };
}

function wordsOf(schema: Schema): Schema {
  const words = [
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
  ] as const;
  return Object.fromEntries(
    words.flatMap((word) => (Object.hasOwn(schema, word) ? [[word, schema[word]]] : [])),
  );
}

function withNullType(type: readonly JsonType[]): readonly JsonType[] {
  return type.includes("null") ? type : [...type, "null"];
}

const mergedViews = new WeakMap<SchemaView, Merged>();

function mergedOf(view: SchemaView): Merged {
  let merged = mergedViews.get(view);
  if (merged === undefined) {
    merged = mergeParts(view);
    mergedViews.set(view, merged);
  }
  return merged;
}

function written(merged: Merged, write: Write): Schema {
  if (merged.types?.length === 0 || merged.enum?.length === 0) {
    return { ...merged.annotations, not: {} };
  }
  const { annotations, types, bounds, enum: values } = withLargeIntegers(merged);
  const [constant] = values ?? [];
  const isConst = merged.isConst && values?.length === 1 && constant !== undefined;
  // `fromEntries` makes a property of `__proto__`, where an assignment would not.
  const record = (views: ReadonlyMap<string, SchemaView>) =>
    Object.fromEntries([...views].map(([name, view]) => [name, write(view)]));
  const choices = Object.fromEntries(
    merged.choices.map(({ kind, schemas, orNull }) => [
      kind,
      [...schemas.map(write), ...(orNull ? [nullSchema] : [])],
    ]),
  );
  return {
    ...annotations,
    ...(types === null ? {} : { type: types }),
    ...(isConst ? { const: constant } : values === null ? {} : { enum: values }),
    ...bounds,
    ...(merged.prefixItems.length === 0 ? {} : { prefixItems: merged.prefixItems.map(write) }),
    ...(merged.properties.size === 0 ? {} : { properties: record(merged.properties) }),
    ...(merged.required.length === 0 ? {} : { required: merged.required }),
    ...(merged.patternProperties.size === 0
      ? {}
      : { patternProperties: record(merged.patternProperties) }),
    ...(merged.dependentRequired.size === 0
      ? {}
      : { dependentRequired: Object.fromEntries(merged.dependentRequired) }),
    ...(merged.dependentSchemas.size === 0
      ? {}
      : { dependentSchemas: record(merged.dependentSchemas) }),
    ...record(merged.single),
    ...choices,
    ...(merged.beside.length === 0
      ? {}
      : {
          allOf: merged.beside.map((other) =>
            "nodes" in other ? write(other) : written(other, write),
          ),
        }),
  };
}

const limits = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const;

/** What is said of integers past 2^53 where such may come: as decimal text, of 64 bits, of two types. */
function withLargeIntegers(
  merged: Merged,
): Pick<Merged, "annotations" | "types" | "bounds" | "enum"> {
  const { annotations, types, bounds } = merged;
  const isInteger = types?.includes("integer") === true;
  const values = isInteger ? (merged.enum?.map(asText) ?? null) : merged.enum;
  const hasText = values?.some(isLargeInteger) === true;
  const isNumeric = isInteger || types?.includes("number") === true;
  const isLarge = isInteger && limits.some((limit) => typeof bounds[limit] === "string");
  return {
    annotations:
      annotations.default === undefined
        ? annotations
        : { ...annotations, default: defaultOf(annotations.default, types ?? []) },
    types:
      types !== null && isNumeric && hasText && !types.includes("string")
        ? [...types, "string"]
        : types,
    bounds: isLarge ? { format: "int64", ...bounds } : bounds,
    enum: values,
  };
}

/** A default is shown and not sent: that of any number may be rounded as every other number is. */
function defaultOf(value: JsonValue, types: readonly JsonType[]): JsonValue {
  if (types.includes("integer")) {
    return asText(value);
  }
  const isNumber = types.includes("number") && !types.includes("string");
  return isNumber && isLargeInteger(value) ? Number(value) : value;
}

/** An integer past 2^53 is checked as text, even one that a double happens to hold. */
function asText(value: JsonValue): JsonValue {
  return typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? String(BigInt(value))
    : value;
}

/** The views that stand in a view's own schema object, in the order in which they are written. */
function childrenOf(view: SchemaView): readonly SchemaView[] {
  if (view.conjunction.never) {
    return [];
  }
  return view.wrapped === null ? childrenOfMerged(mergedOf(view)) : [view.wrapped];
}

function childrenOfMerged(merged: Merged): readonly SchemaView[] {
  return [
    ...merged.prefixItems,
    ...merged.properties.values(),
    ...merged.patternProperties.values(),
    ...merged.dependentSchemas.values(),
    ...merged.single.values(),
    ...merged.choices.flatMap((choice) => choice.schemas),
    ...merged.beside.flatMap((other) => ("nodes" in other ? [other] : childrenOfMerged(other))),
  ];
}

interface Visit {
  readonly view: SchemaView;
  readonly children: readonly SchemaView[];
  next: number;
}

/** The first views, however they are reached, that are too many levels below the root. Each is reported. */
function farFrom(root: SchemaView): ReadonlySet<SchemaView> {
  const seen = new Set([root]);
  let level: readonly SchemaView[] = [root];
  for (let depth = 0; depth < farthest && level.length > 0; depth++) {
    const next = level.flatMap(childrenOf).filter((view) => !seen.has(view) && seen.add(view));
    level = next;
  }
  for (const { pointer, schemas } of level) {
    schemas.context.report(pointer, () => cutOff(pointer, farthest));
  }
  return new Set(level);
}

/** The views that go under `$defs`, with their names there. */
function namesOf(root: SchemaView, far: ReadonlySet<SchemaView>): ReadonlyMap<SchemaView, string> {
  const apart = new Set<SchemaView>();
  const open = new Set<SchemaView>();
  const uses = new Map<SchemaView, number>();
  const sizes = new Map<SchemaView, { readonly size: number; readonly height: number }>();
  const order: SchemaView[] = [];
  const stack: Visit[] = [];
  const enter = (view: SchemaView) => {
    uses.set(view, (uses.get(view) ?? 0) + 1);
    if (open.has(view)) {
      apart.add(view);
    } else if (!sizes.has(view)) {
      open.add(view);
      order.push(view);
      const children = childrenOf(view).filter((child) => !far.has(child));
      stack.push({ view, children, next: 0 });
    }
  };
  enter(root);
  for (let visit = stack.at(-1); visit !== undefined; visit = stack.at(-1)) {
    const child = visit.children[visit.next++];
    if (child !== undefined) {
      enter(child);
      continue;
    }
    stack.pop();
    open.delete(visit.view);
    const inlined = visit.children.flatMap((other) =>
      apart.has(other) ? [] : (sizes.get(other) ?? []),
    );
    const size = visit.children.length + inlined.reduce((sum, other) => sum + other.size, 1);
    const height = inlined.reduce((most, other) => Math.max(most, other.height), 0) + 1;
    sizes.set(visit.view, { size, height });
    if (height >= deepestInline) {
      apart.add(visit.view);
    }
  }
  for (const view of order) {
    if ((uses.get(view) ?? 0) > 1 && (sizes.get(view)?.size ?? 0) > largestRepeated) {
      apart.add(view);
    }
  }
  return named(order.filter((view) => apart.has(view)));
}

function named(views: readonly SchemaView[]): ReadonlyMap<SchemaView, string> {
  const taken = new Set<string>();
  const names = new Map<SchemaView, string>();
  for (const view of views) {
    const wanted = wantedName(view);
    let name = wanted;
    for (let count = 2; taken.has(name); count++) {
      name = `${wanted}${count}`;
    }
    taken.add(name);
    names.set(view, name);
  }
  return names;
}

/** Letters, digits and a few signs, so that the name needs no escape in a `$ref`. */
function wantedName(view: SchemaView): string {
  const name = view.name ?? propertyName(keysOf(view.pointer.path)) ?? "";
  const safe = name.replace(/[^A-Za-z0-9_.-]+/g, "_").slice(0, 60);
  return /^[A-Za-z]/.test(safe) ? safe : `schema${safe.replace(/^_+/, "_")}`;
}

/** The innermost property that a path leads through. */
function propertyName(keys: readonly string[]): string | null {
  const at = keys.findLastIndex((_, index) => keys[index - 1] === "properties");
  return keys[at] ?? null;
}
