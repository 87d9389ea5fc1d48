import type { Operation, Parameter } from "./api.js";
import { child, children, isObject, type Node, textOf } from "./node.js";
import type { ListedOperation } from "./operation-heads.js";
import { readParameter } from "./parameter.js";
import { undeclaredPathParameter, unusedPathParameter, wrongKind } from "./problems.js";
import { readRequestBody } from "./request-body.js";
import { readResponses } from "./response.js";
import type { Schemas } from "./schema/schemas.js";
import { serversOf } from "./servers.js";
import { swaggerBody } from "./swagger-body.js";
import { readSwaggerParameter } from "./swagger-parameter.js";

/**
 * Reads an operation: its parameters, body and answers. Null after a reported error that leaves
 * nothing to work with.
 *
 * Source: OpenAPI 3.1.1, section 4.8.10 (Operation Object).
 */
export function resolveOperation(listed: ListedOperation, schemas: Schemas): Operation | null {
  const { context } = schemas;
  const node = context.objectAt(listed.operation, "an operation");
  if (node === null) {
    return null;
  }
  const written = [...parametersIn(listed.pathItem, schemas), ...parametersIn(node, schemas)];
  const isSwagger = context.version === "2.0";
  const body = isSwagger
    ? swaggerBody(written, node, schemas)
    : readRequestBody(child(node, "requestBody"), schemas);
  return {
    head: listed.head,
    summary: textOf(node, "summary") ?? textOf(listed.pathItem, "summary") ?? "",
    description: textOf(node, "description") ?? textOf(listed.pathItem, "description") ?? "",
    parameters: parametersOf(written, listed, schemas),
    requestBody: body,
    responses: readResponses(node, schemas),
    security: securityOf(node, schemas),
    servers: serversOf([node, listed.pathItem]),
  };
}

/** The parameter objects of an operation or path item, references followed. */
function parametersIn(holder: Node, schemas: Schemas): readonly Node[] {
  const list = child(holder, "parameters");
  if (list === null || list.value === null) {
    return [];
  }
  if (!Array.isArray(list.value)) {
    schemas.context.report(list, () => wrongKind(list, '"parameters"', "a list"));
    return [];
  }
  return children(list).flatMap(
    ([, element]) => schemas.context.objectAt(element, "a parameter") ?? [],
  );
}

/** A parameter of the operation replaces that of its path with the same name and location. */
function parametersOf(
  written: readonly Node[],
  listed: ListedOperation,
  schemas: Schemas,
): readonly Parameter[] {
  const { context } = schemas;
  const read = context.version === "2.0" ? readSwaggerParameter : readParameter;
  const found = new Map<string, Parameter>();
  for (const node of written) {
    const parameter = read(node, schemas);
    if (parameter !== null) {
      found.set(`${parameter.location} ${parameter.name}`, parameter);
    }
  }
  const inPath = new Set([...listed.head.path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name));
  const parameters = [...found.values()].filter((parameter) => {
    const isUnused = parameter.location === "path" && !inPath.has(parameter.name);
    if (isUnused) {
      context.report(parameter.pointer, () => unusedPathParameter(parameter, listed.head.path));
    }
    return !isUnused;
  });
  for (const name of inPath) {
    if (name !== undefined && name !== "" && !found.has(`path ${name}`)) {
      const { pointer } = listed.head;
      context.report({ ...pointer, path: `${pointer.path} ${name}` }, () =>
        undeclaredPathParameter(pointer, name),
      );
      parameters.push(impliedPathParameter(name, listed, schemas));
    }
  }
  return parameters;
}

/** What a path names must be sent, declared or not. */
function impliedPathParameter(name: string, listed: ListedOperation, schemas: Schemas): Parameter {
  const { pointer } = listed.head;
  return {
    location: "path",
    name,
    required: true,
    deprecated: false,
    description: "",
    schema: schemas.view([{ ...pointer, value: { type: "string" } }]),
    style: "simple",
    explode: false,
    allowReserved: false,
    mediaType: null,
    pointer,
  };
}

/** Source: OpenAPI 3.1.1, section 4.8.30 (Security Requirement Object). */
function securityOf(node: Node, schemas: Schemas): Operation["security"] {
  const list = child(node, "security") ?? child(schemas.context.entry, "security");
  if (list === null || !Array.isArray(list.value)) {
    return [];
  }
  return children(list).flatMap(([, alternative]) =>
    isObject(alternative.value)
      ? [
          children(alternative).map(([scheme, scopes]) => ({
            scheme,
            scopes: children(scopes)
              .map(([, scope]) => scope.value)
              .filter((scope) => typeof scope === "string"),
          })),
        ]
      : [],
  );
}
