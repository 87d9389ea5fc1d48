import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { Schemas } from "./schemas.js";

/** The parts of specs/billing.yaml that the server goes by, references followed. */
export interface Operation {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Pointer to the body's schema; null where there is no body. */
  readonly body: string | null;
  /** By status: "200", "5XX". */
  readonly responses: ReadonlyMap<string, Response>;
  /** Alternatives: any one list of scopes will do. */
  readonly scopes: readonly (readonly string[])[];
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  /** What stands between the items of a list in one value; null where each has its own. */
  readonly separator: "," | "|" | null;
  /** Pointer to the schema. */
  readonly schema: string;
}

export interface Response {
  readonly headers: readonly string[];
  /** By media type: the pointer to the schema, or null where anything goes. */
  readonly contents: ReadonlyMap<string, string | null>;
}

export interface Description {
  readonly document: object;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly schemas: Schemas;
}

interface Document {
  readonly paths: Readonly<Record<string, PathItem>>;
}

type PathItem = Readonly<Record<string, RawOperation | readonly RawParameter[]>>;

interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly RawParameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, RawResponse>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

interface RawParameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: Parameter["in"];
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
}

interface RawResponse {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

/** By text: a process that starts the API many times reads and compiles a description once. */
const known = new Map<string, Description>();

/** Reads a description. Throws on one that is not there, since nothing can be served without it. */
export function readDescription(file: string): Description {
  const text = readFileSync(file, "utf8");
  const description = known.get(text) ?? descriptionOf(parse(text));
  known.set(text, description);
  return description;
}

function descriptionOf(document: Document): Description {
  const operations = new Map<string, Operation>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, raw] of Object.entries(item)) {
      if (isOperation(raw)) {
        operations.set(raw.operationId, operationOf(document, path, method, raw));
      }
    }
  }
  return { document, operations, schemas: new Schemas(document) };
}

/** specs/billing.yaml of the folder that holds this file, or of one above: true for the source and for a bundle. */
export function findDescription(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, "specs", "billing.yaml");
    if (existsSync(file)) {
      return file;
    }
    if (folder === dirname(folder)) {
      throw new Error("there is no specs/billing.yaml above the sample API; name one with --spec");
    }
  }
}

const isOperation = (value: PathItem[string]): value is RawOperation => "operationId" in value;

function operationOf(
  document: Document,
  path: string,
  method: string,
  raw: RawOperation,
): Operation {
  const item = pointer("", "paths", path);
  const at = pointer(item, method);
  const shared = document.paths[path]?.parameters;
  const mediaType = raw.requestBody && Object.keys(raw.requestBody.content)[0];
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    parameters: [
      ...parametersOf(document, pointer(item, "parameters"), Array.isArray(shared) ? shared : []),
      ...parametersOf(document, pointer(at, "parameters"), raw.parameters ?? []),
    ],
    body: mediaType ? pointer(at, "requestBody", "content", mediaType, "schema") : null,
    responses: new Map(
      Object.entries(raw.responses).map(([status, response]) => [
        status,
        responseOf(document, pointer(at, "responses", status), response),
      ]),
    ),
    scopes: raw.security.map((requirement) => Object.values(requirement).flat()),
  };
}

function parametersOf(
  document: Document,
  at: string,
  list: readonly RawParameter[],
): readonly Parameter[] {
  return list.map((written, index) => {
    const [raw, place] = follow(document, pointer(at, String(index)), written);
    return {
      name: raw.name,
      in: raw.in,
      required: raw.required ?? false,
      separator: raw.explode === false ? (raw.style === "pipeDelimited" ? "|" : ",") : null,
      schema: pointer(place, "schema"),
    };
  });
}

function responseOf(document: Document, at: string, written: RawResponse): Response {
  const [raw, place] = follow(document, at, written);
  return {
    headers: Object.keys(raw.headers ?? {}),
    contents: new Map(
      Object.entries(raw.content ?? {}).map(([mediaType, content]) => [
        mediaType,
        content.schema === undefined ? null : pointer(place, "content", mediaType, "schema"),
      ]),
    ),
  };
}

/** The node that a reference means, and its own place. References here lead to components, one step deep. */
function follow<Node extends { readonly $ref?: string }>(
  document: Document,
  at: string,
  node: Node,
): readonly [Node, string] {
  if (node.$ref === undefined) {
    return [node, at];
  }
  const target = node.$ref.slice(1);
  let value: unknown = document;
  for (const step of target.split("/").slice(1)) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  }
  if (typeof value !== "object" || value === null) {
    throw new Error(`the description refers to ${node.$ref}, which it does not have`);
  }
  return [value as Node, target];
}

/** RFC 6901, in the form of a URI fragment. */
function pointer(at: string, ...steps: readonly string[]): string {
  const escaped = steps.map((step) =>
    encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1")),
  );
  return [at, ...escaped].join("/");
}
