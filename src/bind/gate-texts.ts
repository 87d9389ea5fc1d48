import type { Collector } from "../diagnostics/collector.js";
import type { Scope } from "../expression/scope.js";
import type { Type } from "../expression/type.js";
import { isNumeric } from "../expression/types.js";
import type { Expression } from "../model/expression.js";
import type { Statement } from "../model/tool.js";
import type { TextPart, Value } from "../model/value.js";
import type { Span } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";
import type { MemberTemplate } from "../tool-map/tool-map.js";
import { secretShown } from "./gate-problems.js";
import type { BoundInput } from "./inputs.js";
import { bareExpression } from "./problems.js";
import { partlySecretIn, secretSaid } from "./secret-places.js";
import { isForgotten, type Values } from "./values.js";

/** What the texts of a gate are bound with. */
export interface TextContext {
  readonly values: Values;
  readonly scope: Scope;
}

/** An expression in a text, what it gives, and where it stands. */
export interface ShownExpression {
  readonly expression: Expression;
  readonly type: Type;
  readonly span: Span;
}

export interface ShownText {
  readonly value: Value;
  readonly shown: readonly ShownExpression[];
}

/** A text that people read before they decide: nothing in it is null. Null after a report. */
export function bindShownText(
  source: SourceText,
  whole: string,
  context: TextContext,
): ShownText | null {
  const { values, scope } = context;
  const parts = values.expressions.parts(source);
  const bound = parts === null ? null : values.textParts(parts, scope, whole);
  if (parts === null || bound === null) {
    return null;
  }
  const shown = parts.flatMap((part): ShownExpression[] => {
    const typed =
      part.kind === "expression" ? values.expressions.infer(part.tree, scope, "code") : null;
    return part.kind === "literal" || typed === null
      ? []
      : [{ expression: typed.expression, type: typed.type, span: part.tree.span }];
  });
  if (shown.length === 0 && isForgotten(source.text, scope)) {
    values.collector.add(bareExpression(source.text, source.span));
  }
  const [only] = shown;
  const isAlone = parts.every((part) => part.kind === "expression" || part.text.trim() === "");
  const value: Value =
    isAlone && shown.length === 1 && only?.type.core.kind === "string"
      ? { kind: "expression", expression: only.expression, fallback: "none" }
      : joinedText(bound);
  return { value, shown };
}

/** Rows under the summary; one that could not be bound is left out. */
export function bindShow(
  entries: readonly MemberTemplate[],
  context: TextContext,
): readonly { readonly name: string; readonly text: ShownText }[] {
  return entries.flatMap(({ name, value: template }) => {
    const text: ShownText | null =
      template.kind === "literal"
        ? { value: { kind: "literal", value: String(template.value) }, shown: [] }
        : template.kind === "text"
          ? bindShownText(template.source, "what people see", context)
          : null;
    return text === null ? [] : [{ name: name.value, text }];
  });
}

/** What an approver types: the summary's first amount of money, else its first text or number. */
export function typedOf(
  shown: readonly ShownExpression[],
  statements: readonly Statement[],
): Expression | null {
  const isMoney = (expression: Expression): boolean =>
    (expression.kind === "runtime" && ["decimalMoney", "money"].includes(expression.name)) ||
    (expression.kind === "name" &&
      statements.some(
        (statement) =>
          statement.kind === "let" &&
          statement.name === expression.name &&
          isMoney(statement.value),
      ));
  const typable = shown.filter(({ type: { core } }) => core.kind === "string" || isNumeric(core));
  const found = typable.find(({ expression }) => isMoney(expression)) ?? typable[0];
  return found?.expression ?? null;
}

/** One line, without blanks around it: how its text was broken in the map is not shown. */
function joinedText(parts: readonly TextPart[]): Value {
  const last = parts.length - 1;
  const line = parts.flatMap((part, index): TextPart[] => {
    if (part.kind === "expression") {
      return [part];
    }
    const flat = part.text.replace(/\s*\n\s*/g, " ");
    const begun = index === 0 ? flat.trimStart() : flat;
    const text = index === last ? begun.trimEnd() : begun;
    return text === "" ? [] : [{ kind: "literal", text }];
  });
  const [only, ...others] = line;
  if (only === undefined || (only.kind === "literal" && others.length === 0)) {
    return { kind: "literal", value: only?.kind === "literal" ? only.text : "" };
  }
  return { kind: "text", parts: line };
}

/** Reports secret inputs that people would see, and what may hold an input's secret member. */
export function checkSecrets(
  shown: readonly ShownExpression[],
  inputs: readonly BoundInput[],
  statements: readonly Statement[],
  collector: Collector,
): void {
  for (const { expression, type, span } of shown) {
    const secret =
      secretSaid(expression, inputs, statements) ??
      partlySecretIn(expression, inputs, statements, (members) => mayHold(type, members));
    if (secret !== null) {
      collector.add(secretShown(secret, span));
    }
  }
}

/** Whether a value of this type may have one of the members; what is within its own is not looked at. */
function mayHold({ core }: Type, members: readonly string[]): boolean {
  switch (core.kind) {
    case "any":
      return true;
    case "list":
      return mayHold(core.element, members);
    case "map":
      return mayHold(core.value, members);
    case "object":
      return core.fieldNames().some((name) => {
        const type = core.field(name)?.type;
        return members.includes(name) || (type !== undefined && !isOneValue(type));
      });
    default:
      return false;
  }
}

/** Whether nothing of this type has members or elements. */
function isOneValue({ core }: Type): boolean {
  return !["any", "list", "map", "object"].includes(core.kind);
}
