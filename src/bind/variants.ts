import type { Collector } from "../diagnostics/collector.js";
import type { SchemaNode } from "../openapi/api.js";
import type { Spanned } from "../source/source-file.js";
import { unknownVariant } from "./input-problems.js";

/** One of the alternatives of a `oneOf` or `anyOf`. */
export interface Variant {
  /** The component's name, or else the value that tells it apart; for the map and for the model. */
  readonly name: string;
  readonly schema: SchemaNode;
  /** The property that says which alternative an object is, and what it then holds. */
  readonly tag: { readonly property: string; readonly value: string } | null;
}

/** The alternatives of a schema that have a name. */
export function variantsOf(node: SchemaNode | null): readonly Variant[] {
  const variants = node?.variants() ?? null;
  if (variants === null) {
    return [];
  }
  const { discriminator } = variants;
  return variants.schemas.flatMap((schema, index) => {
    const [value] = discriminator?.values[index] ?? [];
    const name = schema.name ?? value;
    const tag =
      discriminator === null || value === undefined
        ? null
        : { property: discriminator.property, value };
    return name === undefined ? [] : [{ name, schema, tag }];
  });
}

/** The alternative of that name, by the component or by the value that tells it apart; null after a report. */
export function findVariant(
  operation: string,
  name: Spanned<string>,
  node: SchemaNode | null,
  collector: Collector,
): Variant | null {
  const variants = variantsOf(node);
  const found =
    variants.find((variant) => variant.name === name.value) ??
    variants.find((variant) => variant.tag?.value === name.value);
  if (found === undefined) {
    const names = variants.map((variant) => variant.name);
    collector.add(unknownVariant(operation, name, names));
    return null;
  }
  return found;
}
