import type { Spanned } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";
import { expression } from "./expression-text.js";
import { wrongKind } from "./problems.js";
import {
  type Context,
  entries,
  mapping,
  mappingTo,
  optional,
  type Reader,
  required,
  withDefault,
} from "./reading.js";
import { boolean, integer, oneOf, text } from "./scalars.js";
import type { PickEntry, ProjectionTemplate } from "./tool-map.js";
import { describe, type Node } from "./yaml/tree.js";

const size = integer(1, Number.MAX_SAFE_INTEGER);

/** `price: "money(amount_cents, currency)"`, or `email: { secret: true }`. */
const namedPick = (name: Spanned<string>, node: Node, context: Context): PickEntry | undefined => {
  if (node.kind === "mapping") {
    const read = pickOptions(node, context);
    return read === undefined ? undefined : { name, ...read };
  }
  const value = expression(node, context);
  return value === undefined ? undefined : { name, value, secret: false };
};

const pickOptions: Reader<{ readonly value: SourceText | null; readonly secret: boolean }> =
  mappingTo({ value: optional(expression), secret: optional(boolean) }, ({ value, secret }) => ({
    value,
    secret: secret?.value ?? false,
  }));

/** A list of names and of mappings of names to expressions over the element. */
const pick: Reader<readonly PickEntry[]> = (node, context) => {
  // What an expression may name here are the element's fields.
  const inner: Context = { ...context, names: null };
  if (node.kind !== "list") {
    context.collector.add(
      wrongKind(context.where, "a list", describe(node), node.span, ["write pick: [id, name]"]),
    );
    return undefined;
  }
  const picks = node.items.map((item) => {
    if (item.kind === "mapping") {
      return entries(namedPick)(item, inner);
    }
    const name = text(item, { ...inner, where: `each entry of ${context.where}` });
    return name === undefined ? undefined : [{ name, value: null, secret: false }];
  });
  return picks.includes(undefined) ? undefined : picks.flatMap((entry) => entry ?? []);
};

/** `{ from, pick, maxItems, maxLength, keep }` */
export const readProjection: Reader<ProjectionTemplate> = (node, context) => {
  const values = projectionFields(node, context);
  return values === undefined ? undefined : { kind: "projection", span: node.span, ...values };
};

const projectionFields = mapping({
  from: required(expression, "from: response.items"),
  pick: optional(pick),
  maxItems: optional(size),
  maxLength: optional(size),
  keep: withDefault(
    (node: Node, context: Context) => oneOf("start", "end")(node, context)?.value,
    "start",
  ),
});
