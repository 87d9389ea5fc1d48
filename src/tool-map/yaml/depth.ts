import { CST } from "yaml";

/**
 * Where tokens nest deeper than `most` levels, or null. The `yaml` package composes them by
 * recursion, and what is deep enough ends the process.
 */
export function tooDeepAt(tokens: readonly CST.Token[], most: number): number | null {
  let level: readonly CST.Token[] = tokens.flatMap((token) =>
    token.type === "document" && token.value !== undefined ? [token.value] : [],
  );
  for (let depth = 0; depth < most; depth++) {
    level = level.flatMap(childrenOf);
  }
  return level.find((token) => CST.isCollection(token))?.offset ?? null;
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (!CST.isCollection(token)) {
    return [];
  }
  const children: CST.Token[] = [];
  for (const { key, value } of token.items) {
    if (key !== undefined && key !== null) {
      children.push(key);
    }
    if (value !== undefined) {
      children.push(value);
    }
  }
  return children;
}
