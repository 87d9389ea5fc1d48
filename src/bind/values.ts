import type { Collector } from "../diagnostics/collector.js";
import type { Typed } from "../expression/infer.js";
import type { TemplatePart } from "../expression/parse.js";
import type { Scope } from "../expression/scope.js";
import type { CoreType, Type } from "../expression/type.js";
import { commonOrAny } from "../expression/types.js";
import type { Schema } from "../model/schema.js";
import type { Member, TextPart, Value } from "../model/value.js";
import type { Span } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";
import type { MemberTemplate, Template } from "../tool-map/tool-map.js";
import type { Expressions } from "./expressions.js";
import { closedObject, schemaOfType } from "./output-schema.js";
import { absentInText, bareExpression, projectionOutsideOutput } from "./problems.js";
import { bindProjection } from "./projections.js";
import type { ReadUse } from "./reads.js";

/** A value of the map, bound: what to emit, and what is known of it. */
export interface BoundValue {
  readonly value: Value;
  readonly type: Type;
  /** What it is in a result; for requests the types alone matter. */
  readonly schema: Schema;
  readonly span: Span;
}

/**
 * Where a value goes decides what a missing one becomes: a request leaves it out, a result and a
 * structured error say null (a missing list is empty), as does what stands in for an answer, which
 * later expressions depend on.
 */
export type Destination = "request" | "result" | "answer";

/** Binds the values of one tool's templates. */
export class Values {
  constructor(
    readonly expressions: Expressions,
    readonly collector: Collector,
    /** Whether an answer that breaks its spec gives null in a result. */
    readonly tolerant: boolean,
  ) {}

  bind(template: Template | BoundValue, scope: Scope, destination: Destination): BoundValue | null {
    if (!("kind" in template)) {
      return template;
    }
    switch (template.kind) {
      case "literal": {
        const type = literalType(template.value);
        const value: Value = { kind: "literal", value: template.value };
        return { value, type, schema: schemaOfType(type, false), span: template.span };
      }
      case "text":
        return this.#text(template.source, scope, destination);
      case "list": {
        const items = template.items.map((item) => this.bind(item, scope, destination));
        const bound = items.filter((item) => item !== null);
        return bound.length < items.length ? null : listOf(bound, template.span, destination);
      }
      case "object":
        return this.#object(template, scope, destination);
      case "projection":
        if (destination === "request") {
          this.collector.add(projectionOutsideOutput(template.span));
          return null;
        }
        return bindProjection(template, scope, this);
      default:
        return template satisfies never;
    }
  }

  /** The value of a text that is one expression; null after a report. */
  expression(text: SourceText, scope: Scope, destination: Destination): BoundValue | null {
    const typed = this.expressions.expression(text, scope, useFor(destination));
    return typed === null ? null : this.#expression(typed, text.span, destination);
  }

  /** Members in order; those that could not be bound have been reported and are left out. */
  members(
    templates: readonly MemberTemplate[],
    scope: Scope,
    destination: Destination,
  ): readonly (readonly [string, BoundValue])[] {
    return templates.flatMap(({ name, value }) => {
      const bound = this.bind(value, scope, destination);
      return bound === null ? [] : [[name.value, bound] as const];
    });
  }

  #object(
    template: Extract<Template, { kind: "object" }>,
    scope: Scope,
    destination: Destination,
  ): BoundValue {
    const members = this.members(template.members, scope, destination).map(
      ([name, member]) => [name, destination === "request" ? leftOut(member) : member] as const,
    );
    const vanishes = members.length > 0 && members.every(([, member]) => mayVanish(member));
    return {
      value: {
        kind: "object",
        members: membersOf(members),
        leftOutWhenEmpty: destination === "request" && vanishes,
      },
      type: {
        core: { kind: "map", value: { core: { kind: "any" }, absence: "never" } },
        absence: destination === "request" && vanishes ? "undefined" : "never",
      },
      schema: closedObject(members.map(([name, member]) => [name, member.schema])),
      span: template.span,
    };
  }

  #text(source: SourceText, scope: Scope, destination: Destination): BoundValue | null {
    const parts = this.expressions.parts(source);
    if (parts === null) {
      return null;
    }
    const [only] = parts;
    if (parts.length === 1 && only?.kind === "expression") {
      const typed = this.expressions.infer(only.tree, scope, useFor(destination));
      return typed === null ? null : this.#expression(typed, source.span, destination);
    }
    return this.#joined(parts, source, scope, destination);
  }

  #expression(typed: Typed, span: Span, destination: Destination): BoundValue {
    const tolerant = this.tolerant && typed.plainPath && destination === "result";
    return {
      value: {
        kind: "expression",
        expression: typed.expression,
        fallback: destination === "request" ? "none" : resultFallback(typed.type),
      },
      type: typed.type,
      schema: schemaOfType(typed.type, tolerant),
      span,
    };
  }

  #joined(
    parts: readonly TemplatePart[],
    source: SourceText,
    scope: Scope,
    destination: Destination,
  ): BoundValue | null {
    const literal = parts.every((part) => part.kind === "literal");
    const text = parts.map((part) => (part.kind === "literal" ? part.text : "")).join("");
    const holes = destination === "request" ? "the text that is sent" : null;
    const bound = literal ? null : this.textParts(parts, scope, holes);
    if (!literal && bound === null) {
      return null;
    }
    if (literal && isForgotten(text, scope)) {
      this.collector.add(bareExpression(text, source.span));
    }
    const value: Value =
      bound === null ? { kind: "literal", value: text } : { kind: "text", parts: bound };
    const type: Type = {
      core: { kind: "string", values: literal ? [text] : null },
      absence: "never",
    };
    return { value, type, schema: { type: ["string"] }, span: source.span };
  }

  /** The parts of a text; null after a report. A value that may be absent is refused in a text named by `whole`. */
  textParts(
    parts: readonly TemplatePart[],
    scope: Scope,
    whole: string | null,
  ): readonly TextPart[] | null {
    const bound: TextPart[] = [];
    for (const part of parts) {
      if (part.kind === "literal") {
        bound.push({ kind: "literal", text: part.text });
        continue;
      }
      const typed = this.expressions.infer(part.tree, scope, "code");
      if (typed === null) {
        return null;
      }
      if (whole !== null && typed.type.absence !== "never") {
        this.collector.add(absentInText(part.tree.span, whole));
        return null;
      }
      bound.push({
        kind: "expression",
        expression: typed.expression,
        plain: isPlainText(typed.type),
      });
    }
    return bound;
  }
}

