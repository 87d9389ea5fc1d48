import { nearest } from "../diagnostics/suggest.js";
import type { Spanned } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";
import { invalidValue, notOneOf, wrongKind } from "./problems.js";
import type { Context, Reader } from "./reading.js";
import { describe, type Node, type ScalarNode } from "./yaml/tree.js";

/** Text, not empty. A number or boolean has to be quoted to be one. */
export const text: Reader<Spanned<string>> = (node, context) => {
  if (node.kind === "scalar" && typeof node.value === "string" && node.value.trim() !== "") {
    return { value: node.value, span: node.span };
  }
  const isQuotable = node.kind === "scalar" && node.value !== null && node.value !== "";
  return refuse(node, context, "text", isQuotable ? [`quote it: "${node.text.text}"`] : []);
};

/** Text for people or models: blanks and line breaks around it do not count. */
export const prose: Reader<Spanned<string>> = (node, context) => {
  const read = text(node, context);
  return read === undefined ? undefined : { ...read, value: read.value.trim() };
};

/** Text that knows its places; a number or boolean stands for what was written. */
export const sourceText: Reader<SourceText> = (node, context) =>
  node.kind === "scalar" && node.value !== null && node.text.text.trim() !== ""
    ? node.text
    : refuse(node, context, "text");

export const boolean: Reader<Spanned<boolean>> = (node, context) =>
  node.kind === "scalar" && typeof node.value === "boolean"
    ? { value: node.value, span: node.span }
    : refuse(node, context, "true or false", spelledOut(node));

/** YAML 1.1 knew more booleans. */
function spelledOut(node: Node): readonly string[] {
  const word = node.kind === "scalar" ? node.text.text.toLowerCase() : "";
  if (["yes", "on", "y"].includes(word)) {
    return ["write true"];
  }
  return ["no", "off", "n"].includes(word) ? ["write false"] : [];
}

/** A whole number from `least` to `most`. */
export function integer(least: number, most: number): Reader<Spanned<number>> {
  return (node, context) => {
    if (node.kind !== "scalar" || typeof node.value !== "number") {
      return refuse(node, context, "a whole number");
    }
    if (!Number.isInteger(node.value) || node.value < least || node.value > most) {
      const wanted =
        most === Number.MAX_SAFE_INTEGER
          ? `a whole number from ${least}`
          : `a whole number from ${least} to ${most}`;
      context.collector.add(invalidValue(node.text.text, wanted, node.span));
      return undefined;
    }
    return { value: node.value, span: node.span };
  };
}

/** One of a few words. */
export function oneOf<const T extends string>(...choices: readonly T[]): Reader<Spanned<T>> {
  return (node, context) => {
    const written = scalarOf(node);
    const choice = choices.find((known) => known === written?.text.text);
    if (choice !== undefined) {
      return { value: choice, span: node.span };
    }
    if (written === null) {
      return refuse(node, context, alternativesOf(choices));
    }
    const suggestion = nearest(written.text.text, choices);
    context.collector.add(
      notOneOf(written.text.text, context.where, choices, node.span, suggestion),
    );
    return undefined;
  };
}

/** Text of a form; `wanted` says which, with its article. */
export function matching(
  form: RegExp,
  wanted: string,
  help: readonly string[] = [],
): Reader<Spanned<string>> {
  return (node, context) => {
    const written = scalarOf(node);
    if (written === null) {
      return refuse(node, context, wanted, help);
    }
    if (!form.test(written.text.text)) {
      context.collector.add(invalidValue(written.text.text, wanted, node.span, help));
      return undefined;
    }
    return { value: written.text.text, span: node.span };
  };
}

/** A scalar that is there. */
function scalarOf(node: Node): ScalarNode | null {
  return node.kind === "scalar" && node.value !== null ? node : null;
}

export function refuse(
  node: Node,
  { collector, where }: Context,
  wanted: string,
  help: readonly string[] = [],
): undefined {
  collector.add(wrongKind(where, wanted, describe(node), node.span, help));
  return undefined;
}

function alternativesOf(choices: readonly string[]): string {
  return choices.map((choice) => `"${choice}"`).join(" or ");
}
