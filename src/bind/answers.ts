import type { Content, Operation, Response, SchemaNode } from "../openapi/api.js";

/** What the API answers on success, as far as its own description says. */
export type AnswerSchema =
  | { readonly kind: "json"; readonly nodes: readonly SchemaNode[]; readonly mayBeEmpty: boolean }
  | { readonly kind: "text" }
  | { readonly kind: "file"; readonly mediaTypes: readonly string[] }
  | { readonly kind: "empty" };

/** `application/json`, `application/problem+json` and their like (RFC 6839, section 3.1). */
export function isJson(mediaType: string): boolean {
  return mediaType === "application/json" || mediaType.endsWith("+json") || mediaType === "*/*";
}

/** The success answers of an operation; those with JSON win over the others. Those that rules catch are none. */
export function answerOf(
  operation: Operation,
  caught: ReadonlySet<string> = new Set(),
): AnswerSchema {
  const all = operation.responses.filter((response) => isSuccess(response.status));
  const uncaught = all.filter((response) => !caught.has(response.status));
  const successes = uncaught.length > 0 ? uncaught : all;
  const chosen =
    successes.length > 0
      ? successes
      : operation.responses.filter((response) => response.status === "default");
  const contents = chosen.flatMap((response) => response.contents);
  const json = contents.filter((content) => isJson(content.mediaType));
  if (json.length > 0) {
    return {
      kind: "json",
      nodes: json.flatMap((content) => content.schema ?? []),
      mayBeEmpty: chosen.some((response) => response.contents.length === 0),
    };
  }
  if (contents.length === 0) {
    return { kind: "empty" };
  }
  return contents.every((content) => content.mediaType.startsWith("text/"))
    ? { kind: "text" }
    : { kind: "file", mediaTypes: mediaTypesOf(contents) };
}

/**
 * The JSON schemas of the bodies that an operation declares for a rule's key: of errors, or of the
 * answers themselves where the rule is about a success.
 */
export function errorBodiesOf(operation: Operation, on: string): readonly SchemaNode[] {
  const isAboutSuccess = isSuccess(on);
  return operation.responses
    .filter((response) => isSuccess(response.status) === isAboutSuccess && answers(response, on))
    .flatMap((response) => response.contents)
    .filter((content) => isJson(content.mediaType))
    .flatMap((content) => content.schema ?? []);
}

/** Whether the operation's description says that it may answer what a rule's key names. */
export function declaresStatus(operation: Operation, on: string): boolean {
  if (on === "timeout" || on === "network" || on === "default") {
    return true;
  }
  return operation.responses.some((response) => answers(response, on));
}

function answers(response: Response, on: string): boolean {
  const { status } = response;
  if (status === "default" || on === "default") {
    return true;
  }
  const key = on.toUpperCase();
  return key.endsWith("XX") || status.endsWith("XX")
    ? status.charAt(0) === key.charAt(0)
    : status === key;
}

function isSuccess(status: string): boolean {
  return status.startsWith("2");
}

function mediaTypesOf(contents: readonly Content[]): readonly string[] {
  return [...new Set(contents.map((content) => content.mediaType))];
}