function useFor(destination: Destination): ReadUse {
  return destination === "result" ? "output" : "code";
}

/** Whether a text that is meant literally reads like the field of something in scope. */
export function isForgotten(text: string, scope: Scope): boolean {
  const root = /^([a-z_][A-Za-z0-9_]*)(?:\.[A-Za-z_][A-Za-z0-9_]*)+$/.exec(text)?.[1];
  return root !== undefined && scope.lookup(root) !== null;
}

/** The members of an object in the model's form. */
export function membersOf(bound: readonly (readonly [string, BoundValue])[]): readonly Member[] {
  return bound.map(([name, { value }]) => ({ name, value }));
}

/** What code puts in the place of an absent value of a result. */
export function resultFallback(type: Type): "none" | "null" | "empty-list" {
  if (type.absence === "never") {
    return "none";
  }
  if (type.core.kind === "list") {
    return "empty-list";
  }
  return type.absence === "null" ? "none" : "null";
}

/** Whether a template literal shows the value as the map's author means it. */
function isPlainText(type: Type): boolean {
  const plain: readonly CoreType["kind"][] = ["string", "int", "int64", "double", "boolean"];
  return type.absence === "never" && plain.includes(type.core.kind);
}

function literalType(value: null | boolean | number | string): Type {
  if (value === null) {
    return { core: { kind: "null" }, absence: "null" };
  }
  switch (typeof value) {
    case "boolean":
      return { core: { kind: "boolean" }, absence: "never" };
    case "number":
      return { core: { kind: Number.isInteger(value) ? "int" : "double" }, absence: "never" };
    default:
      return { core: { kind: "string", values: [value] }, absence: "never" };
  }
}

function listOf(given: readonly BoundValue[], span: Span, destination: Destination): BoundValue {
  const isSent = destination === "request";
  const items = isSent ? given.map(leftOut) : given;
  const schemas = uniqueSchemas(items.map((item) => item.schema));
  const [schema = {}] = schemas;
  const vanishes = isSent && items.length > 0 && items.every(mayVanish);
  return {
    value: {
      kind: "list",
      items: items.map((item) => item.value),
      leavesOut: isSent && items.some(mayVanish),
    },
    type: {
      core: { kind: "list", element: elementType(items, isSent) },
      absence: vanishes ? "undefined" : "never",
    },
    schema: { type: ["array"], items: schemas.length > 1 ? { anyOf: schemas } : schema },
    span,
  };
}

/** A value within a list or an object that is sent as a whole: what is missing is left out, and null is missing. */
function leftOut(bound: BoundValue): BoundValue {
  const { value, type } = bound;
  return value.kind === "expression" && (type.absence === "null" || type.absence === "either")
    ? {
        ...bound,
        value: { ...value, fallback: "undefined" },
        type: { ...type, absence: "undefined" },
      }
    : bound;
}

/** A literal null is meant, and is sent. */
function mayVanish({ value, type }: BoundValue): boolean {
  return value.kind !== "literal" && type.absence !== "never";
}

/** What the elements have in common; those that vanish are no elements. */
function elementType(items: readonly BoundValue[], isSent: boolean): Type {
  const [first, ...others] = items.map(
    ({ value, type }): Type =>
      isSent && value.kind !== "literal" ? { ...type, absence: "never" } : type,
  );
  return first === undefined
    ? { core: { kind: "any" }, absence: "never" }
    : others.reduce(commonOrAny, first);
}

function uniqueSchemas(schemas: readonly Schema[]): readonly Schema[] {
  const byText = new Map(schemas.map((schema) => [JSON.stringify(schema), schema]));
  return [...byText.values()];
}
