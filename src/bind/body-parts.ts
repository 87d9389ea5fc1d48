import type { BodyPart, RequestBody } from "../model/operation.js";
import type { Schema } from "../model/schema.js";
import type { Content, Encoding, SchemaNode } from "../openapi/api.js";
import { isJson } from "./answers.js";
import { mapSchemas } from "./body-schema.js";
import { isToken, useOfHeader } from "./headers.js";
import { elementsOf, fieldsOf, kindOf } from "./schema-kind.js";

/**
 * How the members of a form are written where the description, or that they are files, makes it
 * another than the default way.
 */
export function bodyParts(
  { schema, encoding }: Content,
  form: RequestBody["encoding"],
  isSupplied: (name: string) => boolean,
): readonly BodyPart[] {
  if (schema === null || (form !== "form" && form !== "multipart")) {
    return [];
  }
  const parts = [...fieldsOf([schema])].flatMap(([name, field]) => {
    const stated = encoding.get(name);
    const contentType = stated?.contentType ?? null;
    const style = stated?.style ?? null;
    const base64 = form === "multipart" && isFile(field.schemas, contentType);
    const headers = form === "multipart" ? headersOf(stated) : [];
    const isUsual = contentType === null && style === null && !base64 && headers.length === 0;
    if (!isSupplied(name) || isUsual) {
      return [];
    }
    const { explode = false, allowReserved = false } = stated ?? {};
    return [{ name, style, explode, allowReserved, contentType, base64, headers }];
  });
  return parts.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a part may say of itself beside its name and its type. */
function headersOf(encoding: Encoding | undefined): BodyPart["headers"] {
  return [...(encoding?.headers ?? [])]
    .map(([name, value]) => ({ name, value }))
    .filter(
      ({ name, value }) =>
        isToken(name) &&
        useOfHeader(name) === null &&
        name.toLowerCase() !== "content-disposition" &&
        /^[\t -~]*$/.test(value),
    );
}

/** A list of files is a file for each element. */
function isFile(schemas: readonly SchemaNode[], contentType: string | null): boolean {
  const nodes = kindOf(schemas) === "list" ? elementsOf(schemas) : schemas;
  return nodes.length > 0 && nodes.every((node) => isBytes(node, contentType));
}

/** Bytes by their format (3.0), or by their media type alone (OpenAPI 3.1.1, section 4.8.14.2). */
function isBytes(node: SchemaNode, contentType: string | null): boolean {
  const kind = kindOf([node]);
  if (kind === "string") {
    return bytesAsText(node.toSchema()) !== null;
  }
  return kind === "any" && contentType !== null && !contentType.split(",").some(isWritten);
}

function isWritten(mediaType: string): boolean {
  const name = mediaType.trim().toLowerCase();
  return name.startsWith("text/") || isJson(name);
}

/** What a model is asked for where the API wants bytes: their base64. */
export function withBytesAsText(schema: Schema): Schema {
  return mapSchemas(bytesAsText(schema) ?? schema, withBytesAsText);
}

/** Null for a schema of anything but bytes. */
function bytesAsText(schema: Schema): Schema | null {
  const { format, ...rest } = schema;
  const isText = schema.type?.includes("string") === true && schema.contentEncoding === undefined;
  const isRaw = format === "binary" || schema.contentMediaType !== undefined;
  return isText && isRaw ? { ...rest, contentEncoding: "base64" } : null;
}
