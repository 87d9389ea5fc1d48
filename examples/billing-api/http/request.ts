import type { IncomingHttpHeaders } from "node:http";
import type { Operation, Parameter } from "./description.js";
import { invalid } from "./refusal.js";
import type { Misfit, Schemas } from "./schemas.js";

/** A request as it came in. */
export interface RawRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ReadRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Reads a request by its description. Throws a refusal that lists everything that does not fit. */
export function readRequest(operation: Operation, raw: RawRequest, schemas: Schemas): ReadRequest {
  const misfits: Misfit[] = unknownParameters(operation, raw.query);
  const query: Record<string, unknown> = {};
  for (const parameter of operation.parameters) {
    const value = givenFor(parameter, raw, schemas);
    if (value === undefined) {
      if (parameter.required) {
        misfits.push({ at: place(parameter), why: "is required" });
      }
      continue;
    }
    misfits.push(...placed(place(parameter), schemas.misfits(parameter.schema, value)));
    if (parameter.in === "query") {
      query[parameter.name] = value;
    }
  }
  const body =
    operation.body === null ? undefined : readBody(raw, operation.body, schemas, misfits);
  if (misfits.length > 0) {
    throw invalid("The request does not fit the description of the API.", misfits);
  }
  return { path: raw.path, query, body };
}

function unknownParameters(operation: Operation, query: URLSearchParams): Misfit[] {
  const known = new Set(
    operation.parameters.flatMap((parameter) => (parameter.in === "query" ? [parameter.name] : [])),
  );
  return [...new Set(query.keys())]
    .filter((name) => !known.has(name))
    .map((name) => ({ at: `/query/${name}`, why: "is no parameter of this operation" }));
}

function givenFor(parameter: Parameter, raw: RawRequest, schemas: Schemas): unknown {
  if (parameter.in === "path") {
    return raw.path[parameter.name];
  }
  if (parameter.in === "header") {
    return raw.headers[parameter.name.toLowerCase()];
  }
  const texts = raw.query.getAll(parameter.name);
  const [first] = texts;
  if (first === undefined) {
    return undefined;
  }
  if (takesList(parameter, schemas)) {
    return parameter.separator === null ? texts : first.split(parameter.separator);
  }
  return texts.length > 1 ? texts : scalar(first, parameter, schemas);
}

/** A list of anything has at most misfits inside it; what takes no list says so about the list itself. */
function takesList(parameter: Parameter, schemas: Schemas): boolean {
  return schemas.misfits(parameter.schema, [""]).every((misfit) => misfit.at !== "");
}

/** Text from a URL, as the number or boolean that it spells where the schema wants one. */
function scalar(text: string, parameter: Parameter, schemas: Schemas): unknown {
  if (schemas.accepts(parameter.schema, text)) {
    return text;
  }
  if (/^-?[0-9]+(\.[0-9]+)?$/.test(text)) {
    const wantsText = schemas
      .misfits(parameter.schema, 0)
      .some(({ why }) => why === "must be string");
    return wantsText ? text : Number(text);
  }
  return text === "true" ? true : text === "false" ? false : text;
}

function readBody(raw: RawRequest, schema: string, schemas: Schemas, misfits: Misfit[]): unknown {
  if (raw.body === "") {
    misfits.push({ at: "/body", why: "is required" });
    return undefined;
  }
  const mediaType = raw.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") {
    misfits.push({ at: "/header/Content-Type", why: "must be application/json" });
    return undefined;
  }
  let body: unknown;
  try {
    body = JSON.parse(raw.body);
  } catch {
    misfits.push({ at: "/body", why: "is not JSON" });
    return undefined;
  }
  misfits.push(...placed("/body", schemas.misfits(schema, body)));
  return body;
}

const place = (parameter: Parameter): string => `/${parameter.in}/${parameter.name}`;

const placed = (at: string, misfits: readonly Misfit[]): readonly Misfit[] =>
  misfits.map((misfit) => ({ at: `${at}${misfit.at}`, why: misfit.why }));
