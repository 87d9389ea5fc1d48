import type { FunctionDeclaration, FunctionType, Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import {
  arrow,
  type Code,
  call,
  literal,
  object,
  parameter,
  printLineComment,
  printStatements,
  property,
} from "./code.js";
import { isGate } from "./gates.js";
import { Imports } from "./imports.js";
import { constant, functionOf, reference, throwing } from "./statements.js";
import type { ToolIdentifiers } from "./tool-identifiers.js";

const header = "Yours: mcpgen wrote this file once, as a stub, and never touches it again.";

const gateStub =
  "`prepare` returns `draft({ summary, state })` or a failure, and changes nothing; `confirm` is " +
  "given that state, and makes the call. Name its type in place of `object`.";

/** The view of src/handlers/handler.ts.hbs. */
export interface HandlerView {
  readonly header: Code;
  readonly imports: Code;
  readonly handlers: readonly Code[];
}

/** A file of handlers, of those tools that name it. */
export function handlerView(tools: readonly Tool[], names: ToolIdentifiers): HandlerView {
  const imports = new Imports("../runtime");
  const stubs = tools.map((tool) => {
    const { identifier, type } = names.of(tool);
    const handlerType = imports.type(`../tools/${tool.name}.js`, type);
    const unwritten = (given: string) =>
      arrow([given, "_context"], call(imports.runtime("notImplemented"), []), { async: true });
    if (!isGate(tool)) {
      return constant(identifier, unwritten("_input"), {
        type: reference(handlerType),
        exported: true,
        comment: tool.description,
      });
    }
    const halves = object(
      [property("prepare", unwritten("_input")), property("confirm", unwritten("_state"))],
      { expanded: true },
    );
    return constant(identifier, halves, {
      type: reference(handlerType, [reference("object")]),
      exported: true,
      comment: `${tool.description.trimEnd()}\n\n${gateStub}`,
    });
  });
  return {
    header: printLineComment(header),
    imports: printStatements(imports.statements()),
    handlers: stubs.map((stub) => printStatements([stub])),
  };
}

/** The handlers' files by name, each with the tools that it is for. */
export function handlerFiles(server: Server): ReadonlyMap<string, readonly Tool[]> {
  const files = new Map<string, Tool[]>();
  for (const tool of server.tools) {
    if (tool.body.kind === "handler" || tool.body.kind === "gate-handler") {
      files.set(tool.body.file, [...(files.get(tool.body.file) ?? []), tool]);
    }
  }
  return files;
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
