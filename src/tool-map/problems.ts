import type { DocumentedCodes } from "../diagnostics/codes.js";
import type { Diagnostic, Label } from "../diagnostics/diagnostic.js";
import type { Span, Spanned } from "../source/source-file.js";

/** A suggestion says more than a longer list of keys. */
const mostKeysListed = 20;

/** `where` is the path of keys that leads to a mapping, "" for the map itself. */
export function unknownKey(
  key: string,
  where: string,
  span: Span,
  known: readonly string[],
  suggestion: string | null,
): Diagnostic {
  const allowed = `the keys here are ${known.join(", ")}`;
  const isShort = suggestion === null || known.length <= mostKeysListed;
  const help = [
    ...(suggestion === null ? [] : [`did you mean "${suggestion}"?`]),
    ...(isShort ? [allowed] : []),
  ];
  return error("tool-map/unknown-key", `unknown key "${key}"${inside(where)}`, span, "", help);
}

export function missingKey(key: string, where: string, span: Span, example: string): Diagnostic {
  const message = where === "" ? `the map has no key "${key}"` : `${where} has no key "${key}"`;
  return error("tool-map/missing-key", message, span, `needs "${key}"`, [`add it: ${example}`]);
}

/** A key that has to be there, and may be one that is beside. */
export function misspeltKey(key: string, where: string, written: Spanned<string>): Diagnostic {
  const message = `${where} has no key "${key}"`;
  const help = [`did you mean "${key}" for "${written.value}"?`];
  return error("tool-map/missing-key", message, written.span, `perhaps this is "${key}"`, help);
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
      `some hosts take 60 characters for the server's and the tool's name together; keep to ${most}`,
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

export function misplacedOutput(path: string, among: string, span: Span): Diagnostic {
  const message = `the output "${path}" would be mixed up with ${among}`;
  return error("tool-map/misplaced-output", message, span, "", [
    "write a folder of its own: servers/billing",
  ]);
}

export function otherVersion(version: string, isText: boolean, span: Span): Diagnostic {
  const message = isText
    ? "the version of the format is a number, and this is a text"
    : `this mcpgen reads version 1 of the format, and not version ${version}`;
  return error("tool-map/other-version", message, span, "", [
    isText ? "write it without quotes: `version: 1`" : "write `version: 1`, or use a newer mcpgen",
  ]);
}

export function absoluteSpec(path: string, span: Span): Diagnostic {
  const message = `the spec is named by a path of one machine: "${path}"`;
  return error("tool-map/absolute-spec", message, span, "", [
    "write a path relative to the map: specs/billing.yaml",
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
    "env stands under upstream and approvals alone, so that no secret gets into a result",
    "supply a value to every call under upstream.with, and name it upstream.<name> in `with`",
  ]);
}

export function noVariable(found: string, span: Span): Diagnostic {
  const message = `"${found}" does not name an environment variable`;
  return error("tool-map/no-variable", message, span, "", [
    "write ${env.NAME}, of letters, digits and _",
  ]);
}

/** `meant` is a key beside it that may have been meant as `from`. */
export function projectionOfNothing(
  { value: key, span }: Spanned<string>,
  where: string,
  meant: Spanned<string> | null,
): Diagnostic {
  const message = `"${key}"${inside(where)} has no "from" beside it`;
  const problem = error("tool-map/no-from", message, span, "", [
    meant === null ? "add what it is taken from: `from: response.items`" : 'did you mean "from"?',
    "an object that has such a field is written `{ object: { … } }`",
  ]);
  return meant === null
    ? problem
    : {
        ...problem,
        labels: [
          { span: meant.span, text: "" },
          { span, text: "" },
        ],
      };
}

export function inexactNumber(text: string, span: Span): Diagnostic {
  const message = `the number ${text} is too large to be exact`;
  return error("tool-map/inexact-number", message, span, "", ["quote it, if it is an id"]);
}

function inside(where: string): string {
  return where === "" ? "" : ` in ${where}`;
}

function alternatives(choices: readonly string[]): string {
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

export const toolMapCodes: DocumentedCodes = {
  "tool-map/unknown-key": {
    title: "An unknown key",
    cause: "The key is none of those that may stand there; often it is misspelt or misplaced.",
    fix: "Take the suggestion, or one of the keys that the help line lists.",
  },
  "tool-map/missing-key": {
    title: "A key is missing",
    cause: "The mapping needs the key.",
    fix: "Add it, as the help line shows.",
  },
  "tool-map/wrong-kind": {
    title: "A value of the wrong kind",
    cause: "A list stands where a mapping belongs, a number where text belongs, and the like.",
    fix: "Write a value of the kind that the message names. A number that is text is quoted.",
  },
  "tool-map/invalid-value": {
    title: "A value of the wrong form",
    cause: "The value has the right kind but not the form that its key asks for.",
    fix: "Write it as the help line shows: `10s`, `10/min`, `1.0.0`, `404`.",
  },
  "tool-map/invalid-choice": {
    title: "None of the words that are possible",
    cause: "The key takes one of a few words.",
    fix: "Write one of those that the help line lists.",
  },
  "tool-map/invalid-name": {
    title: "A name that cannot be one",
    cause: "The name has characters, or a length, that some host, CEL or TypeScript refuses.",
    fix: "Follow the rule in the help line.",
  },
  "tool-map/reserved-name": {
    title: "A name that means something else",
    cause: "CEL, TypeScript or the format gives the word a meaning of its own.",
    fix: "Choose another name.",
  },
  "tool-map/long-name": {
    title: "A long tool name",
    cause:
      "Hosts put the server's name before the tool's, and some cut or refuse what is too long.",
    fix: "Choose a shorter name.",
  },
  "tool-map/name-taken": {
    title: "A step and a `let` of one name",
    cause: "Expressions could not tell the two apart.",
    fix: "Choose another name for one of them.",
  },
  "tool-map/outside-project": {
    title: "An output outside the project",
    cause: "The path is absolute, leads upward, or names the project itself.",
    fix: "Write a path relative to the map, without `..`: `servers/billing`.",
  },
  "tool-map/misplaced-output": {
    title: "An output among other files",
    cause: "The output folder lies in node_modules, holds the spec, or lies in the spec's folder.",
    fix: "Name a folder for the server alone: `servers/billing`.",
  },
  "tool-map/other-version": {
    title: "Another version of the format",
    cause: "`version` is not the number 1.",
    fix: "Write `version: 1`, or use an mcpgen that reads the other version.",
  },
  "tool-map/absolute-spec": {
    title: "A spec at an absolute path",
    cause: "The map names the spec by a path that holds on one machine alone.",
    fix: "Write a path relative to the map.",
  },
  "tool-map/remote-spec": {
    title: "A spec on the network",
    cause: "mcpgen reads files alone, so that the same input gives the same output.",
    fix: "Download the description into the project and name the file.",
  },
  "tool-map/conflicting-keys": {
    title: "Keys that exclude each other",
    cause: "Two keys say different things about the same matter.",
    fix: "Remove one, or move it to where the help line says.",
  },
  "tool-map/not-supported": {
    title: "A part of the format that this version lacks",
    cause: "The key or value belongs to the format, and this version of mcpgen cannot compile it.",
    fix: "Remove it, or use a newer version.",
  },
  "tool-map/hidden-characters": {
    title: "Characters that a reader cannot see",
    cause:
      "A text holds control, invisible or bidirectional characters, which a model reads and a reviewer does not.",
    fix: "Remove them; the message shows each as its code point.",
  },
  "tool-map/literal-secret": {
    title: "A secret written into the map",
    cause: "A credential stands in the map as it is, so that everyone with the repository has it.",
    fix: "Name an environment variable instead, and replace the secret by a new one if it was committed.",
  },
  "tool-map/no-variable": {
    title: "No environment variable",
    cause:
      "Under upstream and approvals, `${…}` stands for an environment variable, and what it holds is none.",
    fix: "Write ${env.NAME}; a name has letters, digits and underscores.",
  },
  "tool-map/misplaced-env": {
    title: "An environment variable where none may stand",
    cause: "A variable in an output, an error or a request could carry a secret to a model.",
    fix: "Supply it under upstream.with, and use it as `upstream.<name>` in `with`.",
  },
  "tool-map/no-from": {
    title: "A projection of nothing",
    cause:
      "`pick`, `maxItems` or `maxLength` stands without `from`, so that the mapping would be an object with fields of these names.",
    fix: "Write `from`, or put an object that has such a field under `object`.",
  },
  "tool-map/inexact-number": {
    title: "A number that would be rounded",
    cause: "Whole numbers beyond 2^53 are not exact in JavaScript.",
    fix: "Quote it, if it is an id.",
  },
};
