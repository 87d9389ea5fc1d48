import type { JsonValue } from "../../model/json.js";
import type { JsonType } from "../../model/schema.js";
import { isObject, type Node } from "../node.js";
import { mergeBounds } from "./bounds.js";
import { withoutCircles } from "./circles.js";
import type { Annotations, Bounds, Choice, Part } from "./part.js";
import { commonTypes, commonValues, propertyNodes } from "./values.js";
import type { SchemaView } from "./view.js";

/** One schema object as it is to be written, with views where its children go. */
export interface Merged {
  readonly annotations: Annotations;
  readonly types: readonly JsonType[] | null;
  readonly enum: readonly JsonValue[] | null;
  readonly isConst: boolean;
  readonly bounds: Bounds;
  readonly required: readonly string[];
  readonly dependentRequired: ReadonlyMap<string, readonly string[]>;
  readonly properties: ReadonlyMap<string, SchemaView>;
  readonly patternProperties: ReadonlyMap<string, SchemaView>;
  readonly dependentSchemas: ReadonlyMap<string, SchemaView>;
  readonly prefixItems: readonly SchemaView[];
  /** The children of keywords that hold one schema. */
  readonly single: ReadonlyMap<SingleKeyword, SchemaView>;
  readonly choices: readonly MergedChoice[];
  /** What could not be merged into this object, and holds beside it. */
  readonly beside: readonly (Merged | SchemaView)[];
}

export interface MergedChoice {
  readonly kind: "anyOf" | "oneOf";
  readonly schemas: readonly SchemaView[];
  readonly orNull: boolean;
}

export type SingleKeyword =
  | "items"
  | "contains"
  | "unevaluatedItems"
  | "additionalProperties"
  | "unevaluatedProperties"
  | "propertyNames"
  | "not"
  | "if"
  | "then"
  | "else";

/**
 * Makes one object of the parts that must all hold. What two parts say of one thing in a way that no
 * single keyword can say (two patterns, two `not`) is left beside it, for an `allOf`.
 */
export function mergeParts(view: SchemaView): Merged {
  const { members, nearest } = view.conjunction;
  const parts = members
    .filter((member) => member.sealedIn === null)
    .map((member) => withoutCircles(member.part, view));
  const implied = parts.flatMap((part) => part.choices).find((choice) => choice.isImplied);
  if (implied !== undefined) {
    // Each kind repeats what its parent says.
    const choices = [
      { ...implied, schemas: implied.schemas.map((node) => view.schemas.view([node])) },
    ];
    return { ...silence, annotations: nearestAnnotations(nearest), choices };
  }
  const sealed = new Set(members.flatMap(({ sealedIn }) => (sealedIn === null ? [] : [sealedIn])));
  const merger = new Merger(view);
  for (const part of parts) {
    merger.add(part);
  }
  merger.addArrays(parts);
  merger.addObjects(parts);
  return {
    ...merger.finish(),
    annotations: nearestAnnotations(nearest),
    types: commonTypes(parts),
    enum: commonValues(parts),
    isConst: parts.some((part) => part.isConst),
    beside: [
      ...merger.leftovers(),
      ...[...sealed].map((node) => view.schemas.view([node])).filter((other) => other !== view),
    ],
  };
}

export function nearestAnnotations(parts: readonly Part[]): Annotations {
  let merged: Annotations = {};
  for (const part of parts) {
    merged = { ...part.annotations, ...merged };
  }
  return merged;
}

class Merger {
  readonly #view: SchemaView;
  #bounds: Bounds = {};
  readonly #required = new Set<string>();
  readonly #dependentRequired = new Map<string, Set<string>>();
  readonly #dependentSchemas = new Map<string, Node[]>();
  readonly #single = new Map<SingleKeyword, Node[]>();
  #prefixItems: readonly (readonly Node[])[] = [];
  #properties: ReadonlyMap<string, readonly Node[]> = new Map();
  readonly #patternProperties = new Map<string, Node[]>();
  readonly #choices: Choice[] = [];
  readonly #leftovers: Merged[] = [];

