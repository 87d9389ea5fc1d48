import type { Content, Encoding } from "./api.js";
import { readExamples } from "./examples.js";
import { child, children, isTrue, type Node, textOf } from "./node.js";
import type { Schemas } from "./schema/schemas.js";

/** The media type alone: lower case, without parameters. */
export function mediaTypeName(written: string): string {
  return (written.split(";")[0] ?? "").trim().toLowerCase();
}

/** Source: OpenAPI 3.1.1, section 4.8.14 (Media Type Object). */
export function readContents(holder: Node, schemas: Schemas): readonly Content[] {
  const content = child(holder, "content");
  return (content === null ? [] : schemas.context.members(content)).flatMap(
    ([mediaType, written]) => {
      const node = schemas.context.objectAt(written, "a media type");
      if (node === null) {
        return [];
      }
      const schema = child(node, "schema");
      return {
        mediaType: mediaTypeName(mediaType),
        schema: schema === null ? null : schemas.view([schema]),
        encoding: readEncoding(node, schemas),
        examples: () => readExamples(node, schemas.context),
      };
    },
  );
}

/** Source: OpenAPI 3.1.1, section 4.8.15 (Encoding Object). */
function readEncoding(mediaType: Node, schemas: Schemas): ReadonlyMap<string, Encoding> {
  const encoding = child(mediaType, "encoding");
  const found = new Map<string, Encoding>();
  for (const [property, node] of encoding === null ? [] : children(encoding)) {
    const style = textOf(node, "style");
    const explode = child(node, "explode")?.value;
    const isStyled = child(node, "style") !== null || child(node, "explode") !== null;
    const known = bodyStyles.find((candidate) => candidate === style) ?? "form";
    found.set(property, {
      contentType: textOf(node, "contentType"),
      style: isStyled || child(node, "allowReserved") !== null ? known : null,
      explode: typeof explode === "boolean" ? explode : known === "form",
      allowReserved: isTrue(node, "allowReserved"),
      headers: schemas.context.leniently(() => fixedHeaders(node, schemas)),
    });
  }
  return found;
}

/** Nobody is asked for the headers of a part: those whose schema says their value are sent. */
function fixedHeaders(encoding: Node, schemas: Schemas): ReadonlyMap<string, string> {
  const headers = child(encoding, "headers");
  const found = new Map<string, string>();
  for (const [name, written] of headers === null ? [] : schemas.context.members(headers)) {
    const node = schemas.context.objectAt(written, "a header");
    const schema = node && child(node, "schema");
    const view = schema && schemas.view([schema]);
    const value = view?.enum?.length === 1 ? view.enum[0] : view?.default;
    if (["string", "number", "boolean"].includes(typeof value)) {
      found.set(name, String(value));
    }
  }
  return found;
}

const bodyStyles = ["form", "spaceDelimited", "pipeDelimited", "deepObject"] as const;
