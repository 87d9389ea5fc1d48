import type { Scope } from "../expression/scope.js";
import type { ObjectType } from "../expression/type.js";
import type { Member } from "../model/value.js";
import type { Span } from "../source/source-file.js";
import type { Template } from "../tool-map/tool-map.js";
import { generated } from "./paging.js";
import type { PlacedStep } from "./tool-inputs.js";
import { type BoundValue, resultFallback, type Values } from "./values.js";

/**
 * The output of a tool that states none: what its last call answers, in an object, since a result
 * is one.
 */
export function defaultOutput(
  { entry, used }: PlacedStep,
  scope: Scope,
  values: Values,
): Template | BoundValue {
  const span = entry.call.span;
  const name = entry.name.value;
  const answer = scope.lookup(name)?.type;
  const whole: Template = { kind: "text", source: generated(`\${${name}}`, span) };
  const wrapped = (key: string): Template => ({
    kind: "object",
    members: [{ name: { value: key, span }, value: whole }],
    span,
  });
  if (used.answer.kind === "file") {
    return wrapped("file");
  }
  if (used.answer.kind === "empty" || answer === undefined || answer.core.kind === "null") {
    const done: Template = { kind: "literal", value: true, span };
    return { kind: "object", members: [{ name: { value: "done", span }, value: done }], span };
  }
  if (answer.core.kind === "object" && answer.absence === "never") {
    // Bound as one value, so that its bounds are those of the whole answer.
    const bound = values.bind(whole, scope, "result");
    return bound === null
      ? whole
      : { ...bound, value: membersOf(name, answer.core, scope, values, span) };
  }
  return wrapped(answer.core.kind === "list" ? "items" : "value");
}

/** An object of the answer's fields, by their names. */
function membersOf(
  name: string,
  object: ObjectType,
  scope: Scope,
  values: Values,
  span: Span,
): BoundValue["value"] {
  const members = object.fieldNames().flatMap((field): Member[] => {
    const source = generated(`${name}[${JSON.stringify(field)}]`, span);
    const typed = values.expressions.expression(source, scope, "part");
    if (typed === null) {
      return [];
    }
    const fallback = resultFallback(typed.type);
    return [{ name: field, value: { kind: "expression", expression: typed.expression, fallback } }];
  });
  return { kind: "object", members, leftOutWhenEmpty: false };
}
