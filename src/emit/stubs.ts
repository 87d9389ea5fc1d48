import type { FunctionDeclaration, FunctionType, Server } from "../model/server.js";
import type { HandlerBody, Tool } from "../model/tool.js";
import {
  arrow,
  type Code,
  call,
  literal,
  parameter,
  printLineComment,
  printStatements,
} from "./code.js";
import { Imports } from "./imports.js";
import { constant, functionOf, reference, throwing } from "./statements.js";
import { toolNames } from "./tool-file.js";

const header = "Yours: mcpgen wrote this file once, as a stub, and never touches it again.";

/** The view of src/handlers/handler.ts.hbs. */
export interface HandlerView {
  readonly header: Code;
  readonly imports: Code;
  readonly handler: Code;
}

export function handlerView(tool: Tool): HandlerView {
  const { identifier, type } = toolNames(tool);
  const imports = new Imports("../runtime");
  const handlerType = imports.type(`../tools/${tool.name}.js`, type);
  const body = arrow(["_input", "_context"], call(imports.runtime("notImplemented"), []), {
    async: true,
  });
  const stub = constant(identifier, body, {
    type: reference(handlerType),
    exported: true,
    comment: tool.description,
  });
  return {
    header: printLineComment(header),
    imports: printStatements(imports.statements()),
    handler: printStatements([stub]),
  };
}

/** The view of src/functions.ts.hbs. */
export interface FunctionsView {
  readonly header: Code;
  readonly imports: Code;
  readonly functions: readonly Code[];
}

export function functionsView(server: Server): FunctionsView {
  const imports = new Imports("./runtime");
  const stubs = server.functions.map((declaration) => functionStub(declaration, imports));
  return {
    header: printLineComment(header),
    imports: printStatements(imports.statements()),
    functions: stubs.map((stub) => printStatements([stub])),
  };
}

function functionStub(declaration: FunctionDeclaration, imports: Imports) {
  const parameters = declaration.args.map((type, at) =>
    parameter(`_${argumentName(at)}`, typeOf(type, imports)),
  );
  const failure = call(imports.runtime("notWritten"), [literal(declaration.name)]);
  return functionOf(declaration.name, parameters, [throwing(failure)], {
    returns: typeOf(declaration.returns, imports),
    exported: true,
  });
}

/** `a`, `b`, … `z`, `a1`, … */
function argumentName(at: number): string {
  const letter = String.fromCharCode("a".charCodeAt(0) + (at % 26));
  return at < 26 ? letter : `${letter}${Math.floor(at / 26)}`;
}

function typeOf(type: FunctionType, imports: Imports) {
  switch (type) {
    case "string":
    case "number":
    case "boolean":
      return reference(type);
    case "integer":
      return reference("number");
    case "json":
      return reference(imports.type(imports.runtimePath("json"), "JsonValue"));
    default:
      return type satisfies never;
  }
}

/** The handlers' files: two tools may share one, and it is then written for the first. */
export function handlerTools(server: Server): readonly (Tool & { readonly body: HandlerBody })[] {
  const seen = new Set<string>();
  return server.tools.filter((tool): tool is Tool & { readonly body: HandlerBody } => {
    const isNew = tool.body.kind === "handler" && !seen.has(tool.body.file);
    if (tool.body.kind === "handler") {
      seen.add(tool.body.file);
    }
    return isNew;
  });
}
