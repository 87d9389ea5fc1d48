/**
 * What a generator that makes one tool of each operation advertises: the operation's ID, its
 * description (its summary where there is none), and an input schema that holds every parameter under
 * its name, with its description, and the body as `requestBody`, all references resolved. That is what
 * openapi-mcp-generator 4.0.1 does (a header parameter aside, it has nothing that is not here), and it
 * is the leanest of the five that we have looked at: others add titles, output schemas or examples.
 */

type Json = Readonly<Record<string, unknown>>;

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

export interface AdvertisedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Json;
}

export function oneToolPerOperation(document: Json): readonly AdvertisedTool[] {
  return Object.entries(objectAt(document, "paths")).flatMap(([path, item]) =>
    METHODS.filter((method) => isObject(item) && isObject(item[method])).map((method) =>
      toolOf(document, `${method} ${path}`, resolved(document, item), method),
    ),
  );
}

function toolOf(document: Json, line: string, item: Json, method: string): AdvertisedTool {
  const operation = objectAt(item, method);
  return {
    name: String(operation.operationId ?? line.replaceAll(/[^A-Za-z0-9]+/g, "_")),
    description: String(operation.description ?? operation.summary ?? line),
    inputSchema: inputSchemaOf(document, item, operation),
  };
}

function inputSchemaOf(document: Json, item: Json, operation: Json): Json {
  const properties: Record<string, unknown> = {};
  const required: string[] = [];
  for (const given of [...listAt(item, "parameters"), ...listAt(operation, "parameters")]) {
    const parameter = resolved(document, given);
    const name = String(parameter.name);
    const schema = dereferenced(document, objectAt(parameter, "schema"));
    const { description } = parameter;
    properties[name] = {
      ...objectOf(schema),
      ...(description === undefined ? {} : { description }),
    };
    if (parameter.required === true) {
      required.push(name);
    }
  }
  const body = resolved(document, operation.requestBody ?? {});
  const media = objectAt(objectAt(body, "content"), "application/json");
  if (media.schema !== undefined) {
    properties.requestBody = {
      ...objectOf(dereferenced(document, media.schema)),
      description: String(body.description ?? "The JSON request body."),
    };
    if (body.required === true) {
      required.push("requestBody");
    }
  }
  return { type: "object", properties, ...(required.length > 0 && { required }) };
}

/** A copy in which every reference is replaced by what it points at; a circular one by `{}`. */
function dereferenced(document: Json, value: unknown, within: readonly string[] = []): unknown {
  if (Array.isArray(value)) {
    return value.map((element: unknown) => dereferenced(document, element, within));
  }
  if (!isObject(value)) {
    return value;
  }
  const { $ref } = value;
  if (typeof $ref === "string") {
    return within.includes($ref)
      ? {}
      : dereferenced(document, target(document, $ref), [...within, $ref]);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, dereferenced(document, member, within)]),
  );
}

function resolved(document: Json, value: unknown): Json {
  const object = objectOf(value);
  return typeof object.$ref === "string"
    ? resolved(document, target(document, object.$ref))
    : object;
}

/** Source: RFC 6901. */
function target(document: Json, reference: string): unknown {
  return reference
    .replace(/^#\//, "")
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((value, part) => objectOf(value)[part], document);
}

function objectAt(owner: Json, name: string): Json {
  return objectOf(owner[name]);
}

function listAt(owner: Json, name: string): readonly unknown[] {
  const value = owner[name];
  return Array.isArray(value) ? value : [];
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
