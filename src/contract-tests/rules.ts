import type { JsonObject, JsonValue } from "../model/json.js";
import type { Effect } from "../model/operation.js";
import type { ObjectShape, Shape } from "../model/shape.js";
import type { ErrorOutcome, ErrorRule } from "../model/tool.js";
import { bodyFor, holds } from "./condition.js";

/** An error that the upstream is made to answer with. */
export interface Provocation {
  readonly cause: "status" | "timeout" | "network";
  /** 0 where the cause is no status. */
  readonly status: number;
  readonly body: JsonObject;
  /** Of the operation. */
  readonly effect: Effect;
}

/** Rules of the call, of the tool and of the map, in the order in which they are asked. */
export type Levels = readonly (readonly ErrorRule[])[];

/**
 * An error of an operation for every case of every rule. `problem` are the fields of bodies that
 * rules read.
 */
export function provocationsFor(
  levels: Levels,
  problem: ObjectShape,
  effect: Effect,
): readonly Provocation[] {
  const usual = sampleObject(problem);
  const all = levels.flat().flatMap(({ on, cases }) =>
    cases.map(({ when }) => ({
      ...causeOf(on),
      body: when === null ? usual : bodyFor(when, usual),
      effect,
    })),
  );
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

/** Whether it leaves open what came of a call: a write that was sent, and got no answer. */
export function leavesOpen({ cause, effect }: Provocation): boolean {
  return cause !== "status" && effect !== "read";
}

function causeOf(on: string): Pick<Provocation, "cause" | "status"> {
  switch (on) {
    case "timeout":
    case "network":
      return { cause: on, status: 0 };
    case "4xx":
    case "default":
      return { cause: "status", status: 418 };
    case "5xx":
      return { cause: "status", status: 500 };
    default:
      return { cause: "status", status: Number(on) };
  }
}

function sampleObject({ fields }: ObjectShape): JsonObject {
  return Object.fromEntries(fields.map(({ name, shape }) => [name, sample(shape)]));
}

function sample(shape: Shape): JsonValue {
  switch (shape.kind) {
    case "string":
    case "json":
      return "contract test";
    case "boolean":
      return false;
    case "number":
    case "integer":
    case "int64":
      return 1;
    case "list":
      return [];
    case "record":
      return {};
    case "object":
      return sampleObject(shape);
    default:
      return shape satisfies never;
  }
}

/**
 * What the rules make of an error: one outcome, or several where a condition cannot be decided here.
 * Empty where no rule fits, so that the runtime's own words are given. Of a write
 * that got no answer the map's rules for all tools say nothing.
 */
export function outcomesFor(levels: Levels, error: Provocation): readonly ErrorOutcome[] {
  const [call = [], tool = []] = levels;
  const asked = leavesOpen(error) ? [call, tool] : levels;
  const possible: ErrorOutcome[] = [];
  for (const rule of asked.flatMap((rules) => fitting(rules, error))) {
    for (const { when, outcome } of rule.cases) {
      const truth = when === null ? true : holds(when, error);
      if (truth !== false) {
        possible.push(outcome);
      }
      if (truth === true) {
        return possible;
      }
    }
  }
  return possible;
}

/** Those of one level, the nearest first; a status below 400 is an error only where it is named. */
function fitting(rules: readonly ErrorRule[], { cause, status }: Provocation) {
  const keys =
    cause !== "status"
      ? [cause, "default"]
      : status < 400
        ? [String(status)]
        : [String(status), status < 500 ? "4xx" : "5xx", "default"];
  return keys.flatMap((key) => rules.filter(({ on }) => on === key));
}
