import type { ParameterLocation, ParameterStyle } from "../model/operation.js";
import type { Parameter } from "./api.js";
import { mediaTypeName } from "./content.js";
import { child, children, isTrue, type Node, textOf } from "./node.js";
import { ignoredKeyword, unknownLocation, unsupportedLocation, wrongKind } from "./problems.js";
import type { Schemas } from "./schema/schemas.js";
import type { Version } from "./version.js";

const styles: { readonly [location in ParameterLocation]: readonly ParameterStyle[] } = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form", "cookie"],
};

/**
 * Null for one that is ignored by the specification's word, and after a reported error.
 *
 * Source: OpenAPI 3.1.1, section 4.8.12 (Parameter Object).
 */
export function readParameter(node: Node, schemas: Schemas): Parameter | null {
  const identity = identityOf(node, schemas);
  if (identity === null) {
    return null;
  }
  const { location, name } = identity;
  const style = styleOf(node, location, schemas);
  const [content] = children(child(node, "content") ?? { ...node, value: null });
  const schema =
    content === undefined
      ? child(node, "schema")
      : child(schemas.context.objectAt(content[1], "a media type") ?? content[1], "schema");
  const explode = child(node, "explode")?.value;
  return {
    location,
    name,
    required: location === "path" || isTrue(node, "required"),
    deprecated: isTrue(node, "deprecated"),
    description: textOf(node, "description") ?? "",
    schema: schemas.view([schema ?? { file: node.file, path: node.path, value: true }]),
    style,
    explode: typeof explode === "boolean" ? explode : style === "form" || style === "cookie",
    allowReserved:
      content === undefined &&
      percentEncodes(location, style, schemas.context.version) &&
      isTrue(node, "allowReserved"),
    mediaType: content === undefined ? null : mediaTypeName(content[0]),
    pointer: { file: node.file, path: node.path },
  };
}

/** Its name and location; null where they are missing, and for headers that are not a parameter's business. */
export function identityOf(
  node: Node,
  schemas: Schemas,
): { readonly location: ParameterLocation; readonly name: string } | null {
  const { context } = schemas;
  const name = textOf(node, "name");
  const location = textOf(node, "in");
  if (name === null || name === "") {
    context.report(node, () => wrongKind(node, '"name" of a parameter', "a text"));
    return null;
  }
  switch (location) {
    case "header":
      // Security, media types and content negotiation have places of their own in the document.
      return /^(?:accept|content-type|authorization)$/i.test(name) ? null : { location, name };
    case "path":
    case "query":
    case "cookie":
      return { location, name };
    case "querystring":
      context.report(node, () => unsupportedLocation(node, name));
      return null;
    default:
      context.report(node, () => unknownLocation(node, name, location));
      return null;
  }
}

function styleOf(node: Node, location: ParameterLocation, schemas: Schemas): ParameterStyle {
  const stated = child(node, "style");
  const [usual = "form"] = styles[location];
  if (stated === null) {
    return usual;
  }
  const known = styles[location].find((style) => style === stated.value);
  if (known === undefined) {
    const wanted = `${styles[location].join(" or ")} in a ${location}`;
    schemas.context.report(stated, () => ignoredKeyword(stated, "style", wanted));
  }
  return known ?? usual;
}

/**
 * Where `allowReserved` means something.
 *
 * Source: OpenAPI 3.1.1, section 4.8.12.2 (queries alone); 3.2.0, section 4.12.2 (whatever percent-encodes).
 */
function percentEncodes(
  location: ParameterLocation,
  style: ParameterStyle,
  version: Version,
): boolean {
  return version === "3.2" ? location !== "header" && style !== "cookie" : location === "query";
}
