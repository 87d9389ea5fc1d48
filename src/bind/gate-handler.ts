import type { GateHandlerEntry, ToolEntry } from "../tool-map/tool-map.js";
import { lifetimeOf, mayReachDesk } from "./approvals.js";
import type { BoundJob } from "./bound-job.js";
import type { BindContext } from "./context.js";
import { bindErrorRules } from "./error-rules.js";
import { Expressions } from "./expressions.js";
import { bindApproval, outcomesOfChoice } from "./gate-approval.js";
import { distinct, failuresByHalf, gateFailures } from "./gate-failures.js";
import { noteKeys, refuseResults } from "./gate-parts.js";
import { gateWithoutCalls } from "./gate-problems.js";
import { outputOf } from "./handler.js";
import type { UsedOperation } from "./operation-table.js";
import { byCodeUnit } from "./order.js";
import { bindInputs, placesOfInputs, toolScope } from "./tool-inputs.js";
import { Values } from "./values.js";

/** Binds a gate that the user writes: its reads are for prepare, its other calls for confirm. */
export function bindGateHandler(
  entry: ToolEntry,
  job: GateHandlerEntry,
  context: BindContext,
): BoundJob | null {
  const { collector, map } = context;
  const named = job.calls.map((call) => ({ call, used: context.operations.use(call) }));
  const found = named.flatMap(({ call, used }) => (used === null ? [] : [{ call, used }]));
  const operations = found.map(({ used }) => used);
  for (const used of operations) {
    used.supplied.whole = true;
  }
  const halves = {
    prepare: operations.filter(({ effect }) => effect === "read"),
    confirm: operations.filter(({ effect }) => effect !== "read"),
  };
  const isKnown =
    found.length === named.length && operations.every((used) => context.operations.hasEffect(used));
  if (halves.confirm.length === 0 && isKnown) {
    collector.add(gateWithoutCalls(job.file));
  }
  noteKeys(
    found.filter(({ used }) => used.effect !== "read"),
    context,
  );
  const places = placesOfInputs(entry, [], context);
  const inputs = bindInputs(entry.inputs, places.all, context);
  const scope = toolScope(inputs);
  const values = new Values(new Expressions(context.functions, collector), collector, false);
  refuseResults(entry.errors, context);
  const errors = bindErrorRules(entry.errors, {
    level: "tool",
    operations,
    scope,
    values,
    problem: context.problem,
    standIns: null,
  });
  const output = outputOf(job.outputSchema, context);
  const approval = bindApproval(job.approval, entry.lets, scope, values);
  if (approval === null) {
    return null;
  }
  const outcomes = outcomesOfChoice(approval);
  const failures = gateFailures(
    failuresByHalf(errors, halves),
    outcomes,
    mayReachDesk(outcomes, map.approvals),
    false,
  );
  return {
    inputs: inputs.map(({ input }) => input),
    operations,
    outputSchema: output?.schema ?? null,
    errors,
    failures: distinct([...failures.prepare, ...failures.confirm]),
    halves,
    body: {
      kind: "gate-handler",
      file: job.file.value,
      reads: identifiersOf(halves.prepare),
      calls: identifiersOf(halves.confirm),
      approval,
      expiresMs: job.expiresMs ?? lifetimeOf(outcomes, map.approvals),
      output: output?.shape ?? null,
      failures,
    },
  };
}

function identifiersOf(operations: readonly UsedOperation[]): readonly string[] {
  return [...new Set(operations.map(({ identifier }) => identifier))].sort(byCodeUnit);
}
