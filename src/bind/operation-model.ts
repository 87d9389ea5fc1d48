import type { Answer, Operation, Parameter, RequestBody } from "../model/operation.js";
import type { Schema } from "../model/schema.js";
import type { Api } from "../openapi/api.js";
import type { ToolMap } from "../tool-map/tool-map.js";
import { bodyCheck } from "./body-check.js";
import { bodyParts } from "./body-parts.js";
import { withoutReadOnly } from "./body-schema.js";
import { pathOf } from "./check-request.js";
import { credentialFor } from "./credential-parameters.js";
import { isOwnHeader } from "./headers.js";
import { visibleText } from "./model-text.js";
import { isNameOf, type UsedOperation } from "./operation-table.js";
import { bodyContentOf, bodySchemaOf, encodingOf } from "./places.js";
import { mayHaveCredentials, ownServerOf } from "./servers.js";
import { shapeOf } from "./shapes.js";
import { suppliedBy } from "./supplied-values.js";

const longestSummary = 120;

/** An operation reduced to what the tools, now all bound, use of it. */
export function operationModel(used: UsedOperation, map: ToolMap, api: Api): Operation {
  const { operation, identifier, effect } = used;
  const { head } = operation;
  return {
    identifier,
    key: head.key,
    method: head.method,
    path: pathOf(used),
    baseUrl: ownServerOf(used, map, api),
    summary: visibleText(operation.summary, longestSummary),
    effect,
    deprecated: head.deprecated,
    parameters: parametersOf(used, map, api),
    body: bodyOf(used),
    answer: answerModel(used),
    takesIdempotencyKey: takesIdempotencyKey(used, map),
    security: mayHaveCredentials(used, map, api) ? operation.security : [],
  };
}

/** Whether the runtime sends this parameter by itself. */
export function isSentByRuntime(
  parameter: Pick<Parameter, "location" | "name">,
  map: ToolMap,
): boolean {
  const idempotency = map.upstream.idempotency?.header.value.toLowerCase();
  return (
    isOwnHeader(parameter.location, parameter.name) ||
    (parameter.location === "header" && parameter.name.toLowerCase() === idempotency)
  );
}

/**
 * Whether a repeated call with the same key is harmless: the operation declares the header, or the
 * map says so. A read needs no key, and has one where it asks for it.
 */
export function takesIdempotencyKey(used: UsedOperation, map: ToolMap): boolean {
  const { idempotency } = map.upstream;
  if (idempotency === null) {
    return false;
  }
  const { head, parameters } = used.operation;
  const header = idempotency.header.value.toLowerCase();
  const declared = parameters.find(
    ({ location, name }) => location === "header" && name.toLowerCase() === header,
  );
  return used.effect === "read"
    ? declared?.required === true
    : declared !== undefined || idempotency.operations.some((name) => isNameOf(name.value, head));
}

function parametersOf(used: UsedOperation, map: ToolMap, api: Api): readonly Parameter[] {
  return used.operation.parameters
    .filter((parameter) => !isSentByRuntime(parameter, map))
    .filter((parameter) => credentialFor(parameter, used, { map, api }) === null)
    .flatMap((parameter) => {
      const { location, name, required, style, explode, allowReserved, mediaType } = parameter;
      const filled = used.supplied.names(location, name)
        ? null
        : suppliedBy(name, used, { map, api });
      const fromMap = filled?.value ?? null;
      if (fromMap === null && !used.supplied.hasParameter(location, name)) {
        return [];
      }
      const schema =
        used.supplied.loosened.get(`${location}.${name}`) ?? parameter.schema.toSchema();
      return [
        {
          location,
          name,
          required,
          schema,
          style,
          explode,
          allowReserved,
          mediaType,
          suppliedBy: fromMap,
        },
      ];
    });
}

function bodyOf(used: UsedOperation): RequestBody | null {
  const content = bodyContentOf(used);
  if (content === null || !used.supplied.hasBody) {
    return null;
  }
  const encoding = encodingOf(content.mediaType);
  const undescribed: Schema =
    encoding === "text" || encoding === "binary" ? { type: ["string"] } : {};
  const declared = bodySchemaOf(used)?.toSchema() ?? undescribed;
  const schema = withoutReadOnly(used.supplied.loosened.get("body") ?? declared);
  return {
    mediaType: content.mediaType,
    encoding,
    required: used.operation.requestBody?.required === true,
    schema: suppliedPart(schema, used),
    check: bodyCheck(withoutReadOnly(declared), used.supplied),
    parts: bodyParts(content, encoding, (name) => used.supplied.hasBodyProperty(name)),
  };
}

/** The body's schema with the properties that the tools supply. */
function suppliedPart(schema: Schema, used: UsedOperation): Schema {
  const { properties } = schema;
  if (properties === undefined) {
    return schema;
  }
  const isSupplied = (name: string) => used.supplied.hasBodyProperty(name);
  const entries = Object.entries(properties).filter(([name]) => isSupplied(name));
  const part: Schema = {
    ...schema,
    properties: Object.fromEntries(entries),
    ...(schema.required === undefined ? {} : { required: schema.required.filter(isSupplied) }),
  };
  return loosened(part, "body", used);
}

/** Replaces what the spec says of places whose values are not known to fit it. */
function loosened(schema: Schema, path: string, used: UsedOperation): Schema {
  const { properties } = schema;
  if (properties === undefined) {
    return schema;
  }
  const entries = Object.entries(properties).map(([name, property]) => {
    const at = `${path}.${name}`;
    const inner = typeof property === "object" ? loosened(property, at, used) : property;
    return [name, used.supplied.loosened.get(at) ?? inner] as const;
  });
  return { ...schema, properties: Object.fromEntries(entries) };
}

function answerModel(used: UsedOperation): Answer {
  const { answer, reads } = used;
  if (answer.kind !== "json") {
    return answer;
  }
  if (used.supplied.whole) {
    reads.whole = true;
  }
  return {
    kind: "json",
    shape: shapeOf(answer.nodes, reads),
    nullable: answer.mayBeEmpty || answer.nodes.some((node) => node.nullable),
  };
}
