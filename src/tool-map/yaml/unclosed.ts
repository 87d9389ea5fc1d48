import { CST, type Document, isScalar, visit } from "yaml";

/** Where a quote or bracket that is never closed was opened, or null. */
export function unclosedAt(document: Document.Parsed): number | null {
  let found: number | null = null;
  visit(document, {
    Node: (_, node) => {
      const token = node.srcToken;
      const isOpen = isScalar(node) ? isOpenQuote(token) : isOpenCollection(token);
      if (isOpen && token !== undefined && found === null) {
        found = token.offset;
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return found;
}

function isOpenQuote(token: CST.Token | undefined): boolean {
  if (token?.type !== "single-quoted-scalar" && token?.type !== "double-quoted-scalar") {
    return false;
  }
  return token.source.length < 2 || token.source.at(-1) !== token.source[0];
}

function isOpenCollection(token: CST.Token | undefined): boolean {
  return (
    CST.isCollection(token) &&
    token.type === "flow-collection" &&
    !token.end.some(({ type }) => type === "flow-map-end" || type === "flow-seq-end")
  );
}
