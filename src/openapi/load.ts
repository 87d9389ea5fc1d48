import type { Collector } from "../diagnostics/collector.js";
import { unreadable } from "../diagnostics/read-problems.js";
import { readNamed, readSource } from "../source/read.js";
import type { SourceFile, Span } from "../source/source-file.js";
import type { Api, Operation, OperationHead } from "./api.js";
import { Context } from "./context.js";
import { Documents } from "./documents.js";
import { findText } from "./find-text.js";
import { descend, isObject, type Node } from "./node.js";
import { resolveOperation } from "./operation.js";
import { type ListedOperation, listOperations } from "./operation-heads.js";
import { parseFile } from "./parse.js";
import { spanOf } from "./place.js";
import { duplicateOperationId, notOpenApi, unsupportedVersion } from "./problems.js";
import { Schemas } from "./schema/schemas.js";
import { securitySchemesOf } from "./security-schemes.js";
import { documentServers } from "./servers.js";
import { type Version, versionOf } from "./version.js";

export interface SpecSource {
  /** The project's root, absolute: what the document refers to must lie in it. */
  readonly root: string;
  /** The document, relative to the root or absolute. */
  readonly path: string;
  /** Where the tool map names the document, which must then lie in the root; null for a person's word. */
  readonly namedAt: Span | null;
}

/** Reads an OpenAPI document of any supported version. Null after a reported error. */
export function loadApi(source: SpecSource, collector: Collector): Api | null {
  // What a map names is confined as what a description names is; a person may name any file.
  const read = source.namedAt === null ? readNamed : readSource;
  const result = read(source.root, source.path);
  if (result.kind === "unreadable") {
    collector.add(unreadable(result.problem, source.namedAt));
    return null;
  }
  return readApi(result.file, source.root, collector);
}

/** The same for a text that has been read. */
export function readApi(file: SourceFile, root: string, collector: Collector): Api | null {
  const parsed = parseFile(file);
  if (parsed.kind === "invalid") {
    collector.add(parsed.diagnostic);
    return null;
  }
  const entry: Node = { file, path: "", value: parsed.value };
  const version = statedVersion(entry, collector);
  if (version === null) {
    return null;
  }
  const documents = new Documents(root);
  documents.add(entry);
  return apiOf(new Context(entry, documents, version, collector));
}

const schemasOfApis = new WeakMap<Api, Schemas>();

/** What an `Api` of this module reads its document with. */
export function schemasOf(api: Api): Schemas {
  const schemas = schemasOfApis.get(api);
  if (schemas === undefined) {
    throw new Error("an Api that was not read from a document");
  }
  return schemas;
}

function apiOf(context: Context): Api {
  const { entry } = context;
  const listed = context.leniently(() => listOperations(context));
  const schemas = new Schemas(context);
  const resolved = new Map<OperationHead, Operation | null>();
  const title = descend(entry, ["info", "title"])?.value;
  const api: Api = {
    file: entry.file,
    title: typeof title === "string" ? title : "",
    operations: listed.map((operation) => operation.head),
    securitySchemes: context.leniently(() => securitySchemesOf(context)),
    servers: documentServers(context),
    spanOf,
    findText(heads, isWanted) {
      const used = listed.filter(({ head }) => heads.includes(head));
      const starts = used.flatMap(({ operation, pathItem }) => [operation, pathItem]);
      return findText(starts, context, isWanted) ?? findText([entry], context, isWanted);
    },
    resolve(head) {
      const known = resolved.get(head);
      if (known !== undefined) {
        return known;
      }
      const operation = resolveListed(head, listed, schemas);
      resolved.set(head, operation);
      return operation;
    },
  };
  schemasOfApis.set(api, schemas);
  return api;
}

function resolveListed(
  head: OperationHead,
  listed: readonly ListedOperation[],
  schemas: Schemas,
): Operation | null {
  const operation = listed.find((candidate) => candidate.head === head);
  if (operation === undefined) {
    throw new Error(`${head.key} is not an operation of this document`);
  }
  const same = listed.filter(
    (other) => other.head.operationId !== null && other.head.operationId === head.operationId,
  );
  if (same.length > 1) {
    const places = same.map((other) => other.head.pointer);
    schemas.context.report({ ...head.pointer, path: `operationId ${head.operationId}` }, () =>
      duplicateOperationId(head.key, places),
    );
  }
  return resolveOperation(operation, schemas);
}

function statedVersion(entry: Node, collector: Collector): Version | null {
  const stated = isObject(entry.value)
    ? (descend(entry, ["openapi"]) ?? descend(entry, ["swagger"]))
    : null;
  if (stated === null) {
    collector.add(notOpenApi(entry.file));
    return null;
  }
  // YAML reads an unquoted `swagger: 2.0` as the number 2.
  const text = stated.value === 2 ? "2.0" : String(stated.value);
  const version = versionOf(text);
  if (version === null) {
    collector.add(unsupportedVersion(stated, text));
  }
  return version;
}
