import type { Collector } from "../diagnostics/collector.js";
import type { RequestValue } from "../model/tool.js";
import type { Span } from "../source/source-file.js";
import type { ToolMap } from "../tool-map/tool-map.js";
import type { BindContext } from "./context.js";
import { credentialFor } from "./credential-parameters.js";
import { type Fit, fitOf } from "./fits.js";
import { keyHeader } from "./header-problems.js";
import {
  mayBeAbsent,
  suppliedByCredential,
  suppliedByUpstream,
  suppliedTwice,
  wrongType,
} from "./input-problems.js";
import { readsFieldOf } from "./model-parts.js";
import type { UsedOperation } from "./operation-table.js";
import { type Place, schemaOfPlace } from "./places.js";
import { missingFromRequest } from "./problems.js";
import { constantsFor, missingFrom } from "./request-gaps.js";
import { requestValue, takesNull } from "./request-value.js";
import { passedOnElsewhere, withheldParameter } from "./server-problems.js";
import { suppliedBy, withheldValue } from "./supplied-values.js";
import type { BoundValue } from "./values.js";

/** A value and the part of the request that it fills. */
export interface Filling {
  readonly place: Place;
  readonly value: BoundValue;
  /** Whether it is an input that has its schema from this place, and so fits by itself. */
  readonly isItsInput: boolean;
}

/** Puts the values of one call where they belong, adds what has only one possible value, and reports what is missing. */
export function bindRequest(
  used: UsedOperation,
  fillings: readonly Filling[],
  { map, api, collector }: BindContext,
  call: Span,
  /** Whether a place of this call was named and not found: what is missing may be meant by that. */
  hasMisplaced: boolean,
): RequestValue {
  const byName = new Map<string, Filling>();
  for (const filling of fillings) {
    const other = byName.get(filling.place.name);
    if (other !== undefined) {
      collector.add(suppliedTwice(filling.place.name, filling.value.span, other.value.span));
    }
    byName.set(filling.place.name, filling);
    checkValue(used, filling, collector);
    checkHidden(used, filling, { map, api }, collector);
    checkKey(filling, map, collector);
    checkCredential(used, filling, { map, api }, collector);
    checkPassedOn(used, filling, { map, api }, collector);
  }
  const unique = [...byName.values()];
  const all = [...unique, ...constantsFor(used, unique, { map, api })];
  for (const { place } of all) {
    noteSupplied(used, place);
  }
  const wanted = missingFrom(used, all, { map, api });
  for (const { name, pointer, withheld } of wanted) {
    if (withheld !== null) {
      collector.add(withheldParameter(used.operation, name, withheld, api.spanOf(pointer)));
    }
  }
  const missing = wanted.filter(({ withheld }) => withheld === null);
  if (missing.length > 0 && !hasMisplaced) {
    const declared = missing.map(({ name, pointer }) => ({ name, span: api.spanOf(pointer) }));
    collector.add(missingFromRequest(used, declared, call));
  }
  return requestValue(used, all);
}

/** Whether a value can go where it is put; what is merely not known to fit loosens the client's type. */
function checkValue(used: UsedOperation, filling: Filling, collector: Collector): void {
  const { place, value, isItsInput } = filling;
  const { absence } = value.type;
  const isSent = absence === "never" || (absence === "null" && takesNull(place));
  if (place.required && !isSent) {
    collector.add(mayBeAbsent(place.name, value.span));
    return;
  }
  const fit: Fit = isItsInput ? { kind: "fits" } : fitOf(value, schemaOfPlace(place));
  if (fit.kind === "misfit") {
    collector.add(wrongType(place.name, value.span, fit));
  } else if (fit.kind === "loose") {
    used.supplied.loosened.set(loosenedName(place), fit.schema);
  }
}

/** What stands under `upstream.with` goes to every call, and no tool says otherwise. */
function checkHidden(
  used: UsedOperation,
  { place, value }: Filling,
  context: Pick<BindContext, "map" | "api">,
  collector: Collector,
): void {
  const { target } = place;
  const supplied =
    target.kind === "parameter" ? suppliedBy(target.parameter.name, used, context) : null;
  if (supplied !== null) {
    collector.add(suppliedByUpstream(place.name, value.span, supplied.span));
  }
}

/** The key of a call is the client's to choose. */
function checkKey({ place: { target }, value }: Filling, map: ToolMap, collector: Collector): void {
  const header = map.upstream.idempotency?.header;
  if (header !== undefined && target.kind === "parameter") {
    const { location, name } = target.parameter;
    if (location === "header" && name.toLowerCase() === header.value.toLowerCase()) {
      collector.add(keyHeader(value.span, name, header.span));
    }
  }
}

/** A credential goes where its scheme says, whatever else stands there. */
function checkCredential(
  used: UsedOperation,
  { place, value }: Filling,
  context: Pick<BindContext, "map" | "api">,
  collector: Collector,
): void {
  const { target } = place;
  const credential =
    target.kind === "parameter" ? credentialFor(target.parameter, used, context) : null;
  if (credential !== null) {
    collector.add(suppliedByCredential(place.name, value.span, credential.scheme));
  }
}

/** `${upstream.name}` goes wherever the operation is, as its author says. */
function checkPassedOn(
  used: UsedOperation,
  { place, value }: Filling,
  context: Pick<BindContext, "map" | "api">,
  collector: Collector,
): void {
  for (const { name } of context.map.upstream.with) {
    const withheld = withheldValue(name.value, used, context);
    if (withheld !== null && readsFieldOf("upstream", value.value, name.value)) {
      collector.add(passedOnElsewhere(used.operation, place.name, withheld, value.span));
    }
  }
}

function loosenedName({ target }: Place): string {
  return target.kind === "parameter"
    ? `${target.parameter.location}.${target.parameter.name}`
    : ["body", ...target.path].join(".");
}

function noteSupplied(used: UsedOperation, { target }: Place): void {
  if (target.kind === "parameter") {
    used.supplied.addParameter(target.parameter.location, target.parameter.name);
  } else if (target.path[0] === undefined) {
    used.supplied.addWholeBody();
  } else {
    used.supplied.addBodyProperty(target.path[0]);
  }
}
