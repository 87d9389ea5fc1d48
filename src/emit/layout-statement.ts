import {
  type Doc,
  emptyLine,
  group,
  hardline,
  ifBreak,
  indent,
  joinDocs,
  line,
  softBlock,
} from "./document.js";
import { layoutDocComment, layoutExpression, layoutLineComment } from "./layout.js";
import { fluid, layoutAssignment } from "./layout-assignment.js";
import { layoutBlock, layoutParameters, layoutPattern } from "./layout-function.js";
import { type Path, within } from "./layout-path.js";
import { layoutType, layoutTypeMember } from "./layout-type.js";
import { memberName, stringLiteral } from "./literal.js";
import type { TsExpression, TsFunction, TsImport, TsStatement, TsTypeParameter } from "./syntax.js";

export function layoutStatements(statements: readonly TsStatement[], path: Path): Doc {
  const docs: Doc[] = [];
  let separator: Doc = "";
  for (const statement of statements) {
    if (statement.kind === "blank") {
      separator = docs.length === 0 ? "" : emptyLine;
    } else {
      docs.push(separator, layoutStatement(statement, path));
      separator = hardline;
    }
  }
  return docs;
}

export function layoutStatement(node: TsStatement, path: Path): Doc {
  switch (node.kind) {
    case "const":
      return [declared(node), layoutConst(node, path), ";"];
    case "return":
      return node.value === null
        ? "return;"
        : ["return ", layoutResult(node.value, within(node, "value", path)), ";"];
    case "throw":
      return ["throw ", layoutResult(node.value, within(node, "value", path)), ";"];
    case "if":
      return layoutIf(node, path);
    case "expression":
      return [layoutExpression(node.of, within(node, "of", path)), ";"];
    case "function":
      return layoutFunction(node, path);
    case "import":
      return layoutImport(node);
    case "type-alias": {
      const type = layoutType(node.type, within(node, "type", path));
      const parameters = layoutTypeParameters(node.parameters, path);
      return [declared(node), fluid(["type ", node.name, parameters, " ="], type), ";"];
    }
    case "interface": {
      const members = node.members.map(
        (member): Doc => [layoutTypeMember(member, within(node, "member", path)), ";"],
      );
      const body: Doc =
        members.length === 0
          ? "{}"
          : ["{", indent([hardline, joinDocs(members, hardline)]), hardline, "}"];
      return [declared(node), "interface ", node.name, " ", body];
    }
    case "comment":
      return layoutLineComment(node.text);
    case "blank":
      return "";
    default:
      return node satisfies never;
  }
}

/** `<State extends JsonObject>` */
function layoutTypeParameters(parameters: readonly TsTypeParameter[], path: Path): Doc {
  const docs = parameters.map(({ name, constraint }) => [
    name,
    " extends ",
    layoutType(constraint, path),
  ]);
  return docs.length === 0 ? "" : ["<", joinDocs(docs, ", "), ">"];
}

function declared(node: { readonly exported: boolean; readonly comment: string }): Doc {
  const comment = node.comment === "" ? [] : [layoutDocComment(node.comment), hardline];
  return [...comment, node.exported ? "export " : ""];
}

function layoutConst(node: TsStatement & { kind: "const" }, path: Path): Doc {
  const type = node.type === null ? "" : [": ", layoutType(node.type, within(node, "type", path))];
  const left: Doc = ["const ", layoutPattern(node.pattern), type];
  const breaksLeft =
    node.pattern.kind === "object-pattern" &&
    node.pattern.members.length > 2 &&
    node.pattern.members.some(({ name, local }) => name !== local);
  const value = { node: node.value, path: within(node, "value", path) };
  return breaksLeft
    ? group([left, " = ", group(layoutExpression(value.node, value.path))])
    : layoutAssignment(
        { left, operator: " =", keyWidth: null, mayBreak: node.pattern.kind !== "identifier" },
        value,
      );
}

/** What is returned or thrown: an operator chain that does not fit gets parentheses. */
function layoutResult(value: TsExpression, path: Path): Doc {
  const doc = layoutExpression(value, path);
  return value.kind === "binary" ? group([ifBreak("("), softBlock(doc), ifBreak(")")]) : doc;
}

function layoutIf(node: TsStatement & { kind: "if" }, path: Path): Doc {
  const test = layoutExpression(node.test, within(node, "test", path));
  const consequent = layoutBranch(node.consequent, within(node, "consequent", path));
  const head = group(["if (", group(softBlock(test)), ") ", consequent]);
  const { alternate } = node;
  if (alternate === null) {
    return head;
  }
  const [only] = alternate;
  const inner = within(node, "alternate", path);
  const rest =
    alternate.length === 1 && only?.kind === "if"
      ? layoutIf(only, inner)
      : layoutBranch(alternate, inner);
  return [head, " else ", rest];
}

function layoutBranch(statements: readonly TsStatement[], path: Path): Doc {
  return statements.length === 0 ? ["{", hardline, "}"] : layoutBlock(statements, path);
}

function layoutFunction(node: TsFunction, path: Path): Doc {
  const parameters = layoutParameters(node.parameters, within(node, "parameters", path));
  const returns =
    node.returns === null ? "" : [": ", layoutType(node.returns, within(node, "returns", path))];
  return [
    declared(node),
    node.async ? "async " : "",
    "function ",
    node.name,
    group([group(parameters), returns]),
    " ",
    layoutBlock(node.body, within(node, "body", path)),
  ];
}

function layoutImport(node: TsImport): Doc {
  const start = node.typeOnly ? "import type " : "import ";
  const end: Doc = [" from ", stringLiteral(node.from), ";"];
  if (node.names.kind === "namespace") {
    return [start, "* as ", node.names.local, end];
  }
  const items = node.names.items.map(({ name, local, typeOnly }): Doc => {
    const renamed = name === local ? name : `${memberName(name)} as ${local}`;
    return typeOnly ? `type ${renamed}` : renamed;
  });
  if (items.length === 1) {
    return [start, "{ ", items, " }", end];
  }
  return [
    start,
    group(["{", indent([line, joinDocs(items, [",", line]), ifBreak(",")]), line, "}"]),
    end,
  ];
}
