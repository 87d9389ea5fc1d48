import type { Diagnostic, Label } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/suggest.js";
import type { SourceFile } from "../source/source-file.js";
import type { Pointer } from "./api.js";
import { joined, type Node } from "./node.js";
import { spanOf } from "./place.js";

export function notOpenApi(file: SourceFile): Diagnostic {
  return {
    code: "openapi/not-openapi",
    severity: "error",
    message: `"${file.path}" is not an OpenAPI document`,
    labels: [
      { span: { file, start: 0, end: 1 }, text: 'neither "openapi" nor "swagger" is stated' },
    ],
    help: ['an OpenAPI document begins with, for example, "openapi: 3.1.0"'],
  };
}

export function unsupportedVersion(version: Node, stated: string): Diagnostic {
  return {
    code: "openapi/unsupported-version",
    severity: "error",
    message: `OpenAPI version "${stated}" is not supported`,
    labels: [{ span: spanOf(version, "value"), text: "" }],
    help: ["supported are 2.0, 3.0, 3.1 and 3.2"],
  };
}

export function unresolvedReference(reference: Node, key: string, holder: Node): Diagnostic {
  const names =
    typeof holder.value === "object" && holder.value !== null ? Object.keys(holder.value) : [];
  const similar = nearest(key, names);
  const labels: Label[] = [{ span: spanOf(reference, "value"), text: `there is no "${key}"` }];
  if (similar !== null) {
    const span = spanOf({ file: holder.file, path: joined(holder.path, similar) }, "key");
    labels.push({ span, text: "a similar name is declared here" });
  }
  return {
    code: "openapi/unresolved-reference",
    severity: "error",
    message: `reference "${reference.value}" leads nowhere`,
    labels,
    help: similar === null ? [] : [`did you mean "${similar}"?`],
  };
}

export function endlessReference(reference: Pointer): Diagnostic {
  return {
    code: "openapi/endless-reference",
    severity: "error",
    message: "a reference leads back to itself",
    labels: [{ span: spanOf(reference, "value"), text: "reached again before any object" }],
    help: ["let one of the references lead to an object"],
  };
}

export function remoteReference(reference: Node): Diagnostic {
  return {
    code: "openapi/remote-reference",
    severity: "error",
    message: `reference "${reference.value}" is not followed: it leads to the network`,
    labels: [{ span: spanOf(reference, "value"), text: "" }],
    help: ["save the document beside this one, and refer to the file"],
  };
}

export function wrongKind(node: Pointer, what: string, wanted: string): Diagnostic {
  return {
    code: "openapi/wrong-kind",
    severity: "error",
    message: `${what} must be ${wanted}`,
    labels: [{ span: spanOf(node), text: `not ${wanted}` }],
    help: [],
  };
}

export function duplicateOperationId(
  operationId: string,
  operations: readonly Pointer[],
): Diagnostic {
  return {
    code: "openapi/duplicate-operation-id",
    severity: "error",
    message: `several operations have the operationId "${operationId}"`,
    labels: operations.map((operation, index) => ({
      span: spanOf({ file: operation.file, path: joined(operation.path, "operationId") }, "value"),
      text: index === 0 ? "" : "and here",
    })),
    help: ["give each operation an operationId of its own"],
  };
}

export function unknownLocation(node: Node, name: string, location: string | null): Diagnostic {
  const stated = location === null ? node : { file: node.file, path: joined(node.path, "in") };
  return {
    code: "openapi/unknown-location",
    severity: "error",
    message: `parameter "${name}" does not say where it goes`,
    labels: [
      { span: spanOf(stated), text: location === null ? '"in" is missing' : "not a location" },
    ],
    help: ['"in" is path, query, header or cookie'],
  };
}

export function unsupportedLocation(node: Node, name: string): Diagnostic {
  return {
    code: "openapi/unsupported-location",
    severity: "error",
    message: `parameter "${name}" is the whole query string, which cannot be sent yet`,
    labels: [{ span: spanOf({ file: node.file, path: joined(node.path, "in") }), text: "" }],
    help: ["declare the parameters of the query one by one, with in: query"],
  };
}

export function unsupportedCollectionFormat(format: Node): Diagnostic {
  return {
    code: "openapi/unsupported-collection-format",
    severity: "error",
    message: `collectionFormat "${format.value}" is not supported`,
    labels: [{ span: spanOf(format), text: "" }],
    help: ["supported are csv, ssv, pipes and multi"],
  };
}

