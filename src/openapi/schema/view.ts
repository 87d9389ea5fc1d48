import type { JsonValue } from "../../model/json.js";
import type { JsonType, Schema } from "../../model/schema.js";
import type { Pointer, PropertyNode, SchemaNode, Variants } from "../api.js";
import type { Node } from "../node.js";
import { admitsNull, type Conjunction, type Flattening, flatten } from "./flatten.js";
import { componentName } from "./name.js";
import type { Part } from "./part.js";
import type { Schemas } from "./schemas.js";
import { completeSchema } from "./to-schema.js";
import {
  commonValues,
  hasObjectKeywords,
  mentionsNull,
  propertyNodes,
  statedTypes,
  typeOfValue,
  withoutNull,
} from "./values.js";
import { variantsOf } from "./variants.js";

/** A schema as the binder sees it. Everything is computed when it is first asked for. */
export class SchemaView implements SchemaNode {
  #conjunction: Conjunction | null = null;
  #nullable: boolean | null = null;
  #acceptsNull: boolean | null = null;
  #types: readonly JsonType[] | null | undefined;
  #properties: ReadonlyMap<string, PropertyNode> | null = null;
  #variants: Variants | null | undefined;
  #schema: Schema | null = null;

  constructor(
    readonly nodes: readonly Node[],
    readonly pointer: Pointer,
    readonly schemas: Schemas,
  ) {}

  get conjunction(): Conjunction {
    this.#conjunction ??= flatten(this.nodes, this.#flattening());
    return this.#conjunction;
  }

  #flattening(): Flattening {
    return {
      context: this.schemas.context,
      acceptsNull: (node) =>
        this.schemas.nested(() => this.schemas.view([node]).acceptsNull, false),
    };
  }

  get parts(): readonly Part[] {
    return this.conjunction.members.map((member) => member.part);
  }

  /** The schema that this one only describes anew, or adds null to. */
  get wrapped(): SchemaView | null {
    const { wraps } = this.conjunction;
    const view = wraps === null ? null : this.schemas.view([wraps]);
    return view === this ? null : view;
  }

  get name(): string | null {
    const [node] = this.nodes;
    if (node === undefined || this.nodes.length > 1) {
      return null;
    }
    return componentName(node) ?? this.wrapped?.name ?? null;
  }

  /** Whether null may come: by the schema's word, or where it says nothing of types at all. */
  get nullable(): boolean {
    if (this.#nullable === null) {
      // Alternatives may lead back here; what does accepts null if anything else does.
      this.#nullable = false;
      this.#nullable =
        this.conjunction.orNull ||
        (this.acceptsNull &&
          (this.types === null || this.parts.some(mentionsNull) || this.#choosesNull()));
    }
    return this.#nullable;
  }

  /** Whether null passes, also where nothing but an object or a list is meant. */
  get acceptsNull(): boolean {
    if (this.#acceptsNull === null) {
      this.#acceptsNull = false;
      const { conjunction } = this;
      this.#acceptsNull = conjunction.orNull || admitsNull(conjunction, this.#flattening());
    }
    return this.#acceptsNull;
  }

  /** Whether alternatives speak of null, or of no type. */
  #choosesNull(): boolean {
    const choices = this.parts.flatMap((part) => part.choices);
    const isNullable = (node: Node) =>
      this.schemas.nested(() => this.schemas.view([node]).nullable, false);
    return (
      choices.length > 0 &&
      choices.every(({ orNull, schemas }) => orNull || schemas.some(isNullable))
    );
  }

  get types(): readonly JsonType[] | null {
    if (this.#types === undefined) {
      this.#types = null;
      this.#types = statedTypes(this.parts) ?? this.#impliedTypes();
    }
    return this.#types;
  }

  get enum(): readonly JsonValue[] | null {
    const all = commonValues(this.parts);
    return all?.filter((value) => value !== null) ?? null;
  }

  get format(): string | null {
    return this.#first((part) => part.bounds.format) ?? null;
  }

  get description(): string | null {
    return this.#first((part) => part.annotations.description) ?? null;
  }

  get default(): JsonValue | undefined {
    return this.#first((part) => part.annotations.default);
  }

  get readOnly(): boolean {
    return this.parts.some((part) => part.annotations.readOnly === true);
  }

  get writeOnly(): boolean {
    return this.parts.some((part) => part.annotations.writeOnly === true);
  }

  get sensitive(): boolean {
    return this.parts.some(
      ({ annotations, bounds, sensitive }) =>
        sensitive || annotations.writeOnly === true || bounds.format === "password",
    );
  }

  get deprecated(): boolean {
    return this.parts.some((part) => part.annotations.deprecated === true);
  }

  properties(): ReadonlyMap<string, PropertyNode> {
    if (this.#properties === null) {
      const required = new Set(this.parts.flatMap((part) => part.required));
      const found = new Map<string, PropertyNode>();
      for (const [name, nodes] of propertyNodes(this.parts)) {
        const [first] = nodes;
        if (first !== undefined) {
          found.set(name, {
            schema: this.schemas.view(nodes),
            required: required.has(name),
            pointer: { file: first.file, path: first.path },
          });
        }
      }
      this.#properties = found;
    }
    return this.#properties;
  }

  additional(): SchemaView | boolean {
    const nodes: Node[] = [];
    for (const part of this.parts) {
      const node = part.additionalProperties ?? part.unevaluatedProperties;
      const patterns = [...part.patternProperties.values()];
      if (node?.value === false && patterns.length === 0) {
        return false;
      }
      if (node?.value === false || (node === null && patterns.length > 0)) {
        nodes.push(...(patterns.length === 1 && node !== null ? patterns : []));
      } else if (node !== null && node.value !== true) {
        nodes.push(node);
      }
    }
    return nodes.length === 0 ? true : this.schemas.view(nodes);
  }

  items(): SchemaView | null {
    const nodes = this.parts.flatMap((part) =>
      part.prefixItems.length === 0 && part.items !== null ? [part.items] : [],
    );
    return nodes.length === 0 ? null : this.schemas.view(nodes);
  }

  variants(): Variants | null {
    if (this.#variants === undefined) {
      this.#variants = variantsOf(this);
    }
    return this.#variants;
  }

  toSchema(): Schema {
    this.#schema ??= completeSchema(this);
    return this.#schema;
  }

  #first<T>(read: (part: Part) => T | undefined): T | undefined {
    for (const part of this.conjunction.nearest) {
      const value = read(part);
      if (value !== undefined) {
        return value;
      }
    }
    return undefined;
  }

  /** Where no type is stated: that of the values, of all alternatives, or of the keywords used. */
  #impliedTypes(): readonly JsonType[] | null {
    const values = commonValues(this.parts);
    if (values !== null) {
      return withoutNull([...new Set(values.map(typeOfValue))]);
    }
    const fromChoices = this.#choiceTypes();
    if (fromChoices !== null) {
      return fromChoices;
    }
    if (this.parts.some(hasObjectKeywords)) {
      return ["object"];
    }
    return this.parts.some((part) => part.items !== null || part.prefixItems.length > 0)
      ? ["array"]
      : null;
  }

  #choiceTypes(): readonly JsonType[] | null {
    for (const choice of this.parts.flatMap((part) => part.choices)) {
      const found = choice.schemas.map((node) =>
        this.schemas.nested(() => this.schemas.view([node]).types, null),
      );
      if (found.every((types) => types !== null)) {
        return [...new Set(found.flat())];
      }
    }
    return null;
  }
}
