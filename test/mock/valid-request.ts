import { generate } from "../../src/mock/value/generate.js";
import type { JsonValue } from "../../src/model/json.js";
import type { Api, Content, Operation, SchemaNode } from "../../src/openapi/api.js";
import { writeBody } from "../../templates/server/src/runtime/body.js";
import type { BodyForm, ParameterForm } from "../../templates/server/src/runtime/operation.js";
import {
  writeCookies,
  writeHeaders,
  writePath,
  writeQuery,
} from "../../templates/server/src/runtime/parameters.js";

export interface ValidRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | null;
}

/**
 * A request that a description allows, written as generated servers write it; or why none can be made.
 * Required parameters alone, or all of them.
 */
export function validRequest(
  api: Api,
  operation: Operation,
  which: "required" | "all",
): ValidRequest | string {
  const forms = { path: {}, query: {}, header: {}, cookie: {} } as Record<
    string,
    Record<string, ParameterForm>
  >;
  const values = { path: {}, query: {}, header: {}, cookie: {} } as Record<
    string,
    Record<string, unknown>
  >;
  for (const parameter of operation.parameters) {
    if (which === "required" && !parameter.required) {
      continue;
    }
    const value = valueFor(parameter.schema, `${operation.head.key} ${parameter.name}`);
    if (value === undefined) {
      return `no value fits the parameter ${parameter.name}`;
    }
    const { location, name, style, explode, mediaType } = parameter;
    forms[location] = {
      ...forms[location],
      [name]: { style, explode, ...(mediaType === null ? {} : { mediaType }) },
    };
    values[location] = { ...values[location], [name]: value };
  }
  try {
    const path = writePath(operation.head.path, forms.path ?? {}, values.path ?? {});
    const query = writeQuery(forms.query ?? {}, values.query ?? {});
    const cookies = writeCookies(forms.cookie ?? {}, values.cookie ?? {});
    const body = bodyOf(operation, which);
    if (typeof body === "string") {
      return body;
    }
    return withCredentials(api, operation, {
      path: query === "" ? path : `${path}?${query}`,
      headers: {
        ...writeHeaders(forms.header ?? {}, values.header ?? {}),
        ...(cookies === "" ? {} : { cookie: cookies }),
        ...(body === null ? {} : { "content-type": body.mediaType }),
      },
      body: body?.bytes ?? null,
    });
  } catch {
    return "the client refuses to send such a value";
  }
}

function valueFor(schema: SchemaNode, seed: string): JsonValue | undefined {
  const made = generate(schema.toSchema(), { direction: "request", seed, examples: true });
  return made === null || made.findings.length > 0 ? undefined : made.value;
}

function bodyOf(operation: Operation, which: "required" | "all") {
  const { requestBody } = operation;
  if (requestBody === null || (which === "required" && !requestBody.required)) {
    return null;
  }
  const content = requestBody.contents.find(({ mediaType }) => encodingOf(mediaType) !== null);
  const encoding = content === undefined ? null : encodingOf(content.mediaType);
  if (content === undefined || encoding === null || content.schema === null) {
    return requestBody.required ? "a body that nothing is known of" : null;
  }
  const value = valueFor(content.schema, `${operation.head.key} body`);
  if (value === undefined) {
    return "no value fits the body";
  }
  const form: BodyForm = { mediaType: content.mediaType, encoding, parts: partsOf(content) };
  const written = writeBody(form, value);
  // A form without fields is no body at all.
  return written.bytes.length === 0 ? (requestBody.required ? "an empty form" : null) : written;
}

function encodingOf(mediaType: string): "json" | "form" | "multipart" | null {
  if (/[/+]json$/.test(mediaType)) {
    return "json";
  }
  const known = { "application/x-www-form-urlencoded": "form", "multipart/form-data": "multipart" };
  return (known as Record<string, "form" | "multipart">)[mediaType] ?? null;
}

function partsOf(content: Content): NonNullable<BodyForm["parts"]> {
  return Object.fromEntries(
    [...content.encoding].map(([name, { style, explode }]) => [
      name,
      style === null ? {} : { style, explode },
    ]),
  );
}

function withCredentials(api: Api, operation: Operation, request: ValidRequest): ValidRequest {
  const [alternative = []] = operation.security;
  let { path } = request;
  const headers = { ...request.headers };
  for (const { scheme } of alternative) {
    const known = api.securitySchemes.get(scheme);
    if (known?.kind === "apiKey") {
      if (known.location === "header") {
        headers[known.name.toLowerCase()] = "secret-key";
      } else if (known.location === "query") {
        path += `${path.includes("?") ? "&" : "?"}${encodeURIComponent(known.name)}=secret-key`;
      } else {
        headers.cookie = [headers.cookie, `${known.name}=secret-key`].filter(Boolean).join("; ");
      }
    } else if (known?.kind === "basic") {
      headers.authorization = `Basic ${Buffer.from("user:secret-key").toString("base64")}`;
    } else if (known !== undefined) {
      headers.authorization = "Bearer secret-key";
    }
  }
  return { ...request, path, headers };
}
