import { CORE_SCHEMA, load, mergeTag, type Schema, YAMLException } from "js-yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { bytesOf, type SourceFile } from "../source/source-file.js";
import { exactInteger, parseExactJson } from "./exact-integers.js";
import { findJsonError } from "./json-error.js";
import { jsonValue } from "./json-values.js";
import { invalidJson, invalidYaml } from "./syntax-problems.js";

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
  readonly yaml: Schema;
}

/**
 * The value that a file holds: JSON's types, with a bigint for an integer past 2^53. A value that
 * YAML aliases share is one object, and may contain itself. Of large JSON only what is looked at is
 * made; it is not for writing.
 */
export function parseFile(file: SourceFile): Parsed {
  return parsedWith(file, { json: lazyJson, yaml: exactSchema });
}

/** The same, made as a whole and of JSON's types alone, for a reader that changes it. */
export function parseWhole(file: SourceFile): Parsed {
  return parsedWith(file, { json: (one) => wholeJson(one, JSON.parse), yaml: plainSchema });
}

function parsedWith(file: SourceFile, { json, yaml }: Syntaxes): Parsed {
  const named = file.path.toLowerCase();
  if (named.endsWith(".json") || looksLikeJson(file.text)) {
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
  return parseYaml(file, yaml);
}

function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

/** Below it, making all values costs nothing that anybody would notice. */
const largeJson = 256 * 1024;

function lazyJson(file: SourceFile): Parsed | null {
  const bytes = bytesOf(file);
  const found = bytes === null || bytes.length < largeJson ? null : jsonValue(bytes);
  return found === null ? wholeJson(file, parseExactJson) : { kind: "parsed", value: found.value };
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

function parseYaml(file: SourceFile, schema: Schema): Parsed {
  try {
    const options = { schema, maxDepth: deepestYaml, maxTotalMergeKeys: mostMergedKeys };
    return { kind: "parsed", value: load(file.text, options) };
  } catch (error) {
    if (error instanceof YAMLException) {
      const offset = error.mark?.position ?? null;
      return { kind: "invalid", diagnostic: invalidYaml(file, error.reason, offset) };
    }
    throw error;
  }
}
