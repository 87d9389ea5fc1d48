import type { EnvText } from "../model/server.js";
import type { SourceText } from "../source/source-text.js";

/** Text in which `${env.NAME}` may stand (the parser has seen to it that nothing else does). */
export function envText(source: SourceText): EnvText {
  const parts: (string | { readonly env: string })[] = [];
  let from = 0;
  for (const match of source.text.matchAll(/\$\$\{|\$\{\s*env\.([A-Za-z_][A-Za-z0-9_]*)\s*\}/g)) {
    if (match.index > from) {
      parts.push(source.text.slice(from, match.index));
    }
    parts.push(match[1] === undefined ? "${" : { env: match[1] });
    from = match.index + match[0].length;
  }
  if (from < source.text.length) {
    parts.push(source.text.slice(from));
  }
  return parts;
}
