import {
  CORE_SCHEMA,
  constructFromEvents,
  mergeTag,
  parseEvents,
  type Schema,
  YAMLException,
} from "js-yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { bytesOf, type SourceFile } from "../source/source-file.js";
import { exactInteger, parseExactJson } from "./exact-integers.js";
import { findJsonError } from "./json-error.js";
import { jsonValue } from "./json-values.js";
import { invalidJson, invalidYaml } from "./syntax-problems.js";
import { withVerbatimKeys } from "./yaml-keys.js";
import { yamlValue } from "./yaml-values.js";

/** Deeper nesting is refused: it is an attack, or a mistake of indentation. */
export const deepestYaml = 500;

/** Enough for any real document; it bounds what `<<` can multiply. */
const mostMergedKeys = 200_000;

/** The core schema of YAML 1.2 has no dates; `<<` is older than it, but widely used. */
const plainSchema = CORE_SCHEMA.withTags(mergeTag);
const exactSchema = plainSchema.withTags(exactInteger);

const syntaxes = new WeakMap<SourceFile, "json" | "yaml">();

/** How a parsed file is written. */
export function syntaxOf(file: SourceFile): "json" | "yaml" {
  return syntaxes.get(file) ?? "yaml";
}

export type Parsed =
  | { readonly kind: "parsed"; readonly value: unknown }
  | { readonly kind: "invalid"; readonly diagnostic: Diagnostic };

interface Syntaxes {
  /** Null where the text is not JSON. */
  readonly json: (file: SourceFile) => Parsed | null;
  readonly yaml: (file: SourceFile) => Parsed;
}

/**
 * The value that a file holds: JSON's types, with a bigint for an integer past 2^53. A value that
 * YAML aliases share is one object, and may contain itself. Of a large file only what is looked at is
 * made, if it is JSON or plain YAML; it is not for writing.
 */
export function parseFile(file: SourceFile): Parsed {
  return parsedWith(file, { json: lazyJson, yaml: lazyYaml });
}

/** The same, made as a whole and of JSON's types alone, for a reader that changes it. */
export function parseWhole(file: SourceFile): Parsed {
  return parsedWith(file, {
    json: (one) => wholeJson(one, JSON.parse),
    yaml: (one) => wholeYaml(one, plainSchema),
  });
}

function parsedWith(file: SourceFile, { json, yaml }: Syntaxes): Parsed {
  const named = file.path.toLowerCase();
  if (named.endsWith(".json") || looksLikeJson(file)) {
    const parsed = json(file);
    if (parsed !== null) {
      syntaxes.set(file, "json");
      return parsed;
    }
    if (named.endsWith(".json")) {
      return { kind: "invalid", diagnostic: invalidJson(file, findJsonError(file.text)) };
    }
  }
  syntaxes.set(file, "yaml");
  return yaml(file);
}

function looksLikeJson(file: SourceFile): boolean {
  const start = bytesOf(file)?.toString("latin1", 0, 64) ?? "";
  return /^\s*[{[]/.test(/\S/.test(start) ? start : file.text);
}

/** Below it, making all values costs nothing that anybody would notice. */
const large = 256 * 1024;

function bytesOfLarge(file: SourceFile): Buffer | null {
  const bytes = bytesOf(file);
  return bytes === null || bytes.length < large ? null : bytes;
}

function lazyJson(file: SourceFile): Parsed | null {
  const bytes = bytesOfLarge(file);
  const found = bytes && jsonValue(bytes);
  return found === null ? wholeJson(file, parseExactJson) : { kind: "parsed", value: found.value };
}

function lazyYaml(file: SourceFile): Parsed {
  const bytes = bytesOfLarge(file);
  const found = bytes && yamlValue(bytes, (text) => loadYaml(text, exactSchema));
  return found === null ? wholeYaml(file, exactSchema) : { kind: "parsed", value: found.value };
}

function wholeJson({ text }: SourceFile, parse: (text: string) => unknown): Parsed | null {
  try {
    return { kind: "parsed", value: parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

function wholeYaml(file: SourceFile, schema: Schema): Parsed {
  try {
    return { kind: "parsed", value: loadYaml(file.text, schema) };
  } catch (error) {
    if (error instanceof YAMLException) {
      const offset = error.mark?.position ?? null;
      return { kind: "invalid", diagnostic: invalidYaml(file, error.reason, offset) };
    }
    throw error;
  }
}

/** @throws YAMLException */
function loadYaml(text: string, schema: Schema): unknown {
  const events = withVerbatimKeys(parseEvents(text, { maxDepth: deepestYaml }), text);
  const documents = constructFromEvents(events, {
    source: text,
    schema,
    maxTotalMergeKeys: mostMergedKeys,
  });
  if (documents.length > 1) {
    throw new YAMLException("expected a single document in the stream");
  }
  return documents[0];
}
