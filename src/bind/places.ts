import type { Collector } from "../diagnostics/collector.js";
import type { RequestBody as ModelBody } from "../model/operation.js";
import type { Schema } from "../model/schema.js";
import type { Content, Parameter, SchemaNode } from "../openapi/api.js";
import type { Span } from "../source/source-file.js";
import { isJson } from "./answers.js";
import { withBytesAsText } from "./body-parts.js";
import { anyOfNodes } from "./body-schema.js";
import { forbiddenPlace } from "./header-problems.js";
import { useOfHeader } from "./headers.js";
import { ambiguousPlace, malformedPlace, unknownPlace } from "./input-problems.js";
import type { UsedOperation } from "./operation-table.js";
import { fieldsOf, kindOf, objectsIn } from "./schema-kind.js";
import { variantsOf } from "./variants.js";

/** A part of a request that a map can supply. */
export interface Place {
  /** How a map names it without doubt: `query.status`, `body.customer.id`. */
  readonly name: string;
  readonly target:
    | {
        readonly kind: "parameter";
        readonly parameter: Parameter;
        /** Members inside an object parameter (deepObject); empty for the parameter itself. */
        readonly path: readonly string[];
      }
    | { readonly kind: "body"; readonly path: readonly string[] };
  readonly schemas: readonly SchemaNode[];
  readonly required: boolean;
  readonly description: string;
  /** The alternatives of the body that have it, by name; none where all do. */
  readonly onlyIn: readonly string[];
  /** How the body that it stands in is written; null for a parameter. */
  readonly encoding: ModelBody["encoding"] | null;
}

/** A name in a map, with its place there. */
export interface PlaceName {
  readonly text: string;
  readonly span: Span;
}

const locations = new Set(["path", "query", "header", "cookie"]);

/** The body that a request is sent with: JSON where the API takes it. */
export function bodyContentOf(used: UsedOperation): Content | null {
  const contents = used.operation.requestBody?.contents ?? [];
  const rank = (content: Content) => encodings.findIndex(([test]) => test(content.mediaType));
  const [best] = [...contents].sort((a, b) => rank(a) - rank(b));
  return best ?? null;
}

/** How a media type is written on the wire. */
export function encodingOf(mediaType: string): ModelBody["encoding"] {
  return encodings.find(([test]) => test(mediaType))?.[1] ?? "binary";
}

const encodings: readonly (readonly [(mediaType: string) => boolean, ModelBody["encoding"]])[] = [
  [isJson, "json"],
  [(mediaType) => mediaType === "application/x-www-form-urlencoded", "form"],
  [(mediaType) => mediaType.startsWith("multipart/"), "multipart"],
  [(mediaType) => /^text\/|[/+](?:xml|yaml|x-yaml|graphql|x-ndjson)$/.test(mediaType), "text"],
  [() => true, "binary"],
];

/** The place that a key of `input`, `with` or `to` names, or a report that there is no one such place. */
export function findPlace(
  used: UsedOperation,
  name: PlaceName,
  collector: Collector,
): Place | null {
  const words = splitName(name.text);
  if (words === null) {
    collector.add(malformedPlace(name));
    return null;
  }
  const [first = "", ...rest] = words;
  const candidates =
    first === "body"
      ? qualifiedBody(used, rest)
      : locations.has(first) && rest.length > 0
        ? qualifiedParameter(used, first, rest)
        : bareCandidates(used, name.text);
  const [only, ...others] = candidates;
  const header = first === "header" ? rest[0] : headerOf(only);
  const use = header === undefined ? null : useOfHeader(header);
  if (header !== undefined && use !== null) {
    collector.add(forbiddenPlace(name.span, header, use));
    return null;
  }
  if (only === undefined) {
    collector.add(unknownPlace(name, used, meantBy(used, words)));
    return null;
  }
  if (others.length > 0) {
    collector.add(
      ambiguousPlace(
        name,
        used,
        candidates.map((place) => place.name),
      ),
    );
    return null;
  }
  return only;
}

function headerOf(place: Place | undefined): string | undefined {
  return place?.target.kind === "parameter" && place.target.parameter.location === "header"
    ? place.target.parameter.name
    : undefined;
}

/** Every place of an operation's request by its shortest name, for messages. */
export function placeNames(used: UsedOperation): readonly string[] {
  const names = [
    ...used.operation.parameters.map((parameter) => parameter.name),
    ...bodyFields(used),
  ];
  return [...new Set(names)];
}

/** Every part of a request that a name which is none may have meant: its own word, and how it is written. */
function meantBy(used: UsedOperation, words: readonly string[]): ReadonlyMap<string, string> {
  const [first = "", ...rest] = words;
  const isBody = first === "body";
  if (!isBody && !(locations.has(first) && rest.length > 0)) {
    return new Map(placeNames(used).map((name) => [name, name]));
  }
  const written = (...path: readonly string[]) => path.map(quoteWord).join(".");
  const beside = isBody
    ? siblingsOf(used, rest).map(([word, path]) => [word, written("body", ...path)] as const)
    : [];
  const others = [
    ...used.operation.parameters.map(
      ({ location, name }) => [name, written(location, name)] as const,
    ),
    ...bodyFields(used).map((name) => [name, written("body", name)] as const),
  ];
  return new Map([...others, ...beside]);
}

