import type { Scope } from "../expression/scope.js";
import type { Template } from "../tool-map/tool-map.js";
import { generated } from "./paging.js";
import type { PlacedStep } from "./tool-inputs.js";

/**
 * The output of a tool that states none: what its last call answers, in an object, since a result
 * is one.
 */
export function defaultOutput({ entry, used }: PlacedStep, scope: Scope): Template {
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
    return {
      kind: "object",
      members: answer.core.fieldNames().map((field) => ({
        name: { value: field, span },
        value: { kind: "text", source: generated(`\${${name}[${JSON.stringify(field)}]}`, span) },
      })),
      span,
    };
  }
  return wrapped(answer.core.kind === "list" ? "items" : "value");
}
