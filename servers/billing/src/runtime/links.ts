import { FatalError } from "./fatal.js";

/** The Link headers of answers that had one. */
const linksOf = new WeakMap<object, string>();

export function rememberLinks(answer: unknown, header: string | undefined): void {
  if (header !== undefined && typeof answer === "object" && answer !== null) {
    linksOf.set(answer, header);
  }
}

/**
 * What the page behind this answer is asked for with: the parameter's value in the URL that the
 * answer's Link header calls next. Null where it calls none so. Source: RFC 8288, section 3.
 */
export function nextLink(answer: unknown, parameter: string): string | null {
  const isThere = typeof answer === "object" && answer !== null;
  const header = isThere ? linksOf.get(answer) : undefined;
  const target = header === undefined ? null : targetOf("next", header);
  return target === null ? null : valueIn(target, parameter);
}

/**
 * The same of a URL that stands in the answer's body: the parameter's value in it, decoded. Null
 * where there is no URL, which is so on the last page.
 */
export function nextFromUrl(url: unknown, parameter: string): string | null {
  if (url === null || url === undefined || url === "") {
    return null;
  }
  return valueIn(typeof url === "string" ? url : "", parameter);
}

function valueIn(target: string, parameter: string): string {
  const url = URL.canParse(target, ANYWHERE) ? new URL(target, ANYWHERE) : null;
  const value = url?.searchParams.get(parameter) ?? null;
  if (value === null) {
    throw new FatalError("upstream_contract_broken", {
      problem: `the link to the next page has no ${parameter}`,
    });
  }
  return value;
}

/** A link may be relative; where it leads does not matter, for its query alone is read. */
const ANYWHERE = "http://localhost/";

const TARGET = /[\s,]*<([^>]*)>/y;
const PARAMETER = /\s*;\s*([^\s=;,"]+)(?:\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s",;]*)))?/y;

/** The first target with that relation. A link with an `anchor` is about something else. */
function targetOf(relation: string, header: string): string | null {
  for (let at = 0; ; ) {
    TARGET.lastIndex = at;
    const [, target] = TARGET.exec(header) ?? [];
    if (target === undefined) {
      return null;
    }
    at = TARGET.lastIndex;
    const parameters = new Map<string, string>();
    for (PARAMETER.lastIndex = at; ; at = PARAMETER.lastIndex) {
      const [, name, quoted, plain = ""] = PARAMETER.exec(header) ?? [];
      if (name === undefined) {
        break;
      }
      const key = name.toLowerCase();
      parameters.set(key, parameters.get(key) ?? quoted?.replaceAll(/\\(.)/g, "$1") ?? plain);
    }
    const relations = parameters.get("rel")?.toLowerCase().split(/\s+/) ?? [];
    if (relations.includes(relation) && !parameters.has("anchor")) {
      return target;
    }
  }
}
