import { isLargeInteger } from "../limit/limit.js";
import type { BodyPart, RequestBody } from "../model/operation.js";
import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import { literal, object, property } from "./code.js";
import { takesDecimalText } from "./schema-keywords.js";
import { merged } from "./schema-merge.js";
import { runtimeSchema } from "./schema-residual.js";
import type { TsExpression, TsObjectMember } from "./syntax.js";

/** How the body of a request is written, as the runtime takes it. */
export function bodyEntry(body: RequestBody): TsExpression {
  const { mediaType, encoding, parts, check } = body;
  const int64 = encoding === "json" ? decimalTextPlaces(merged(body.schema), "") : [];
  return object([
    property("mediaType", literal(mediaType)),
    property("encoding", literal(encoding)),
    ...(parts.length === 0 ? [] : [property("parts", object(parts.map(partEntry)))]),
    ...(int64.length === 0 ? [] : [property("int64", literal([...new Set(int64)]))]),
    ...(check === null
      ? []
      : [property("check", literal(runtimeSchema(check, check.$defs ?? {})))]),
  ]);
}

/** A style is always stated: without one a member is written by its media type. */
function partEntry(part: BodyPart): TsObjectMember {
  const { name, style, explode, allowReserved, contentType, base64, headers } = part;
  const members: TsObjectMember[] = [];
  if (style !== null) {
    members.push(property("style", literal(style)));
    if (explode !== (style === "form")) {
      members.push(property("explode", literal(explode)));
    }
    if (allowReserved) {
      members.push(property("allowReserved", literal(true)));
    }
  }
  if (contentType !== null) {
    members.push(property("contentType", literal(contentType)));
  }
  if (base64) {
    members.push(property("base64", literal(true)));
  }
  if (headers.length > 0) {
    const entries = headers.map((header) => property(header.name, literal(header.value)));
    members.push(property("headers", object(entries)));
  }
  return property(name, object(members));
}

function isTextForInteger(schema: Schema): boolean {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  return takesDecimalText(schema) || values?.some(isLargeInteger) === true;
}

/** Paths (`lines[].order_id`) whose decimal text is written as an integer. */
function decimalTextPlaces(schema: SchemaOrBoolean, at: string): readonly string[] {
  if (typeof schema === "boolean") {
    return [];
  }
  const own = schema.type?.includes("integer") && isTextForInteger(schema) ? [at] : [];
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    decimalTextPlaces(member, at === "" ? name : `${at}.${name}`),
  );
  const elements = decimalTextPlaces(schema.items ?? true, `${at}[]`);
  const inPlace = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [...own, ...members, ...elements, ...inPlace.flatMap((one) => decimalTextPlaces(one, at))];
}