/** The properties of the object in which the first of the words is that is not there. */
function siblingsOf(
  used: UsedOperation,
  path: readonly string[],
): readonly (readonly [word: string, path: readonly string[]])[] {
  const node = bodySchemaOf(used);
  const schemas = node === null ? [] : [node];
  const known = path.findIndex(
    (_word, index) => descend(schemas, path.slice(0, index + 1), true) === null,
  );
  const above = path.slice(0, known);
  const found = descend(schemas, above, true)?.schemas ?? [];
  return [...fieldsOf(objectsIn(found)).keys()].map((word) => [word, [...above, word]]);
}

/** The whole schema of a place, in the model's form. */
export function schemaOfPlace(place: Place): Schema {
  const schema = anyOfNodes(place.schemas);
  switch (place.encoding) {
    case "multipart":
      return withBytesAsText(schema);
    case "binary":
      return { type: ["string"], contentEncoding: "base64" };
    case "text":
      return schema.type === undefined ? { ...schema, type: ["string"] } : schema;
    default:
      return schema;
  }
}

/**
 * What a call may send as its body, where the map can reach into it: an object that is not written
 * as JSON or as a form (XML, say) is passed as one text.
 */
export function bodySchemaOf(used: UsedOperation): SchemaNode | null {
  const content = bodyContentOf(used);
  const node = used.variant?.schema ?? content?.schema ?? null;
  const isOneText = content !== null && ["text", "binary"].includes(encodingOf(content.mediaType));
  const hasParts = node !== null && ["object", "record", "list", "any"].includes(kindOf([node]));
  return isOneText && hasParts ? null : node;
}

function bodyFields(used: UsedOperation): readonly string[] {
  const node = bodySchemaOf(used);
  return node === null ? [] : [...fieldsOf([node]).keys()];
}

function qualifiedParameter(
  used: UsedOperation,
  location: string,
  words: readonly string[],
): readonly Place[] {
  return used.operation.parameters
    .filter((parameter) => parameter.location === location && parameter.name === words[0])
    .flatMap((parameter) => parameterPlace(parameter, words.slice(1)) ?? []);
}

function parameterPlace(parameter: Parameter, path: readonly string[]): Place | null {
  const found = descend([parameter.schema], path, parameter.required);
  return found === null
    ? null
    : {
        name: [parameter.location, parameter.name, ...path].map(quoteWord).join("."),
        target: { kind: "parameter", parameter, path },
        schemas: found.schemas,
        required: found.required,
        description: path.length === 0 ? parameter.description : "",
        onlyIn: [],
        encoding: null,
      };
}

function qualifiedBody(used: UsedOperation, path: readonly string[]): readonly Place[] {
  const node = bodySchemaOf(used);
  const content = bodyContentOf(used);
  const body = used.operation.requestBody;
  if (body === null || content === null) {
    return [];
  }
  // A body of which nothing is said may be anything.
  const found = descend(node === null ? [] : [node], path, body.required);
  return found === null
    ? []
    : [
        {
          name: ["body", ...path].map(quoteWord).join("."),
          target: { kind: "body", path },
          schemas: found.schemas,
          required: found.required,
          description: path.length === 0 ? body.description : "",
          onlyIn: node === null ? [] : holdersOf(node, path),
          encoding: encodingOf(content.mediaType),
        },
      ];
}

/** The variants of a body that have a property, where others do not. */
function holdersOf(node: SchemaNode, [name]: readonly string[]): readonly string[] {
  const variants = variantsOf(node);
  const holders = variants.filter(
    ({ schema }) => name !== undefined && fieldsOf([schema]).has(name),
  );
  return holders.length < variants.length ? holders.map((variant) => variant.name) : [];
}

/** A bare name is a parameter or a body property, or a property of a body's single object property. */
function bareCandidates(used: UsedOperation, name: string): readonly Place[] {
  const parameters = used.operation.parameters
    .filter((parameter) => parameter.name === name)
    .flatMap((parameter) => parameterPlace(parameter, []) ?? []);
  const found = [...parameters, ...qualifiedBody(used, [name])];
  const fields = bodyFields(used);
  const [single] = fields;
  return found.length > 0 || single === undefined || fields.length > 1
    ? found
    : qualifiedBody(used, [single, name]);
}

/** Follows property names; a place is required where each step to it is. */
function descend(
  schemas: readonly SchemaNode[],
  path: readonly string[],
  required: boolean,
): { readonly schemas: readonly SchemaNode[]; readonly required: boolean } | null {
  let at = { schemas, required };
  for (const word of path) {
    const field = fieldsOf(objectsIn(at.schemas)).get(word);
    if (field === undefined) {
      return null;
    }
    at = { schemas: field.schemas, required: at.required && field.required };
  }
  return at;
}

/** `query."statuses[]"` as its words, or null where quotes do not close. */
function splitName(text: string): readonly string[] | null {
  const words: string[] = [];
  const pattern = /(?:"([^"]*)"|([^".]+))(?:\.|$)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) {
      return null;
    }
    words.push(match[1] ?? match[2] ?? "");
  }
  return words.length === 0 || text.endsWith(".") ? null : words;
}

function quoteWord(word: string): string {
  return /^[^".\s]+$/.test(word) && !/[[\]]/.test(word) ? word : `"${word}"`;
}