  constructor(view: SchemaView) {
    this.#view = view;
  }

  add(part: Part): void {
    for (const name of part.required) {
      this.#required.add(name);
    }
    for (const [name, others] of part.dependentRequired) {
      const known = this.#dependentRequired.get(name) ?? new Set();
      this.#dependentRequired.set(name, known);
      for (const other of others) {
        known.add(other);
      }
    }
    for (const [name, node] of part.dependentSchemas) {
      append(this.#dependentSchemas, name, node);
    }
    if (part.propertyNames !== null) {
      append(this.#single, "propertyNames", part.propertyNames);
    }
    this.#addBounds(part);
    this.#addOnce([["not", part.not]]);
    this.#addOnce([
      ["if", part.condition?.test ?? null],
      ["then", part.condition?.whenTrue ?? null],
      ["else", part.condition?.whenFalse ?? null],
    ]);
    this.#addOnce([["unevaluatedItems", part.unevaluatedItems]]);
    this.#addOnce([["unevaluatedProperties", part.unevaluatedProperties]]);
    for (const choice of part.choices) {
      if (this.#choices.some(({ kind }) => kind === choice.kind)) {
        this.#leave({ choices: [this.#choice(choice)] });
      } else {
        this.#choices.push(choice);
      }
    }
  }

  /** Tuples and lists, position by position. */
  addArrays(parts: readonly Part[]): void {
    const arrays = parts.filter((part) => part.items !== null || part.prefixItems.length > 0);
    const longest = Math.max(0, ...arrays.map((part) => part.prefixItems.length));
    this.#prefixItems = Array.from({ length: longest }, (_, index) =>
      arrays.flatMap((part) => part.prefixItems[index] ?? part.items ?? []),
    );
    for (const { items } of arrays) {
      if (items !== null) {
        append(this.#single, "items", items);
      }
    }
  }

