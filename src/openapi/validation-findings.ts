/** One finding of the validating library. */
export interface Finding {
  /** JSON Pointer in the document with its references replaced. */
  readonly path: string;
  /** Lower case, no full stop. */
  readonly message: string;
  /** The keyword of the specification's schema that failed; null for a finding of another kind. */
  readonly keyword: string | null;
}

/** More than these tell nothing new. */
const mostFindings = 50;

/** Reads what the library throws: an error with details of its schema check, or a single message. */
export function findingsIn(error: unknown): readonly Finding[] {
  if (!(error instanceof Error)) {
    throw error;
  }
  if (error instanceof TypeError || error instanceof RangeError) {
    return [{ path: "", message: `the check failed (${error.message})`, keyword: null }];
  }
  if (!("details" in error) || !Array.isArray(error.details)) {
    return [{ path: "", message: error.message.split("\n")[0] ?? "", keyword: null }];
  }
  return error.details.flatMap((detail: unknown) => findingOf(detail) ?? []);
}

function findingOf(detail: unknown): Finding | null {
  if (typeof detail !== "object" || detail === null) {
    return null;
  }
  const { instancePath, keyword, message, params } = detail as { readonly [key: string]: unknown };
  if (typeof instancePath !== "string" || typeof keyword !== "string") {
    return null;
  }
  return {
    path: instancePath,
    message: `${String(message)}${named(params)}`,
    keyword: isAboutReferences(params) ? "$ref" : keyword,
  };
}

function named(params: unknown): string {
  if (typeof params !== "object" || params === null) {
    return "";
  }
  for (const name of ["additionalProperty", "unevaluatedProperty"]) {
    if (name in params) {
      return `: "${String((params as { readonly [key: string]: unknown })[name])}"`;
    }
  }
  if ("allowedValues" in params && Array.isArray(params.allowedValues)) {
    return `: ${params.allowedValues.map((value) => JSON.stringify(value)).join(", ")}`;
  }
  return "";
}

/** "An object, or else a reference": the second half says nothing about an object. */
function isAboutReferences(params: unknown): boolean {
  return (
    typeof params === "object" &&
    params !== null &&
    "missingProperty" in params &&
    params.missingProperty === "$ref"
  );
}

const combining: ReadonlySet<string | null> = new Set([
  "$ref",
  "oneOf",
  "anyOf",
  "allOf",
  "not",
  "if",
]);

/**
 * One finding for a mistake: where the specification's schema offers alternatives, each of them and
 * the choice itself fail around the mistake, so that only the deepest finding tells what it is.
 */
export function foldFindings(findings: readonly Finding[]): readonly Finding[] {
  const chosen = new Set(
    findings.filter((finding) => combining.has(finding.keyword)).map((finding) => finding.path),
  );
  const deepest = findings.filter(
    (finding) =>
      !chosen.has(finding.path) ||
      !findings.some((other) => other.path.startsWith(`${finding.path}/`)),
  );
  const byPath = new Map<string, Finding>();
  for (const finding of deepest) {
    const known = byPath.get(finding.path);
    if (known === undefined || (combining.has(known.keyword) && !combining.has(finding.keyword))) {
      byPath.set(finding.path, finding);
    }
  }
  return [...byPath.values()].slice(0, mostFindings);
}
