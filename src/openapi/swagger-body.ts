import type { Content, Encoding, RequestBody } from "./api.js";
import { child, isTrue, type Node, textOf } from "./node.js";
import { mediaTypesOf } from "./response.js";
import type { Schemas } from "./schema/schemas.js";
import { collectionStyle, parameterSchema } from "./swagger-parameter.js";

/**
 * The body that `in: body` or `in: formData` parameters describe. A later one of the same name stands
 * for an earlier one, as elsewhere.
 *
 * Source: Swagger 2.0, Parameter Object.
 */
export function swaggerBody(
  parameters: readonly Node[],
  operation: Node,
  schemas: Schemas,
): RequestBody | null {
  const body = parameters.findLast((node) => textOf(node, "in") === "body");
  if (body !== undefined) {
    const schema = child(body, "schema");
    const view = schema === null ? null : schemas.view([schema]);
    return {
      required: isTrue(body, "required"),
      description: textOf(body, "description") ?? "",
      contents: mediaTypesOf("consumes", operation, schemas).map((mediaType) => ({
        mediaType,
        schema: view,
        encoding: new Map(),
        examples: () => [],
      })),
      pointer: { file: body.file, path: body.path },
    };
  }
  const fields = parameters.filter((node) => textOf(node, "in") === "formData");
  return fields.length === 0 ? null : formBody(fields, operation, schemas);
}

function formBody(fields: readonly Node[], operation: Node, schemas: Schemas): RequestBody {
  const properties = new Map<string, unknown>();
  const encoding = new Map<string, Encoding>();
  const required: string[] = [];
  for (const field of fields) {
    const name = textOf(field, "name");
    if (name === null || name === "") {
      continue;
    }
    properties.set(name, fieldSchema(field));
    if (isTrue(field, "required") && !required.includes(name)) {
      required.push(name);
    }
    if (child(field, "type")?.value === "array") {
      const { style, explode } = collectionStyle(field, true, schemas);
      encoding.set(name, {
        contentType: null,
        style,
        explode,
        allowReserved: false,
        headers: new Map(),
      });
    }
  }
  const [first] = fields;
  const place = { file: operation.file, path: first?.path ?? operation.path };
  const value = { type: "object", properties: Object.fromEntries(properties), required };
  const view = schemas.view([{ ...place, value }]);
  const hasFile = fields.some((field) => child(field, "type")?.value === "file");
  const contents: readonly Content[] = formTypes(operation, hasFile, schemas).map((mediaType) => ({
    mediaType,
    schema: view,
    encoding,
    examples: () => [],
  }));
  return { required: required.length > 0, description: "", contents, pointer: place };
}

/** The field's schema, with the words that stand beside it in the parameter. */
function fieldSchema(field: Node): unknown {
  const { value } = parameterSchema(field);
  const description = textOf(field, "description");
  if (description !== null && typeof value === "object" && value !== null) {
    Object.assign(value, { description });
  }
  return value;
}

function formTypes(operation: Node, hasFile: boolean, schemas: Schemas): readonly string[] {
  const stated = mediaTypesOf("consumes", operation, schemas).filter(
    (name) =>
      name === "multipart/form-data" || (name === "application/x-www-form-urlencoded" && !hasFile),
  );
  return stated.length > 0
    ? stated
    : [hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded"];
}
