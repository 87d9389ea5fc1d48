import type { Collector } from "../diagnostics/collector.js";
import type { JsonValue } from "../model/json.js";
import type { RequestValue } from "../model/tool.js";
import type { Parameter, Pointer, SchemaNode } from "../openapi/api.js";
import type { Span } from "../source/source-file.js";
import type { ToolMap } from "../tool-map/tool-map.js";
import { isOwnHeader } from "./answers.js";
import type { BindContext } from "./context.js";
import { type Fit, fitOf } from "./fits.js";
import { mayBeAbsent, suppliedByUpstream, suppliedTwice, wrongType } from "./input-problems.js";
import { isSentByRuntime, suppliedBy } from "./operation-model.js";
import type { UsedOperation } from "./operation-table.js";
import { bodySchemaOf, type Place, schemaOfPlace } from "./places.js";
import { missingFromRequest } from "./problems.js";
import { requestValue, takesNull } from "./request-value.js";
import { fieldsOf, kindOf } from "./schema-kind.js";
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
    checkHidden(filling, map, collector);
  }
  const unique = [...byName.values()];
  const constants = [...constantParameters(used, unique, map), ...constantProperties(used, unique)];
  const all = [...unique, ...constants];
  for (const { place } of all) {
    noteSupplied(used, place);
  }
  const missing = [...missingParameters(used, all, map), ...missingFromBody(used, all)];
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
function checkHidden({ place, value }: Filling, map: ToolMap, collector: Collector): void {
  const { target } = place;
  const supplied =
    target.kind === "parameter"
      ? map.upstream.with.find(({ name }) => name.value === target.parameter.name)
      : undefined;
  if (supplied !== undefined) {
    collector.add(suppliedByUpstream(place.name, value.span, supplied.name.span));
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

/** Required parameters of which the spec allows one value alone. */
function constantParameters(
  used: UsedOperation,
  fillings: readonly Filling[],
  map: ToolMap,
): readonly Filling[] {
  return used.operation.parameters.flatMap((parameter) => {
    const value = parameter.required ? onlyValue(parameter.schema) : undefined;
    const isFree =
      !isFilled(fillings, parameter) &&
      !isSentByRuntime(parameter, map) &&
      suppliedBy(parameter.name, map) === null;
    return value === undefined || !isFree
      ? []
      : [
          constant(value, {
            name: `${parameter.location}.${parameter.name}`,
            target: { kind: "parameter", parameter, path: [] },
            schemas: [parameter.schema],
            required: true,
            description: "",
            onlyIn: [],
            encoding: null,
          }),
        ];
  });
}

/** Required properties of the body, where a body is sent at all, that have one possible value. */
function constantProperties(used: UsedOperation, fillings: readonly Filling[]): readonly Filling[] {
  const node = bodySchemaOf(used);
  const given = bodyPaths(fillings);
  if (node === null || given.some((path) => path.length === 0)) {
    return [];
  }
  return [...fieldsOf([node])].flatMap(([name, field]) => {
    const [schema] = field.schemas;
    const tag = used.variant?.tag;
    const value =
      tag?.property === name
        ? tag.value
        : schema === undefined || field.schemas.length > 1
          ? undefined
          : onlyValue(schema);
    const isFree = field.required && !given.some(([first]) => first === name);
    return value === undefined || !isFree
      ? []
      : [
          constant(value, {
            name: `body.${name}`,
            target: { kind: "body", path: [name] },
            schemas: field.schemas,
            required: true,
            description: "",
            onlyIn: [],
            encoding: null,
          }),
        ];
  });
}

function onlyValue(schema: SchemaNode): JsonValue | undefined {
  return schema.enum?.length === 1 && !schema.nullable ? schema.enum[0] : undefined;
}

function constant(value: JsonValue, place: Place): Filling {
  const [node] = place.schemas;
  const span: Span = { file: node?.pointer.file ?? { path: "", text: "" }, start: 0, end: 0 };
  return {
    place,
    isItsInput: false,
    value: {
      value: { kind: "literal", value },
      type: { core: { kind: "any" }, absence: "never" },
      schema: {},
      span,
    },
  };
}

/** Something that every request needs. */
interface Wanted {
  readonly name: string;
  readonly pointer: Pointer;
}

function missingParameters(
  used: UsedOperation,
  fillings: readonly Filling[],
  map: ToolMap,
): readonly Wanted[] {
  return used.operation.parameters
    .filter(
      (parameter) =>
        parameter.required &&
        !isOwnHeader(parameter.location, parameter.name) &&
        !isSentByRuntime(parameter, map) &&
        suppliedBy(parameter.name, map) === null &&
        !isFilled(fillings, parameter),
    )
    .map((parameter) => ({
      name: `${parameter.location}.${parameter.name}`,
      pointer: { ...parameter.pointer, path: `${parameter.pointer.path}/name` },
    }));
}

function missingFromBody(used: UsedOperation, fillings: readonly Filling[]): readonly Wanted[] {
  const { requestBody } = used.operation;
  const node = bodySchemaOf(used);
  const given = bodyPaths(fillings);
  if (requestBody === null || given.some((path) => path.length === 0)) {
    return [];
  }
  if (given.length === 0 && !requestBody.required) {
    return [];
  }
  return node === null || (given.length === 0 && kindOf([node]) !== "object")
    ? [{ name: "body", pointer: requestBody.pointer }]
    : missingBelow([node], [], given);
}

/** Required properties of the objects that are sent, at any depth that the map reaches into. */
function missingBelow(
  schemas: readonly SchemaNode[],
  path: readonly string[],
  given: readonly (readonly string[])[],
): readonly Wanted[] {
  return [...fieldsOf(schemas)].flatMap(([name, field]) => {
    const at = [...path, name];
    const below = given.filter((other) => other[path.length] === name);
    const [first] = field.schemas;
    if (below.length === 0) {
      const isWanted = field.required && first !== undefined && !first.readOnly;
      return isWanted ? [{ name: ["body", ...at].join("."), pointer: field.pointer }] : [];
    }
    return below.some((other) => other.length === at.length)
      ? []
      : missingBelow(field.schemas, at, below);
  });
}

function isFilled(fillings: readonly Filling[], parameter: Parameter): boolean {
  return fillings.some(
    ({ place }) => place.target.kind === "parameter" && place.target.parameter === parameter,
  );
}

function bodyPaths(fillings: readonly Filling[]): readonly (readonly string[])[] {
  return fillings.flatMap(({ place }) => (place.target.kind === "body" ? [place.target.path] : []));
}
