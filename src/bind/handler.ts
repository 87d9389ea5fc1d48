import type { ToolEntry } from "../tool-map/tool-map.js";
import type { BoundJob } from "./bound-job.js";
import type { BindContext } from "./context.js";
import { bindErrorRules, failuresOf, heldToOutput } from "./error-rules.js";
import { Expressions } from "./expressions.js";
import { type HandlerOutput, handlerOutput } from "./handler-output.js";
import { byCodeUnit } from "./order.js";
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
  const output = outputOf(job.outputSchema, context);
  const outputSchema = output?.schema ?? null;
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
      output: output?.shape ?? null,
    },
    halves: null,
  };
}

/** What a handler answers with; null where the map does not say. */
export function outputOf(
  stated: Extract<ToolEntry["job"], { kind: "handler" }>["outputSchema"],
  { collector }: BindContext,
): HandlerOutput | null {
  if (stated === null) {
    return null;
  }
  const schema = writtenSchema(stated.value);
  if (schema.type?.includes("object") !== true || schema.properties === undefined) {
    collector.add(outputNotObject(stated.span, "outputSchema"));
    return null;
  }
  return handlerOutput(schema);
}
