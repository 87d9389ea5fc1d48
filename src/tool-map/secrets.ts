import type { SourceFile, Span } from "../source/source-file.js";
import { namesEnv } from "./expression-text.js";

/** Names of headers whose values are credentials. */
const credentialName =
  /^(?:proxy-)?authorization$|^cookie$|(?:^|[-_])(?:api[-_]?key|access[-_]?key|token|secret|password)$/i;

export function isCredentialName(header: string): boolean {
  return credentialName.test(header);
}

/** Whether a URL carries a user name or password of its own. */
export function holdsCredentials(url: string): boolean {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)@/i.exec(url)?.[1];
  return authority !== undefined && !namesEnv(authority);
}

/**
 * The stretches of a map that may hold a secret as it is: under `upstream` and `approvals`, what stands
 * in `auth` or beside the name of a credential and names no environment variable. Found without a YAML parser, so
 * that a map that is not valid YAML gives nothing away either.
 */
export function likelySecrets(file: SourceFile): readonly Span[] {
  const found: Span[] = [];
  let holdsSecrets = false;
  let authIndent: number | null = null;
  let start = 0;
  for (const line of file.text.split("\n")) {
    const indent = line.length - line.trimStart().length;
    if (authIndent !== null && indent <= authIndent && line.trim() !== "") {
      authIndent = null;
    }
    if (/^[^\s#]/.test(line)) {
      holdsSecrets = /^["']?(?:upstream|approvals)["']?\s*:/.test(line);
    }
    const from = holdsSecrets ? secretStart(line, authIndent !== null) : null;
    if (from !== null) {
      found.push(...secretsFrom(file, start + from, start + line.trimEnd().length));
    }
    if (holdsSecrets && /^\s*["']?auth["']?\s*:/.test(line)) {
      authIndent = indent;
    }
    start += line.length + 1;
  }
  return found;
}

/** Where in a line a credential may begin. */
function secretStart(line: string, isAuth: boolean): number | null {
  for (const key of line.matchAll(/(?:^|[{,])\s*(?:- +)*["']?([\w-]+)["']?\s*:\s*/g)) {
    const [matched, name = ""] = key;
    if (isAuth || ["auth", "slack"].includes(name) || isCredentialName(name)) {
      return key.index + matched.length;
    }
  }
  const url = /:\/\/[^\s/]*@/.exec(line);
  return url?.index ?? (isAuth ? line.length - line.trimStart().length : null);
}

/** What is no secret: a key in braces, a variable, a comment, quotes and brackets. */
const harmless =
  /[{,]\s*["']?[\w-]+["']?\s*:(?=\s)|\$\{\s*env\.\w+\s*\}|\s#.*|[{}[\],"'\s]|[^{}[\],"'\s]+/y;

function secretsFrom(file: SourceFile, start: number, end: number): readonly Span[] {
  const found: Span[] = [];
  const rest = file.text.slice(start, end);
  harmless.lastIndex = 0;
  for (let part = harmless.exec(rest); part !== null; part = harmless.exec(rest)) {
    const isComment = /^\s#/.test(part[0]);
    const isText = /^[^\s{}[\],"'$]|^\$(?!\{\s*env\.)/.test(part[0]);
    // After a literal, a comment may be a piece of it: quotes are not understood here.
    if (isText || (isComment && found.length > 0)) {
      found.push({ file, start: start + part.index, end: start + part.index + part[0].length });
    }
  }
  return found;
}
