import type { GateHandlerBody } from "../model/gate.js";
import type { Server } from "../model/server.js";
import type { HandlerBody } from "../model/tool.js";
import { array, literal, name, property } from "./code.js";
import type { Imports } from "./imports.js";
import type { Names } from "./names.js";
import { ShapeWriter } from "./shape-code.js";
import { constant, literalType, reference, typeAlias, typeOf, union } from "./statements.js";
import type { TsObjectMember, TsStatement, TsType } from "./syntax.js";
import { clientReference } from "./tool-code.js";
import type { ToolNames } from "./tool-identifiers.js";

/** What a handler's file is held to, and the members of its tool. */
export function handledParts(
  { identifier, type }: ToolNames,
  body: HandlerBody | GateHandlerBody,
  server: Server,
  imports: Imports,
  names: Names,
): { readonly members: readonly TsObjectMember[]; readonly declarations: readonly TsStatement[] } {
  imports.value(`../handlers/${body.file}.js`, identifier, "handler");
  const client = () => clientReference(server, imports);
  const shapes = new ShapeWriter(imports, names);
  const output = body.output === null ? null : shapes.object(body.output.fields);
  const handlerType =
    body.kind === "handler"
      ? reference(imports.type(imports.runtimePath("tool"), "Handler"), [
          typeOf("input"),
          picked(client, body.operations),
          ...(output === null ? [] : [typeOf("output")]),
        ])
      : reference(imports.type(imports.runtimePath("gates/gate"), "GateHandler"), [
          typeOf("input"),
          picked(client, body.reads),
          picked(client, body.calls),
          output === null ? literalType(null) : typeOf("output"),
          reference("State"),
        ]);
  const comment = `What src/handlers/${body.file}.ts must be: it may call these operations and no others.`;
  const parameters =
    body.kind === "handler" ? [] : [{ name: "State", constraint: reference("object") }];
  return {
    members: [
      ...(output === null ? [] : [property("output", name("output"))]),
      ...(body.kind === "handler"
        ? [property("calls", array(body.operations.map(literal)))]
        : [
            property("reads", array(body.reads.map(literal))),
            property("calls", array(body.calls.map(literal))),
          ]),
    ],
    declarations: [
      ...shapes.statements(),
      ...(output === null ? [] : [constant("output", output)]),
      typeAlias(type, handlerType, { exported: true, comment, parameters }),
    ],
  };
}

/** `Pick<Billing, "getOrder" | "listOrders">` */
function picked(client: () => TsType, operations: readonly string[]): TsType {
  return operations.length === 0
    ? reference("Record", [reference("never"), reference("never")])
    : reference("Pick", [client(), union(operations.map(literalType))]);
}
