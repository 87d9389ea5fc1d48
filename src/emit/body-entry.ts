import type { BodyPart, RequestBody } from "../model/operation.js";
import { literal, object, property } from "./code.js";
import { integerPlaces } from "./integer-places.js";
import { merged } from "./schema-merge.js";
import { runtimeSchema } from "./schema-residual.js";
import type { TsExpression, TsObjectMember } from "./syntax.js";

/** How the body of a request is written, as the runtime takes it. */
export function bodyEntry(body: RequestBody): TsExpression {
  const { mediaType, encoding, parts, check } = body;
  const { int64, int64In } =
    encoding === "json" ? integerPlaces(merged(body.schema)) : { int64: [], int64In: {} };
  return object([
    property("mediaType", literal(mediaType)),
    property("encoding", literal(encoding)),
    ...(parts.length === 0 ? [] : [property("parts", object(parts.map(partEntry)))]),
    ...(int64.length === 0 ? [] : [property("int64", literal(int64))]),
    ...(Object.keys(int64In).length === 0 ? [] : [property("int64In", literal(int64In))]),
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
