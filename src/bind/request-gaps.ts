import type { JsonValue } from "../model/json.js";
import type { Parameter, Pointer, SchemaNode } from "../openapi/api.js";
import type { Span } from "../source/source-file.js";
import type { BindContext } from "./context.js";
import { credentialFor } from "./credential-parameters.js";
import { isOwnHeader } from "./headers.js";
import { isSentByRuntime } from "./operation-model.js";
import type { UsedOperation } from "./operation-table.js";
import { bodySchemaOf, type Place } from "./places.js";
import type { Filling } from "./requests.js";
import { type FieldSchemas, fieldsOf, kindOf, objectsIn } from "./schema-kind.js";
import { suppliedBy, type WithheldValue, withheldValue } from "./supplied-values.js";

type Surroundings = Pick<BindContext, "map" | "api">;

/** What a request needs, no tool gives, and the spec allows one value alone for. */
export function constantsFor(
  used: UsedOperation,
  fillings: readonly Filling[],
  context: Surroundings,
): readonly Filling[] {
  return [...constantParameters(used, fillings, context), ...constantProperties(used, fillings)];
}

function constantParameters(
  used: UsedOperation,
  fillings: readonly Filling[],
  context: Surroundings,
): readonly Filling[] {
  return used.operation.parameters.flatMap((parameter) => {
    const value = parameter.required ? onlyValue([parameter.schema]) : undefined;
    return value === undefined || !isOpen(parameter, used, fillings, context)
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

function constantProperties(used: UsedOperation, fillings: readonly Filling[]): readonly Filling[] {
  const node = bodySchemaOf(used);
  const given = bodyPaths(fillings);
  const isSent = given.length > 0 || used.operation.requestBody?.required === true;
  return node === null || !isSent
    ? []
    : constantsBelow([node], [], given, used.variant?.tag ?? null);
}

/** The constants of the objects that are sent, at any depth that the map reaches into. */
function constantsBelow(
  schemas: readonly SchemaNode[],
  path: readonly string[],
  given: readonly (readonly string[])[],
  tag: { readonly property: string; readonly value: string } | null,
): readonly Filling[] {
  if (given.some((other) => other.length === path.length)) {
    return [];
  }
  return [...fieldsOf(objectsIn(schemas))].flatMap(([name, field]) => {
    const at = [...path, name];
    const below = given.filter((other) => other[path.length] === name);
    if (below.length > 0) {
      return constantsBelow(field.schemas, at, below, null);
    }
    const value = tag?.property === name ? tag.value : onlyValue(field.schemas);
    return value === undefined || !isWanted(field) ? [] : [constant(value, placeOf(at, field))];
  });
}

function placeOf(path: readonly string[], { schemas }: FieldSchemas): Place {
  return {
    name: ["body", ...path].join("."),
    target: { kind: "body", path },
    schemas,
    required: true,
    description: "",
    onlyIn: [],
    encoding: null,
  };
}

function onlyValue(schemas: readonly SchemaNode[]): JsonValue | undefined {
  const [schema, ...others] = schemas;
  return others.length === 0 && schema?.enum?.length === 1 && !schema.nullable
    ? schema.enum[0]
    : undefined;
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

/** Something that a request needs. */
export interface Wanted {
  readonly name: string;
  readonly pointer: Pointer;
  /** What would fill it, but may not go to where the operation is. */
  readonly withheld: WithheldValue | null;
}

/** What a request needs and nothing supplies. */
export function missingFrom(
  used: UsedOperation,
  fillings: readonly Filling[],
  context: Surroundings,
): readonly Wanted[] {
  const parameters = used.operation.parameters
    .filter((parameter) => parameter.required && isOpen(parameter, used, fillings, context))
    .map(({ location, name, pointer }) => ({
      name: `${location}.${name}`,
      pointer: { ...pointer, path: `${pointer.path}/name` },
      withheld: withheldValue(name, used, context),
    }));
  return [...parameters, ...missingFromBody(used, fillings)];
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
    ? [{ name: "body", pointer: requestBody.pointer, withheld: null }]
    : missingBelow([node], [], given);
}

/** Required properties of the objects that are sent, at any depth that the map reaches into. */
function missingBelow(
  schemas: readonly SchemaNode[],
  path: readonly string[],
  given: readonly (readonly string[])[],
): readonly Wanted[] {
  return [...fieldsOf(objectsIn(schemas))].flatMap(([name, field]) => {
    const at = [...path, name];
    const below = given.filter((other) => other[path.length] === name);
    if (below.length === 0) {
      return isWanted(field)
        ? [{ name: ["body", ...at].join("."), pointer: field.pointer, withheld: null }]
        : [];
    }
    return below.some((other) => other.length === at.length)
      ? []
      : missingBelow(field.schemas, at, below);
  });
}

/** readOnly properties are for answers, whatever `required` says (OpenAPI 3.1.1, section 4.8.24). */
function isWanted({ required, schemas: [first] }: FieldSchemas): boolean {
  return required && first !== undefined && !first.readOnly;
}

/** Whether a parameter is a tool's to supply, and is not supplied. */
function isOpen(
  parameter: Parameter,
  used: UsedOperation,
  fillings: readonly Filling[],
  { map, api }: Surroundings,
): boolean {
  return (
    !isOwnHeader(parameter.location, parameter.name) &&
    credentialFor(parameter, used, { map, api }) === null &&
    !isSentByRuntime(parameter, map) &&
    suppliedBy(parameter.name, used, { map, api }) === null &&
    !fillings.some(
      ({ place }) => place.target.kind === "parameter" && place.target.parameter === parameter,
    )
  );
}

function bodyPaths(fillings: readonly Filling[]): readonly (readonly string[])[] {
  return fillings.flatMap(({ place }) => (place.target.kind === "body" ? [place.target.path] : []));
}
