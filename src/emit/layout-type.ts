import {
  align,
  type Doc,
  group,
  hardline,
  ifBreak,
  indent,
  joinDocs,
  line,
  softBlock,
} from "./document.js";
import { layoutDocComment } from "./layout.js";
import { type Path, parentKind, within } from "./layout-path.js";
import { memberName, numberLiteral, stringLiteral } from "./literal.js";
import type { TsObjectType, TsType, TsTypeMember } from "./syntax.js";

export function layoutType(node: TsType, path: Path): Doc {
  switch (node.kind) {
    case "reference":
      return [node.name, layoutTypeArguments(node.args, within(node, "argument", path))];
    case "literal":
      return layoutLiteralType(node.value);
    case "union":
      return layoutUnion(node, path);
    case "intersection":
      return group(
        joinDocs(
          node.types.map((type) => layoutType(type, within(node, "type", path))),
          " & ",
        ),
      );
    case "list": {
      const element = layoutType(node.element, within(node, "element", path));
      const composite =
        node.element.kind === "union" ||
        node.element.kind === "intersection" ||
        node.element.kind === "typeof" ||
        (node.element.kind === "list" && node.element.readonly);
      return [node.readonly ? "readonly " : "", composite ? ["(", element, ")"] : element, "[]"];
    }
    case "typeof":
      return ["typeof ", node.name];
    case "indexed":
      return [layoutType(node.of, within(node, "of", path)), "[", stringLiteral(node.index), "]"];
    case "object-type":
      return layoutObjectType(node, path);
    default:
      return node satisfies never;
  }
}

function layoutLiteralType(value: string | number | boolean | null): Doc {
  if (typeof value === "string") {
    return stringLiteral(value);
  }
  return typeof value === "number" ? numberLiteral(value) : String(value);
}

function layoutTypeArguments(args: readonly TsType[], path: Path): Doc {
  const [only] = args;
  if (only === undefined) {
    return "";
  }
  const docs = args.map((type) => layoutType(type, path));
  if (args.length === 1 && hugs(only)) {
    return ["<", docs, ">"];
  }
  return group(["<", softBlock(joinDocs(docs, [",", line])), ">"]);
}

const keywords = new Set(["null", "undefined", "void"]);

/** Types that are read in one piece, and objects that may be null. */
function hugs(node: TsType): boolean {
  if (node.kind === "union") {
    const nothings = node.types.filter((type) => isNull(type)).length;
    const object = node.types.some((type) => type.kind === "object-type" || isReference(type));
    return nothings === node.types.length - 1 && object;
  }
  return (
    node.kind === "literal" ||
    node.kind === "object-type" ||
    (node.kind === "reference" && node.args.length === 0)
  );
}

function isNull(node: TsType): boolean {
  return node.kind === "literal"
    ? node.value === null
    : node.kind === "reference" && node.name === "void";
}

const builtIn = new Set(["string", "number", "boolean", "unknown", "never", "any", "object"]);

function isReference(node: TsType): boolean {
  return node.kind === "reference" && !keywords.has(node.name) && !builtIn.has(node.name);
}

function layoutUnion(node: TsType & { kind: "union" }, path: Path): Doc {
  const hugging = hugs(node);
  const types = node.types.map((type) => layoutType(type, within(node, "type", path)));
  if (hugging) {
    return joinDocs(types, " | ");
  }
  const indents = parentKind(path) !== "reference";
  const separated = joinDocs(
    types.map((type) => align(2, type)),
    [line, "| "],
  );
  const code: Doc = [ifBreak([indents ? line : "", "| "]), separated];
  if (parentKind(path) === "list" || parentKind(path) === "intersection") {
    return group(softBlock([ifBreak("| "), separated]));
  }
  return group(indents ? indent(code) : code);
}

function layoutObjectType(node: TsObjectType, path: Path): Doc {
  if (node.members.length === 0) {
    return "{}";
  }
  const members = node.members.map((member) =>
    layoutTypeMember(member, within(node, "member", path)),
  );
  const doc: Doc = ["{", indent([line, joinDocs(members, [";", line]), ifBreak(";")]), line, "}"];
  const inOnlyParameter = path.key === "annotation";
  const expand = node.expanded || path.expanded.has(node);
  return inOnlyParameter ? doc : group(doc, { expand, tag: node });
}

export function layoutTypeMember(member: TsTypeMember, path: Path): Doc {
  const comment = member.comment === "" ? [] : [layoutDocComment(member.comment), hardline];
  return [
    ...comment,
    member.readonly ? "readonly " : "",
    memberName(member.name),
    member.optional ? "?: " : ": ",
    layoutType(member.type, path),
  ];
}
