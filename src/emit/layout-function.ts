import {
  type Doc,
  group,
  hardline,
  ifBreak,
  indent,
  joinDocs,
  line,
  softBlock,
} from "./document.js";
import { type Path, within } from "./layout-path.js";
import { layoutStatements } from "./layout-statement.js";
import { layoutType } from "./layout-type.js";
import { memberName, propertyName } from "./literal.js";
import type { TsObjectMember, TsParameter, TsPattern, TsStatement } from "./syntax.js";

export function layoutMethod(node: TsObjectMember & { kind: "method" }, path: Path): Doc {
  const parameters = layoutParameters(node.parameters, within(node, "parameters", path));
  const signature = group([propertyName(node.name), parameters]);
  return [node.async ? "async " : "", signature, " ", layoutBlock(node.body, path)];
}

export function layoutBlock(statements: readonly TsStatement[], path: Path): Doc {
  return statements.length === 0
    ? "{}"
    : ["{", indent([hardline, layoutStatements(statements, path)]), hardline, "}"];
}

export function layoutParameters(parameters: readonly TsParameter[], path: Path): Doc {
  if (parameters.length === 0) {
    return "()";
  }
  const docs = parameters.map((parameter) => layoutParameter(parameter, path));
  const [only] = parameters;
  if (parameters.length === 1 && only !== undefined && hugs(only)) {
    return ["(", docs, ")"];
  }
  return [
    "(",
    softBlock([
      joinDocs(
        docs.map((doc) => group(doc)),
        [",", line],
      ),
      ifBreak(","),
    ]),
    ")",
  ];
}

function hugs({ pattern, type }: TsParameter): boolean {
  return pattern.kind !== "identifier" || type?.kind === "object-type";
}

function layoutParameter({ pattern, type }: TsParameter, path: Path): Doc {
  const left = layoutPattern(pattern);
  return type === null ? left : [left, ": ", layoutType(type, within(pattern, "annotation", path))];
}

export function layoutPattern(pattern: TsPattern): Doc {
  switch (pattern.kind) {
    case "identifier":
      return pattern.name;
    case "object-pattern": {
      const members = pattern.members.map(
        ({ name, local }): Doc => (name === local ? name : `${memberName(name)}: ${local}`),
      );
      return members.length === 0
        ? "{}"
        : ["{", indent([line, joinDocs(members, [",", line]), ifBreak(",")]), line, "}"];
    }
    case "array-pattern":
      return group(["[", softBlock([joinDocs(pattern.items, [",", line]), ifBreak(",")]), "]"]);
    default:
      return pattern satisfies never;
  }
}
