import { posix } from "node:path";
import type { Api, Operation, SchemaNode } from "./api.js";
import type { Context } from "./context.js";
import { schemasOf } from "./load.js";
import { child, isObject, keysOf, type Node } from "./node.js";
import { invalidDocument, notValidated } from "./problems.js";
import { type Finding, findingsIn, foldFindings } from "./validation-findings.js";

/**
 * Checks the whole document, also what no tool uses: first its references and schemas, by reading
 * all of them, then its form against the specification's own schema. Findings are reported.
 */
export async function validateDocument(api: Api): Promise<void> {
  const { context } = schemasOf(api);
  const before = context.errors;
  readEverything(api);
  if (context.errors > before) {
    return;
  }
  if (context.version === "3.2") {
    context.report(context.entry, () => notValidated(context.entry));
    return;
  }
  for (const finding of foldFindings(await findingsOf(context))) {
    const node = nearestNode(context, keysOf(finding.path));
    if (child(node, "$ref") !== null) {
      // The library leaves references on a circle as they are, and then misses what they lead to.
      continue;
    }
    context.report({ ...node, path: `${node.path} ${finding.message}` }, () =>
      invalidDocument(node, context.version, finding.message),
    );
  }
}

function readEverything(api: Api): void {
  const seen = new Set<SchemaNode>();
  for (const head of api.operations) {
    const operation = api.resolve(head);
    const left = operation === null ? [] : [...schemasIn(operation)];
    for (let node = left.pop(); node !== undefined; node = left.pop()) {
      if (!seen.has(node)) {
        seen.add(node);
        left.push(...childrenOf(node));
      }
    }
  }
}

function schemasIn(operation: Operation): readonly SchemaNode[] {
  const holders = [operation.requestBody, ...operation.responses];
  return [
    ...operation.parameters.map((parameter) => parameter.schema),
    ...holders.flatMap((holder) =>
      (holder?.contents ?? []).flatMap((content) => content.schema ?? []),
    ),
  ];
}

function childrenOf(node: SchemaNode): readonly SchemaNode[] {
  const others = [node.items(), node.additional()];
  return [
    ...[...node.properties().values()].map((property) => property.schema),
    ...(node.variants()?.schemas ?? []),
    ...others.filter((other) => other !== null && typeof other !== "boolean"),
  ];
}

/** Where the library believes the project's root to be: it wants absolute paths. */
const pretendedRoot = "/project";

/** Loaded only here: whole documents are seldom validated, and the library is large. */
async function findingsOf({ entry, documents }: Context): Promise<readonly Finding[]> {
  const { default: SwaggerParser } = await import("@apidevtools/swagger-parser");
  try {
    await SwaggerParser.validate(posix.join(pretendedRoot, entry.file.path), {
      // The library leaves circles alone where it is not to unroll them.
      dereference: { circular: "ignore" },
      resolve: {
        http: false,
        file: false,
        project: {
          order: 1,
          canRead: true,
          read: (file: { readonly url: string }) => documents.textOf(projectPath(file.url)),
        },
      },
      parse: {
        json: false,
        yaml: false,
        text: false,
        binary: false,
        project: {
          order: 1,
          canParse: true,
          // It writes into what it is given.
          parse: (file: { readonly url: string }) => documents.freshValue(projectPath(file.url)),
        },
      },
    });
    return [];
  } catch (error) {
    return findingsIn(error);
  }
}

function projectPath(url: string): string {
  if (/^[a-z][a-z0-9+.-]+:/i.test(url)) {
    throw new Error(`reference to "${url}" is not followed: it leads to the network`);
  }
  return posix.relative(pretendedRoot, decodeURIComponent(url));
}

/** The node at the end of a path through references, or the last one on the way that exists. */
function nearestNode(context: Context, keys: readonly string[]): Node {
  let at = context.entry;
  for (const key of keys) {
    const next = child(at, key) ?? childOfTarget(at, key, context);
    if (next === null) {
      return at;
    }
    at = next;
  }
  return at;
}

function childOfTarget(node: Node, key: string, context: Context): Node | null {
  if (!isObject(node.value) || child(node, "$ref") === null) {
    return null;
  }
  const target = context.objectAt(node, "what the reference leads to");
  return target && child(target, key);
}
