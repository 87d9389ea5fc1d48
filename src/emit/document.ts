/**
 * A document says where lines may break; the printer (print.ts) breaks the outermost groups that do
 * not fit.
 */
export type Doc =
  | string
  | readonly Doc[]
  | GroupDoc
  | { readonly kind: "indent"; readonly content: Doc }
  /** `align` indents by spaces, which a nested `indent` is counted from. */
  | { readonly kind: "align"; readonly spaces: number; readonly content: Doc }
  | { readonly kind: "line"; readonly mode: "soft" | "space" | "hard" | "empty" }
  | {
      readonly kind: "if-break";
      readonly broken: Doc;
      readonly flat: Doc;
      readonly group: symbol | null;
    }
  | { readonly kind: "indent-if-break"; readonly content: Doc; readonly group: symbol }
  /** The first variant that fits; the last one where none does. */
  | { readonly kind: "best-fitting"; readonly variants: readonly Doc[] }
  /** As many items on each line as fit; `separators` stand between them. */
  | { readonly kind: "fill"; readonly items: readonly Doc[]; readonly separator: Doc }
  | { readonly kind: "expand-parent" };

export interface GroupDoc {
  readonly kind: "group";
  readonly content: Doc;
  readonly expand: boolean;
  readonly id: symbol | null;
  /** What the group prints, for those who ask which groups were broken. */
  readonly tag: object | null;
}

export const softline: Doc = { kind: "line", mode: "soft" };
export const line: Doc = { kind: "line", mode: "space" };
export const hardline: Doc = { kind: "line", mode: "hard" };
export const emptyLine: Doc = { kind: "line", mode: "empty" };
export const expandParent: Doc = { kind: "expand-parent" };

export function group(
  content: Doc,
  options: { expand?: boolean; id?: symbol; tag?: object } = {},
): Doc {
  return {
    kind: "group",
    content,
    expand: options.expand ?? false,
    id: options.id ?? null,
    tag: options.tag ?? null,
  };
}

export function indent(content: Doc): Doc {
  return { kind: "indent", content };
}

export function align(spaces: number, content: Doc): Doc {
  return { kind: "align", spaces, content };
}

export function ifBreak(broken: Doc, flat: Doc = "", id: symbol | null = null): Doc {
  return { kind: "if-break", broken, flat, group: id };
}

export function indentIfBreak(content: Doc, id: symbol): Doc {
  return { kind: "indent-if-break", content, group: id };
}

/** The first variant that fits flat; the last one, broken, where none does. */
export function bestFitting(variants: readonly Doc[]): Doc {
  return { kind: "best-fitting", variants };
}

/** The content on lines of its own, one level in, where the group breaks. */
export function softBlock(content: Doc): Doc {
  return [indent([softline, content]), softline];
}

export function joinDocs(docs: readonly Doc[], separator: Doc): Doc {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc]));
}

/** Whether the document cannot be printed on one line. */
export function willBreak(doc: Doc): boolean {
  if (typeof doc === "string") {
    return false;
  }
  if (isList(doc)) {
    return doc.some(willBreak);
  }
  switch (doc.kind) {
    case "group":
      return doc.expand || willBreak(doc.content);
    case "indent":
    case "align":
    case "indent-if-break":
      return willBreak(doc.content);
    case "line":
      return doc.mode === "hard" || doc.mode === "empty";
    case "if-break":
      return willBreak(doc.broken) || willBreak(doc.flat);
    case "fill":
      return doc.items.some(willBreak);
    case "best-fitting":
      return false;
    case "expand-parent":
      return true;
    default:
      return doc satisfies never;
  }
}

/** The document as it looks on one line. */
export function withoutLines(doc: Doc): Doc {
  if (typeof doc === "string") {
    return doc;
  }
  if (isList(doc)) {
    return doc.map(withoutLines);
  }
  switch (doc.kind) {
    case "group":
      return group(withoutLines(doc.content));
    case "indent":
    case "align":
    case "indent-if-break":
      return withoutLines(doc.content);
    case "line":
      return doc.mode === "soft" ? "" : doc.mode === "space" ? " " : doc;
    case "if-break":
      return withoutLines(doc.flat);
    case "fill":
      return withoutLines(joinDocs(doc.items, doc.separator));
    case "best-fitting":
      return withoutLines(doc.variants[0] ?? "");
    case "expand-parent":
      return doc;
    default:
      return doc satisfies never;
  }
}

interface Expanded {
  readonly doc: Doc;
  readonly breaks: boolean;
}

/**
 * A group around what must break is broken itself; the variants of a best fit keep to themselves.
 * They share most of what is in them: without a memory of it, work would double at every level.
 */
export function expandGroups(doc: Doc, known: Map<object, Expanded> = new Map()): Expanded {
  if (typeof doc === "string") {
    return { doc, breaks: false };
  }
  const found = known.get(doc);
  if (found !== undefined) {
    return found;
  }
  const expanded = expandedOnce(doc, (part) => expandGroups(part, known));
  known.set(doc, expanded);
  return expanded;
}

function expandedOnce(doc: Exclude<Doc, string>, expandGroups: (doc: Doc) => Expanded): Expanded {
  if (isList(doc)) {
    const parts = doc.map((part) => expandGroups(part));
    return { doc: parts.map((part) => part.doc), breaks: parts.some((part) => part.breaks) };
  }
  switch (doc.kind) {
    case "group": {
      const inner = expandGroups(doc.content);
      const expand = doc.expand || inner.breaks;
      return { doc: { ...doc, content: inner.doc, expand }, breaks: expand };
    }
    case "indent":
    case "align":
    case "indent-if-break": {
      const inner = expandGroups(doc.content);
      return { doc: { ...doc, content: inner.doc }, breaks: inner.breaks };
    }
    case "line":
      return { doc, breaks: doc.mode === "hard" || doc.mode === "empty" };
    case "if-break": {
      const broken = expandGroups(doc.broken);
      const flat = expandGroups(doc.flat);
      return { doc: { ...doc, broken: broken.doc, flat: flat.doc }, breaks: broken.breaks };
    }
    case "best-fitting": {
      const variants = doc.variants.map((variant) => expandGroups(variant).doc);
      return { doc: { ...doc, variants }, breaks: false };
    }
    case "fill": {
      const items = doc.items.map((item) => expandGroups(item));
      return {
        doc: { ...doc, items: items.map((item) => item.doc) },
        breaks: items.some((item) => item.breaks),
      };
    }
    case "expand-parent":
      return { doc, breaks: true };
    default:
      return doc satisfies never;
  }
}

export function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}