export function undeclaredPathParameter(operation: Pointer, name: string): Diagnostic {
  return {
    code: "openapi/undeclared-path-parameter",
    severity: "warning",
    message: `the path's "{${name}}" is not declared; it is taken to be text`,
    labels: [{ span: spanOf(operation, "key"), text: `no parameter "${name}" in the path` }],
    help: [`declare it: { name: ${name}, in: path, required: true, schema: { type: string } }`],
  };
}

export function unusedPathParameter(
  parameter: { readonly name: string; readonly pointer: Pointer },
  path: string,
): Diagnostic {
  return {
    code: "openapi/unused-path-parameter",
    severity: "warning",
    message: `path parameter "${parameter.name}" is not in the path, and is left out`,
    labels: [{ span: spanOf(parameter.pointer), text: `"${path}" has no "{${parameter.name}}"` }],
    help: [],
  };
}

export function invalidDocument(node: Pointer, version: string, reason: string): Diagnostic {
  return {
    code: "openapi/invalid-document",
    severity: "error",
    message: `not valid by the schema of OpenAPI ${version}: ${reason}`,
    labels: [{ span: spanOf(node), text: "" }],
    help: [],
  };
}

export function notValidated(version: Node): Diagnostic {
  return {
    code: "openapi/not-validated",
    severity: "note",
    message: "the form of an OpenAPI 3.2 document is not checked as a whole",
    labels: [{ span: spanOf({ file: version.file, path: "/openapi" }, "value"), text: "" }],
    help: ["its references and schemas were checked, and what tools use always is"],
  };
}

/** Reported as a warning: without the keyword the schema accepts more, and never less. */
export function ignoredKeyword(at: Pointer, keyword: string, wanted: string): Diagnostic {
  return {
    code: "openapi/ignored-keyword",
    severity: "warning",
    message: `"${keyword}" must be ${wanted}, and is ignored here`,
    labels: [{ span: spanOf(at), text: `not ${wanted}` }],
    help: [],
  };
}

export function otherType(at: Pointer, meant: string): Diagnostic {
  return {
    code: "openapi/other-type",
    severity: "warning",
    message: `a value is not of the type that is stated for it, and is taken for ${meant}`,
    labels: [{ span: spanOf(at, "value"), text: "of another type" }],
    help: [`write ${meant}, or state the other type`],
  };
}

export function oversizedValue(at: Pointer, keyword: string): Diagnostic {
  return {
    code: "openapi/oversized-value",
    severity: "warning",
    message: `the value of "${keyword}" is too large, or contains itself, and is ignored here`,
    labels: [{ span: spanOf(at, "key"), text: "" }],
    help: ["state a smaller value, without YAML aliases that multiply it"],
  };
}

export function cutOff(at: Pointer, levels: number): Diagnostic {
  return {
    code: "openapi/cut-off",
    severity: "warning",
    message: `what is more than ${levels} levels below its root is taken to be any value`,
    labels: [{ span: spanOf(at, "key"), text: "the first such level" }],
    help: ["pass what is nested so deep by an input of its own"],
  };
}

export function endlessSchema(at: Pointer, keyword: string): Diagnostic {
  return {
    code: "openapi/endless-schema",
    severity: "warning",
    message: `"${keyword}" leads back to the schema that it stands in, and is ignored here`,
    labels: [{ span: spanOf(at, "key"), text: "asks the same of the same value, without end" }],
    help: ["let a schema contain itself in a property or an element alone"],
  };
}

export function tooManyParts(at: Pointer): Diagnostic {
  return {
    code: "openapi/too-deep",
    severity: "error",
    message: "the schema is put together of too many parts",
    labels: [{ span: spanOf(at, "key"), text: "one of the first that are too many" }],
    help: ["name each part once under `allOf`"],
  };
}

export function tooDeep(at: Pointer): Diagnostic {
  return {
    code: "openapi/too-deep",
    severity: "error",
    message: "the schema is nested too deeply",
    labels: [{ span: spanOf(at, "key"), text: "more than 200 levels below its root" }],
    help: ["give parts of the schema names in the components, and refer to them"],
  };
}

export { openapiCodes } from "./codes.js";
