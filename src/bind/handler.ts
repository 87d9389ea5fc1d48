import type { Schema } from "../model/schema.js";
import type { ObjectShape, Shape } from "../model/shape.js";
import type { ToolEntry } from "../tool-map/tool-map.js";
import type { BoundJob } from "./bound-job.js";
import type { BindContext } from "./context.js";
import { bindErrorRules, failuresOf, heldToOutput } from "./error-rules.js";
import { Expressions } from "./expressions.js";
import { outputNotObject } from "./problems.js";
import { bindInputs, placesOfInputs, toolScope } from "./tool-inputs.js";
import { Values } from "./values.js";
import { writtenSchema } from "./written-schema.js";

/** Binds a tool that the user writes: it may call the operations that it names, with all their parts. */
export function bindHandler(
  entry: ToolEntry,
  job: Extract<ToolEntry["job"], { kind: "handler" }>,
  context: BindContext,
): BoundJob | null {
  const operations = job.calls.flatMap((name) => context.operations.use(name) ?? []);
  for (const used of operations) {
    used.supplied.whole = true;
  }
  const places = placesOfInputs(entry, [], context);
  const inputs = bindInputs(entry.inputs, places.all, context);
  const outputSchema = outputSchemaOf(job.outputSchema, context);
  const values = new Values(
    new Expressions(context.functions, context.collector),
    context.collector,
    false,
  );
  const rules = bindErrorRules(entry.errors, {
    level: "tool",
    operations,
    scope: toolScope(inputs),
    values,
    problem: context.problem,
    standIns: null,
  });
  const errors = heldToOutput(rules, entry.errors, outputSchema, context.collector);
  return {
    inputs: inputs.map(({ input }) => input),
    operations,
    outputSchema,
    errors,
    failures: failuresOf(errors),
    body: {
      kind: "handler",
      file: job.file.value,
      operations: operations.map((used) => used.identifier).sort(byCodeUnit),
      output: outputSchema === null ? null : objectShape(outputSchema),
    },
  };
}

/** A handler's result always has every member; one that its schema does not require may be null. */
function outputSchemaOf(
  stated: Extract<ToolEntry["job"], { kind: "handler" }>["outputSchema"],
  { collector }: BindContext,
): Schema | null {
  if (stated === null) {
    return null;
  }
  const schema = writtenSchema(stated.value);
  if (schema.type?.includes("object") !== true || schema.properties === undefined) {
    collector.add(outputNotObject(stated.span));
    return null;
  }
  return completeObject(schema);
}

function completeObject(schema: Schema): Schema {
  const { properties = {} } = schema;
  const members = Object.entries(properties).map(([name, member]) => {
    const inner = typeof member === "object" ? complete(member) : {};
    const isRequired = schema.required?.includes(name) === true;
    return [name, isRequired || inner.type === undefined ? inner : nullable(inner)] as const;
  });
  return {
    ...schema,
    properties: Object.fromEntries(members),
    required: members.map(([name]) => name),
    additionalProperties: false,
  };
}

function complete(schema: Schema): Schema {
  if (schema.properties !== undefined) {
    return completeObject(schema);
  }
  return typeof schema.items === "object" ? { ...schema, items: complete(schema.items) } : schema;
}

function nullable(schema: Schema): Schema {
  const types = schema.type ?? [];
  return types.includes("null") || types.includes("array")
    ? schema
    : { ...schema, type: [...types, "null"] };
}

function objectShape(schema: Schema): ObjectShape {
  return {
    kind: "object",
    name: null,
    fields: Object.entries(schema.properties ?? {})
      .map(([name, member]) => ({
        name,
        shape: typeof member === "object" ? shapeOf(member) : ({ kind: "json" } as const),
        nullable: typeof member === "object" && member.type?.includes("null") === true,
      }))
      .sort((a, b) => byCodeUnit(a.name, b.name)),
  };
}

function shapeOf(schema: Schema): Shape {
  const types = (schema.type ?? []).filter((type) => type !== "null");
  const [type] = types;
  if (types.length !== 1) {
    return { kind: "json" };
  }
  switch (type) {
    case "string":
    case "boolean":
    case "number":
    case "integer":
      return { kind: type };
    case "array":
      return {
        kind: "list",
        element: typeof schema.items === "object" ? shapeOf(schema.items) : { kind: "json" },
        elementNullable: false,
      };
    case "object":
      return schema.properties === undefined ? { kind: "json" } : objectShape(schema);
    default:
      return { kind: "json" };
  }
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