  /**
   * `additionalProperties` speaks of the properties that its own object does not name. Where it is
   * false, authors mean the whole: a property that another part names stays allowed.
   */
  addObjects(parts: readonly Part[]): void {
    const all = parts.filter(
      (part) =>
        part.properties.size > 0 ||
        part.patternProperties.size > 0 ||
        part.additionalProperties !== null,
    );
    const patterned = all.filter((part) => part.patternProperties.size > 0);
    const apart = all.filter(
      (part) =>
        isObject(part.additionalProperties?.value) && all.length > 1 && patterned.length > 0,
    );
    for (const part of apart) {
      this.#leave(this.#objectsOf([part]));
    }
    const objects = this.#objectNodes(all.filter((part) => !apart.includes(part)));
    this.#properties = objects.properties;
    for (const [pattern, nodes] of objects.patternProperties) {
      this.#patternProperties.set(pattern, [...nodes]);
    }
    for (const node of objects.additional) {
      append(this.#single, "additionalProperties", node);
    }
  }

  finish(): Omit<Merged, "annotations" | "types" | "enum" | "isConst" | "beside"> {
    return {
      bounds: this.#bounds,
      required: [...this.#required],
      dependentRequired: new Map(
        [...this.#dependentRequired].map(([name, others]) => [name, [...others]]),
      ),
      properties: this.#viewsOf(this.#properties),
      patternProperties: this.#viewsOf(this.#patternProperties),
      dependentSchemas: this.#viewsOf(this.#dependentSchemas),
      prefixItems: this.#prefixItems.map((nodes) => this.#view.schemas.view(nodes)),
      single: this.#viewsOf(this.#single),
      choices: this.#choices.map((choice) => this.#choice(choice)),
    };
  }

  leftovers(): readonly Merged[] {
    return this.#leftovers;
  }

  #addBounds(part: Part): void {
    const hasContains = this.#single.has("contains");
    const { minContains, maxContains, ...bounds } = part.bounds;
    const { merged, conflicts } = mergeBounds(this.#bounds, bounds);
    this.#bounds = merged;
    if (Object.keys(conflicts).length > 0) {
      this.#leave({ bounds: conflicts });
    }
    if (part.contains === null) {
      return;
    }
    const counts: Bounds = {
      ...(minContains === undefined ? {} : { minContains }),
      ...(maxContains === undefined ? {} : { maxContains }),
    };
    if (hasContains) {
      const single = new Map([["contains" as const, this.#view.schemas.view([part.contains])]]);
      this.#leave({ bounds: counts, single });
    } else {
      append(this.#single, "contains", part.contains);
      this.#bounds = { ...this.#bounds, ...counts };
    }
  }

  /** Keywords that an object says once and together: the first part's stay, later ones go beside. */
  #addOnce(keywords: readonly (readonly [SingleKeyword, Node | null])[]): void {
    const stated = new Map<SingleKeyword, Node[]>();
    for (const [keyword, node] of keywords) {
      if (node !== null) {
        stated.set(keyword, [node]);
      }
    }
    if (keywords.some(([keyword]) => this.#single.has(keyword)) && stated.size > 0) {
      this.#leave({ single: this.#viewsOf(stated) });
      return;
    }
    for (const [keyword, nodes] of stated) {
      this.#single.set(keyword, nodes);
    }
  }

  #objectsOf(parts: readonly Part[]): Partial<Merged> {
    const nodes = this.#objectNodes(parts);
    const [additional] = nodes.additional;
    return {
      properties: this.#viewsOf(nodes.properties),
      patternProperties: this.#viewsOf(nodes.patternProperties),
      single: this.#viewsOf(
        new Map(additional ? [["additionalProperties" as const, nodes.additional]] : []),
      ),
    };
  }

  #objectNodes(parts: readonly Part[]): {
    readonly properties: ReadonlyMap<string, readonly Node[]>;
    readonly patternProperties: ReadonlyMap<string, readonly Node[]>;
    readonly additional: readonly Node[];
  } {
    const patternProperties = new Map<string, Node[]>();
    for (const part of parts) {
      for (const [pattern, node] of part.patternProperties) {
        append(patternProperties, pattern, node);
      }
    }
    const properties = new Map<string, readonly Node[]>();
    for (const [name, nodes] of propertyNodes(parts)) {
      const others = parts.filter((part) => !part.properties.has(name));
      const bounds = others.flatMap(({ additionalProperties: node }) =>
        isObject(node?.value) && node !== null ? [node] : [],
      );
      properties.set(name, [...nodes, ...bounds]);
    }
    const additional = parts.flatMap(({ additionalProperties: node }) =>
      node === null ? [] : [node],
    );
    const closed = additional.find((node) => node.value === false);
    return { properties, patternProperties, additional: closed ? [closed] : additional };
  }

  #choice(choice: Choice): MergedChoice {
    return {
      kind: choice.kind,
      orNull: choice.orNull,
      schemas: choice.schemas.map((node) => this.#view.schemas.view([node])),
    };
  }

  #viewsOf<K>(nodes: ReadonlyMap<K, readonly Node[]>): ReadonlyMap<K, SchemaView> {
    return new Map([...nodes].map(([key, list]) => [key, this.#view.schemas.view(list)]));
  }

  #leave(said: Partial<Merged>): void {
    this.#leftovers.push({ ...silence, ...said });
  }
}

const silence: Merged = {
  annotations: {},
  types: null,
  enum: null,
  isConst: false,
  bounds: {},
  required: [],
  dependentRequired: new Map(),
  properties: new Map(),
  patternProperties: new Map(),
  dependentSchemas: new Map(),
  prefixItems: [],
  single: new Map(),
  choices: [],
  beside: [],
};

function append<K>(map: Map<K, Node[]>, key: K, node: Node): void {
  const known = map.get(key);
  if (known === undefined) {
    map.set(key, [node]);
  } else {
    known.push(node);
  }
}
