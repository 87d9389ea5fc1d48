import type { Diagnostic, Label } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/source-file.js";

/** `where` is the path of keys that leads to a mapping, "" for the map itself. */
export function unknownKey(
  key: string,
  where: string,
  span: Span,
  known: readonly string[],
  suggestion: string | null,
): Diagnostic {
  const allowed = `the keys here are ${known.join(", ")}`;
  const help = suggestion === null ? [allowed] : [`did you mean "${suggestion}"?`, allowed];
  return error("tool-map/unknown-key", `unknown key "${key}"${inside(where)}`, span, "", help);
}

export function missingKey(key: string, where: string, span: Span, example: string): Diagnostic {
  const message = where === "" ? `the map has no key "${key}"` : `${where} has no key "${key}"`;
  return error("tool-map/missing-key", message, span, `needs "${key}"`, [`add it: ${example}`]);
}

/** `wanted` and `found` with their articles: "a list", "nothing". */
export function wrongKind(
  where: string,
  wanted: string,
  found: string,
  span: Span,
  help: readonly string[] = [],
): Diagnostic {
  const message = `${where || "the map"} has to be ${wanted}, not ${found}`;
  return error("tool-map/wrong-kind", message, span, "", help);
}

/** A value of the right kind that is not of the right form. */
export function invalidValue(
  value: string,
  wanted: string,
  span: Span,
  help: readonly string[] = [],
): Diagnostic {
  return error("tool-map/invalid-value", `"${value}" is not ${wanted}`, span, "", help);
}

export function notOneOf(
  value: string,
  where: string,
  choices: readonly string[],
  span: Span,
  suggestion: string | null,
): Diagnostic {
  const message = `${where} cannot be "${value}"`;
  const allowed = `write ${alternatives(choices)}`;
  const help = suggestion === null ? [allowed] : [`did you mean "${suggestion}"?`, allowed];
  return error("tool-map/invalid-choice", message, span, "", help);
}

export function invalidName(thing: string, name: string, rule: string, span: Span): Diagnostic {
  return error("tool-map/invalid-name", `"${name}" cannot be the name of ${thing}`, span, "", [
    rule,
  ]);
}

export function reservedName(thing: string, name: string, because: string, span: Span): Diagnostic {
  const message = `"${name}" cannot be the name of ${thing}`;
  return error("tool-map/reserved-name", message, span, because, ["choose another name"]);
}

export function longName(name: string, length: number, most: number, span: Span): Diagnostic {
  return {
    code: "tool-map/long-name",
    severity: "warning",
    message: `the tool name "${name}" has ${length} characters`,
    labels: [{ span, text: "" }],
    help: [
      `some hosts cut or refuse a server and tool name of more than 60; stay below ${most + 1}`,
    ],
  };
}

export function nameTaken(thing: string, name: string, span: Span, first: Span): Diagnostic {
  const message = `"${name}" is already the name of ${thing}`;
  return withLabel(
    error("tool-map/name-taken", message, span, "again here", ["choose another name"]),
    first,
    "first here",
  );
}

export function outsideProject(where: string, path: string, span: Span): Diagnostic {
  const message = `${where} has to be a folder inside the project, not "${path}"`;
  return error("tool-map/outside-project", message, span, "", [
    'write a path relative to the map, without "..": servers/billing',
  ]);
}

export function remoteSpec(url: string, span: Span): Diagnostic {
  return error("tool-map/remote-spec", `the spec cannot be read from "${url}"`, span, "", [
    "download it into the project and name the file, so that a build does not depend on the network",
  ]);
}

export function conflictingKeys(
  first: { readonly key: string; readonly span: Span },
  second: { readonly key: string; readonly span: Span },
  help: string,
): Diagnostic {
  const message = `"${second.key}" cannot stand beside "${first.key}"`;
  return withLabel(
    error("tool-map/conflicting-keys", message, second.span, "", [help]),
    first.span,
    `because of "${first.key}"`,
  );
}

export function notSupported(what: string, span: Span): Diagnostic {
  return error("tool-map/not-supported", `${what} is not supported by this version`, span, "", [
    "remove it",
  ]);
}

export function hiddenCharacters(shown: string, span: Span): Diagnostic {
  return error(
    "tool-map/hidden-characters",
    `a text holds characters that a reader cannot see: "${shown}"`,
    span,
    "here",
    ["remove them: a model reads them, and a reviewer does not"],
  );
}

/** The secret itself is named nowhere. */
export function literalSecret(where: string, span: Span, example: string): Diagnostic {
  return error("tool-map/literal-secret", `${where} holds a secret as it is`, span, "", [
    `name an environment variable instead: ${example}`,
    "a secret that was committed has to be replaced by a new one",
  ]);
}

export function misplacedEnv(span: Span): Diagnostic {
  return error("tool-map/misplaced-env", "env cannot be used here", span, "", [
    "env stands under upstream alone, so that no secret gets into a result",
    "supply a value to every call under upstream.with, and name it upstream.<name> in `with`",
  ]);
}

export function inexactNumber(text: string, span: Span): Diagnostic {
  const message = `the number ${text} is too large to be exact`;
  return error("tool-map/inexact-number", message, span, "", ["quote it, if it is an id"]);
}

function inside(where: string): string {
  return where === "" ? "" : ` in ${where}`;
}

export function alternatives(choices: readonly string[]): string {
  const last = choices.at(-1) ?? "";
  const rest = choices.slice(0, -1);
  return rest.length === 0 ? last : `${rest.join(", ")} or ${last}`;
}

function withLabel(problem: Diagnostic, span: Span, text: string): Diagnostic {
  const label: Label = { span, text };
  return { ...problem, labels: [...problem.labels, label] };
}

function error(
  code: Diagnostic["code"],
  message: string,
  span: Span,
  text: string,
  help: readonly string[],
): Diagnostic {
  return { code, severity: "error", message, labels: [{ span, text }], help };
}
