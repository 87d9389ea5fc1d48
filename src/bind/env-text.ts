import type { EnvText } from "../model/server.js";
import type { SourceText } from "../source/source-text.js";

/** Text in which `${env.NAME}` may stand (the parser has seen to it that nothing else does). */
export function envText(source: SourceText): EnvText {
  const parts: (string | { readonly env: string })[] = [];
  const addText = (text: string) => {
    const before = parts.at(-1);
    if (typeof before === "string") {
      parts[parts.length - 1] = before + text;
    } else if (text !== "") {
      parts.push(text);
    }
  };
  let from = 0;
  for (const match of source.text.matchAll(/\$\$\{|\$\{\s*env\.([A-Za-z_][A-Za-z0-9_]*)\s*\}/g)) {
    addText(source.text.slice(from, match.index));
    if (match[1] === undefined) {
      addText("${");
    } else {
      parts.push({ env: match[1] });
    }
    from = match.index + match[0].length;
  }
  addText(source.text.slice(from));
  return parts;
}
