import type { OperationHead } from "./api.js";
import type { Context } from "./context.js";
import { child, children, isObject, isTrue, type Node, textOf } from "./node.js";

/** An operation as it is listed: found, and nothing below it read. */
export interface ListedOperation {
  readonly head: OperationHead;
  /** The path item around it, references followed. */
  readonly pathItem: Node;
  /** As written under its method; possibly a reference. */
  readonly operation: Node;
}

const methods: ReadonlySet<string> = new Set([
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
]);

/**
 * Every operation of the document's paths.
 *
 * Source: OpenAPI 3.2.0, sections 4.8 (Paths Object) and 4.9 (Path Item Object).
 */
export function listOperations(context: Context): readonly ListedOperation[] {
  const paths = child(context.entry, "paths");
  const listed: ListedOperation[] = [];
  for (const [path, written] of paths === null ? [] : context.members(paths)) {
    if (!path.startsWith("/")) {
      continue;
    }
    const seen = new Set<string>();
    for (const pathItem of pathItems(written, context)) {
      for (const [method, operation] of operationsIn(pathItem, context)) {
        if (!seen.has(method)) {
          seen.add(method);
          listed.push(listedOperation(path, method, pathItem, operation, context));
        }
      }
    }
  }
  return listed;
}

/** A path item and, where it refers to another, that one; what stands beside the reference wins. */
function pathItems(written: Node, context: Context): readonly Node[] {
  if (!isObject(written.value)) {
    return [];
  }
  if (child(written, "$ref") === null) {
    return [written];
  }
  const target = context.objectAt(written, "a path item");
  return target === null ? [written] : [written, target];
}

function operationsIn(pathItem: Node, context: Context): readonly (readonly [string, Node])[] {
  const found: (readonly [string, Node])[] = [];
  for (const [key, member] of children(pathItem)) {
    if (methods.has(key) || (key === "query" && context.version === "3.2")) {
      found.push([key.toUpperCase(), member]);
    } else if (key === "additionalOperations" && context.version === "3.2") {
      found.push(
        // Such a method is sent as it is written: to HTTP, `copy` is another one than `COPY`.
        ...children(member),
      );
    }
  }
  return found.filter(([, operation]) => isObject(operation.value));
}

function listedOperation(
  path: string,
  method: string,
  pathItem: Node,
  operation: Node,
  context: Context,
): ListedOperation {
  const target = context.objectAt(operation, "an operation") ?? operation;
  const operationId = textOf(target, "operationId")?.trim() || null;
  const tags = child(target, "tags");
  return {
    pathItem,
    operation,
    head: {
      key: operationId ?? `${method} ${path}`,
      operationId,
      method,
      path,
      tags: (tags === null ? [] : children(tags))
        .map(([, tag]) => tag.value)
        .filter((tag) => typeof tag === "string"),
      deprecated: isTrue(target, "deprecated"),
      pointer: { file: target.file, path: target.path },
    },
  };
}
