import { mapParts } from "../emit/stated-schema.js";
import { checksOf } from "../mock/value/generate.js";
import type { JsonObject } from "../model/json.js";
import type { Schema } from "../model/schema.js";
import type { Tool } from "../model/tool.js";
import { type ArgumentCase, argumentCases, asShown } from "./arguments.js";
import { type Observed, refusedArgument, shown } from "./observed.js";
import type { Stage } from "./stage.js";
import { type Verdict, verdict } from "./verdict.js";
import { type Way, wrongIn } from "./way.js";

/** Holds the check and the advertised schema to the map, argument by argument. */
export async function tryArguments(
  stage: Stage,
  called: string,
  tool: Tool,
  way: Way,
  advertised: { readonly inputSchema: JsonObject; readonly isLooser: boolean },
): Promise<readonly Verdict[]> {
  const schema = withTypeLists(advertised.inputSchema) as Schema;
  const verdicts: Verdict[] = [];
  for (const each of argumentCases(tool.inputs, way.given).map(asShown(tool.inputs))) {
    stage.answer(way.answers);
    const observed = await stage.call(called, each.given, tool.limit);
    const isAdvertised = checksOf(schema, "request").accepts(schema, each.given);
    const why = each.allowed
      ? (notAccepted(each, observed) ?? stage.misfit() ?? notAdvertised(each, isAdvertised))
      : (notRefused(each, observed) ??
        (stage.mock.requests().length > 0 ? "a request was sent before it was refused" : null) ??
        (isAdvertised && !advertised.isLooser ? "the advertised schema allows it" : null));
    const title = `${each.name} is ${each.allowed ? "accepted" : "refused"}`;
    verdicts.push(verdict(called, title, why));
  }
  return verdicts;
}

function notAccepted({ argument }: ArgumentCase, observed: Observed): string | null {
  const refused = refusedArgument(observed);
  return refused !== null && isOf(refused, argument)
    ? `it was refused: ${shown(observed)}`
    : wrongIn(observed);
}

function notAdvertised({ clamped }: ArgumentCase, isAdvertised: boolean): string | null {
  return isAdvertised || clamped ? null : "the advertised schema does not allow it";
}

function notRefused({ argument }: ArgumentCase, observed: Observed): string | null {
  const refused = refusedArgument(observed);
  return refused !== null && isOf(refused, argument)
    ? null
    : `it was not refused: ${shown(observed)}`;
}

/** `filter.status[0]` is of `filter`. */
function isOf(place: string, argument: string): boolean {
  return place === argument || place.startsWith(`${argument}.`) || place.startsWith(`${argument}[`);
}

/** JSON Schema as it is written, where one type may stand without a list. Data in it stays as it is. */
export function withTypeLists(schema: JsonObject): JsonObject {
  const { type, ...parts } = mapParts(schema, withTypeLists);
  return type === undefined ? parts : { ...parts, type: typeof type === "string" ? [type] : type };
}
