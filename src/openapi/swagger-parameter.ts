import type { ParameterStyle } from "../model/operation.js";
import type { Parameter } from "./api.js";
import { child, isObject, isTrue, type Node, originate, textOf } from "./node.js";
import { identityOf } from "./parameter.js";
import { unsupportedCollectionFormat } from "./problems.js";
import type { Schemas } from "./schema/schemas.js";

/**
 * A parameter that is not part of the body; null for one that is, and after a reported error.
 *
 * Source: Swagger 2.0, Parameter Object.
 */
export function readSwaggerParameter(node: Node, schemas: Schemas): Parameter | null {
  const where = textOf(node, "in");
  if (where === "body" || where === "formData") {
    return null;
  }
  const identity = identityOf(node, schemas);
  if (identity === null) {
    return null;
  }
  const { location, name } = identity;
  const { style, explode } = collectionStyle(node, location === "query", schemas);
  return {
    location,
    name,
    required: location === "path" || isTrue(node, "required"),
    deprecated: isTrue(node, "deprecated") || isTrue(node, "x-deprecated"),
    description: textOf(node, "description") ?? "",
    schema: schemas.view([parameterSchema(node)]),
    style,
    explode,
    allowReserved: false,
    mediaType: null,
    pointer: { file: node.file, path: node.path },
  };
}

/** How the elements of a list are joined. */
export function collectionStyle(
  node: Node,
  inQuery: boolean,
  schemas: Schemas,
): { readonly style: ParameterStyle; readonly explode: boolean } {
  const plain = inQuery ? "form" : "simple";
  const isList = child(node, "type")?.value === "array";
  const format = child(node, "collectionFormat");
  switch (isList ? (format?.value ?? "csv") : "multi") {
    case "csv":
      return { style: plain, explode: false };
    case "ssv":
      return { style: "spaceDelimited", explode: false };
    case "pipes":
      return { style: "pipeDelimited", explode: false };
    case "multi":
      // Of a query or a form alone: elsewhere there is one value for each name.
      return { style: plain, explode: inQuery };
    default: {
      const at = format ?? node;
      schemas.context.report(at, () => unsupportedCollectionFormat(at));
      return { style: plain, explode: false };
    }
  }
}

/** What of a parameter is its schema. Lists in it may state a `collectionFormat` of their own. */
export function parameterSchema(node: Node): Node {
  const value = isObject(node.value)
    ? Object.fromEntries(Object.entries(node.value).filter(([key]) => schemaKeywords.has(key)))
    : {};
  originate(value, node);
  return { file: node.file, path: node.path, value };
}

const schemaKeywords: ReadonlySet<string> = new Set([
  "type",
  "format",
  "items",
  "default",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "maxItems",
  "minItems",
  "uniqueItems",
  "enum",
  "multipleOf",
  "x-nullable",
]);
