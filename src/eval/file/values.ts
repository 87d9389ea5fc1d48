import type { Spanned } from "../../source/source-file.js";
import { invalidValue } from "../../tool-map/problems.js";
import { type Context, list, mappingNode, type Reader } from "../../tool-map/reading.js";
import { refuse, text } from "../../tool-map/scalars.js";
import type { Node } from "../../tool-map/yaml/tree.js";
import type { Setting } from "../evals.js";
import { misplacedVariable } from "../problems.js";

/** A number from `least` to `most`. */
export function number(least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (node, context) => {
    if (node.kind !== "scalar" || typeof node.value !== "number") {
      return refuse(node, context, "a number");
    }
    if (node.value < least || node.value > most) {
      const wanted =
        most === Number.MAX_SAFE_INTEGER
          ? `a number from ${least}`
          : `a number from ${least} to ${most}`;
      context.collector.add(invalidValue(node.text.text, wanted, node.span));
      return undefined;
    }
    return node.value;
  };
}

const variables = /\$\{([^}]*)\}/g;

/** What a setting may name beside literal text. */
export function isVariable(name: string): boolean {
  return name === "upstream.url" || /^env\.[A-Za-z_]\w*$/.test(name);
}

const setting: Reader<Setting> = (node, context) => {
  const read = text(node, context);
  if (read === undefined) {
    return undefined;
  }
  const wrong = [...read.value.matchAll(variables)].find(([, name = ""]) => !isVariable(name));
  if (wrong !== undefined) {
    context.collector.add(misplacedVariable(wrong[0], read.span));
    return undefined;
  }
  return read;
};

/** Names with their values. */
export const settings: Reader<ReadonlyMap<string, Setting>> = (node, context) => {
  const found = mappingNode(node, context);
  if (found === undefined) {
    return undefined;
  }
  const values = new Map<string, Setting>();
  for (const { key, value } of found.entries) {
    const where = `${context.where}.${key.value}`;
    const read = setting(value, { ...context, where, place: key.span });
    if (read === undefined) {
      return undefined;
    }
    values.set(key.value, read);
  }
  return values;
};

/** One text, or a list of them. */
export const texts: Reader<readonly Spanned<string>[]> = oneOrList(text);

/** One of a kind of things, or a list of them; not an empty one. */
export function oneOrList<T>(read: Reader<T>): Reader<readonly T[]> {
  const several = list(read);
  return (node: Node, context: Context) => {
    if (node.kind !== "list") {
      const one = read(node, context);
      return one === undefined ? undefined : [one];
    }
    return node.items.length === 0
      ? refuse(node, context, "a list that is not empty")
      : several(node, context);
  };
}
