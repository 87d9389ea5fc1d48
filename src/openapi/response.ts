import type { Content, Response, SchemaNode } from "./api.js";
import { mediaTypeName, readContents } from "./content.js";
import { readSwaggerExamples } from "./examples.js";
import { child, children, type Node, textOf } from "./node.js";
import type { Schemas } from "./schema/schemas.js";
import { parameterSchema } from "./swagger-parameter.js";

/** Source: OpenAPI 3.1.1, sections 4.8.16 (Responses Object) and 4.8.17 (Response Object). */
export function readResponses(operation: Node, schemas: Schemas): readonly Response[] {
  const responses = child(operation, "responses");
  return (responses === null ? [] : schemas.context.members(responses)).flatMap(
    ([status, written]) => {
      if (!/^(?:[1-5](?:[0-9]{2}|XX)|default)$/i.test(status)) {
        return [];
      }
      const node = schemas.context.objectAt(written, "a response");
      if (node === null) {
        return [];
      }
      const headers = child(node, "headers");
      return {
        status: status === "default" ? status : status.toUpperCase(),
        description: textOf(node, "description") ?? "",
        contents:
          schemas.context.version === "2.0"
            ? swaggerContents(node, operation, schemas)
            : readContents(node, schemas),
        headers: (headers === null ? [] : schemas.context.members(headers)).map(([name]) =>
          name.toLowerCase(),
        ),
        headerSchemas: () => schemas.context.leniently(() => headerSchemas(headers, schemas)),
        pointer: { file: written.file, path: written.path },
      };
    },
  );
}

/** Source: OpenAPI 3.1.1, section 4.8.21 (Header Object). */
function headerSchemas(headers: Node | null, schemas: Schemas): ReadonlyMap<string, SchemaNode> {
  const found = new Map<string, SchemaNode>();
  for (const [name, written] of headers === null ? [] : schemas.context.members(headers)) {
    const node = schemas.context.objectAt(written, "a header");
    const schema =
      node && schemas.context.version === "2.0"
        ? parameterSchema(node)
        : node && child(node, "schema");
    if (schema !== null) {
      found.set(name.toLowerCase(), schemas.view([schema]));
    }
  }
  return found;
}

/** Source: Swagger 2.0, Response Object. */
function swaggerContents(response: Node, operation: Node, schemas: Schemas): readonly Content[] {
  const schema = child(response, "schema");
  if (schema === null) {
    return [];
  }
  const view = schemas.view([schema]);
  const isFile = textOf(schema, "type") === "file";
  const fallback = isFile ? "application/octet-stream" : "application/json";
  return mediaTypesOf("produces", operation, schemas, fallback).map((mediaType) => ({
    mediaType,
    schema: view,
    encoding: new Map(),
    examples: () => readSwaggerExamples(response, mediaType),
  }));
}

/** What the operation or else the document says; JSON, or what is given, where neither says anything. */
export function mediaTypesOf(
  key: "consumes" | "produces",
  operation: Node,
  schemas: Schemas,
  fallback = "application/json",
): readonly string[] {
  const list = child(operation, key) ?? child(schemas.context.entry, key);
  const names = (list === null ? [] : children(list))
    .map(([, name]) => name.value)
    .filter((name) => typeof name === "string")
    .map(mediaTypeName);
  return names.length === 0 ? [fallback] : [...new Set(names)];
}
