import type { Collector } from "../diagnostics/collector.js";
import { nearest } from "../diagnostics/suggest.js";
import type { Span, Spanned } from "../source/source-file.js";
import { missingKey, notSupported, unknownKey, wrongKind } from "./problems.js";
import { describe, type MappingNode, type Node } from "./yaml/tree.js";

/** Reads a node of the map; undefined after it has reported what is wrong. */
export type Reader<T> = (node: Node, context: Context) => T | undefined;

export interface Context {
  readonly collector: Collector;
  /** The keys that lead to the node, for messages: `tools.search_invoices.output`. */
  readonly where: string;
  /** The key of the node, or the item. */
  readonly place: Span;
  /** What an expression may name; null where that depends on the API. */
  readonly names: ReadonlySet<string> | null;
}

export interface Field<T> {
  readonly read: Reader<T>;
  readonly absent:
    | { readonly kind: "required"; readonly example: string }
    | { readonly kind: "optional"; readonly value: T }
    /** Part of the format, but not of this version. */
    | { readonly kind: "unsupported"; readonly value: T };
}

/** `example` is shown where the key is missing. */
export function required<T>(read: Reader<T>, example: string): Field<T> {
  return { read, absent: { kind: "required", example } };
}

export function optional<T>(read: Reader<T>): Field<T | null> {
  return { read, absent: { kind: "optional", value: null } };
}

export function withDefault<T>(read: Reader<T>, value: T): Field<T> {
  return { read, absent: { kind: "optional", value } };
}

export function unsupported(what: string): Field<null> {
  return {
    read: (_, { collector, place }) => {
      collector.add(notSupported(what, place));
      return undefined;
    },
    absent: { kind: "unsupported", value: null },
  };
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type Values<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

/** A mapping with these keys and no others. */
export function mapping<F extends Fields>(fields: F): Reader<Values<F>> {
  return (node, context) => {
    const entries = mappingNode(node, context);
    return entries === undefined ? undefined : readFields(fields, entries, context);
  };
}

/** A mapping with these keys and no others, made into something else. */
export function mappingTo<F extends Fields, T>(
  fields: F,
  finish: (values: Values<F>, node: MappingNode, context: Context) => T | undefined,
): Reader<T> {
  return (node, context) => {
    const entries = mappingNode(node, context);
    const values = entries === undefined ? undefined : readFields(fields, entries, context);
    return entries === undefined || values === undefined
      ? undefined
      : finish(values, entries, context);
  };
}

function readFields<F extends Fields>(
  fields: F,
  node: MappingNode,
  context: Context,
): Values<F> | undefined {
  const given = new Map<string, unknown>();
  /** Keys that somebody has tried to write. */
  const meant = new Set<string | null>();
  let isSound = true;
  for (const { key, value } of node.entries) {
    const field = Object.hasOwn(fields, key.value) ? fields[key.value] : undefined;
    if (field === undefined) {
      meant.add(reportUnknown(fields, key, context));
      isSound = false;
    } else {
      const read = field.read(value, within(context, key));
      isSound &&= read !== undefined;
      given.set(key.value, read);
    }
  }
  const values: Record<string, unknown> = {};
  for (const [key, { absent }] of Object.entries(fields)) {
    if (!given.has(key) && absent.kind === "required") {
      if (!meant.has(key)) {
        context.collector.add(missingKey(key, context.where, context.place, absent.example));
      }
      isSound = false;
    } else {
      values[key] = given.has(key) || absent.kind === "required" ? given.get(key) : absent.value;
    }
  }
  return isSound ? (values as Values<F>) : undefined;
}

/** Returns the key that was meant, as far as one can tell. */
function reportUnknown(
  fields: Fields,
  key: Spanned<string>,
  { collector, where }: Context,
): string | null {
  const known = Object.keys(fields).filter((name) => fields[name]?.absent.kind !== "unsupported");
  const suggestion = nearest(key.value, known);
  collector.add(unknownKey(key.value, where, key.span, known, suggestion));
  return suggestion;
}

/** A mapping whose keys are names of the user's. In file order. */
export function entries<T>(
  read: (name: Spanned<string>, value: Node, context: Context) => T | undefined,
): Reader<readonly T[]> {
  return (node, context) => {
    const found = mappingNode(node, context);
    return found === undefined
      ? undefined
      : all(found.entries.map(({ key, value }) => read(key, value, within(context, key))));
  };
}

export function list<T>(read: Reader<T>): Reader<readonly T[]> {
  return (node, context) => {
    if (node.kind !== "list") {
      context.collector.add(wrongKind(context.where, "a list", describe(node), node.span));
      return undefined;
    }
    return all(
      node.items.map((item, index) =>
        read(item, { ...context, where: `${context.where}[${index}]`, place: item.span }),
      ),
    );
  };
}

/** What was read, changed or refused. */
export function refine<T, U>(
  read: Reader<T>,
  finish: (value: T, context: Context, node: Node) => U | undefined,
): Reader<U> {
  return (node, context) => {
    const value = read(node, context);
    return value === undefined ? undefined : finish(value, context, node);
  };
}

export function mappingNode(node: Node, context: Context): MappingNode | undefined {
  if (node.kind === "mapping") {
    return node;
  }
  context.collector.add(wrongKind(context.where, "a mapping", describe(node), node.span));
  return undefined;
}

/** The values, unless one of them could not be read. */
export function all<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const read = values.filter((value) => value !== undefined);
  return read.length === values.length ? read : undefined;
}

export function within(context: Context, key: Spanned<string>): Context {
  const where = context.where === "" ? key.value : `${context.where}.${key.value}`;
  return { ...context, where, place: key.span };
}
