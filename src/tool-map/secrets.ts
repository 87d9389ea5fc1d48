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
 * The stretches of a map that may hold a secret as it is: under `upstream`, what stands in `auth` or
 * beside the name of a credential, and is more than environment variables. Found without a YAML
 * parser, so that a map that is not valid YAML gives nothing away either.
 */
export function likelySecrets(file: SourceFile): readonly Span[] {
  const found: Span[] = [];
  let isUpstream = false;
  let authIndent: number | null = null;
  let start = 0;
  for (const line of file.text.split("\n")) {
    const indent = line.length - line.trimStart().length;
    if (authIndent !== null && indent <= authIndent && line.trim() !== "") {
      authIndent = null;
    }
    if (/^[^\s#]/.test(line)) {
      isUpstream = /^["']?upstream["']?\s*:/.test(line);
    }
    const from = isUpstream ? secretStart(line, authIndent !== null) : null;
    if (from !== null && !isHarmless(line.slice(from))) {
      found.push({ file, start: start + from, end: start + line.trimEnd().length });
    }
    if (isUpstream && /^\s*["']?auth["']?\s*:/.test(line)) {
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
    if (isAuth || name === "auth" || isCredentialName(name)) {
      return key.index + matched.length;
    }
  }
  const url = /:\/\/[^\s/]*@/.exec(line);
  return url?.index ?? (isAuth ? line.length - line.trimStart().length : null);
}

/** Whether nothing is left without the variables, keys, comments and punctuation. */
function isHarmless(value: string): boolean {
  const rest = value
    .replace(/\s#.*$/, "")
    .replace(/\$\{\s*env\.\w+\s*\}/g, "")
    .replace(/["']?[\w-]+["']?\s*:(?=\s|$)/g, "");
  return !/\w/.test(rest);
}
