import type { Variants } from "../api.js";
import { child, children, type Node, textOf } from "../node.js";
import { withoutCircularChoices } from "./circles.js";
import { mappedSchema } from "./inheritance.js";
import { componentName } from "./name.js";
import type { Choice, Part } from "./part.js";
import { targetOf } from "./target.js";
import type { SchemaView } from "./view.js";

/** The alternatives of a schema that differ in more than which properties they require. */
export function variantsOf(view: SchemaView): Variants | null {
  const choices = view.parts.flatMap((part) =>
    withoutCircularChoices(part, view)
      .filter((choice) => hasShapes(choice, view))
      .map((choice) => ({ part, choice })),
  );
  const [first] = choices;
  if (first === undefined) {
    return null;
  }
  if (choices.length > 1) {
    // Several choices at once: any alternative of any of them may be met.
    const nodes = choices.flatMap(({ choice }) => choice.schemas);
    return {
      kind: "anyOf",
      schemas: nodes.map((node) => view.schemas.view([node])),
      discriminator: null,
    };
  }
  return {
    kind: first.choice.kind,
    schemas: first.choice.schemas.map((node) => view.schemas.view([node])),
    discriminator: discriminatorOf(first.part, first.choice.schemas, view),
  };
}

function hasShapes(choice: Choice, view: SchemaView): boolean {
  return choice.schemas.some((node) => {
    const alternative = view.schemas.view([node]);
    return alternative.parts.some(
      (part) =>
        part.types !== null ||
        part.enum !== null ||
        part.properties.size > 0 ||
        part.items !== null ||
        part.choices.length > 0,
    );
  });
}

/** Source: OpenAPI 3.1.1, section 4.8.25 (Discriminator Object). */
function discriminatorOf(
  part: Part,
  schemas: readonly Node[],
  view: SchemaView,
): Variants["discriminator"] {
  const { discriminator } = part;
  if (discriminator === null) {
    return null;
  }
  // In Swagger 2.0 the discriminator is the property's name.
  const property =
    typeof discriminator.value === "string"
      ? discriminator.value
      : textOf(discriminator, "propertyName");
  if (property === null) {
    return null;
  }
  const mapped = mappedValues(discriminator, view);
  const values = schemas.map((node) => {
    const target = targetOf(node, view.schemas.context);
    const stated = mapped.get(target?.value) ?? [];
    if (stated.length > 0) {
      return stated;
    }
    const own = view.schemas.view([node]).properties().get(property)?.schema.enum;
    const texts = own?.filter((value) => typeof value === "string") ?? [];
    const name =
      target === null ? null : (textOf(target, "x-discriminator-value") ?? componentName(target));
    return texts.length > 0 ? texts : name === null ? [] : [name];
  });
  return { property, values };
}

/** The values of `mapping`, by the schema object that each leads to. The alternatives are listed without it. */
function mappedValues(
  discriminator: Node,
  view: SchemaView,
): ReadonlyMap<unknown, readonly string[]> {
  const { context } = view.schemas;
  const found = new Map<unknown, string[]>();
  const mapping = child(discriminator, "mapping");
  for (const [value, entry] of mapping === null ? [] : children(mapping)) {
    const schema = context.leniently(() => mappedSchema(entry, context));
    if (schema !== null) {
      found.set(schema.value, [...(found.get(schema.value) ?? []), value]);
    }
  }
  return found;
}
