import { ListToolsResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";

/** What some host would refuse of a tools list, each with its place; none for one that all take. */
export function refusals(toolsJson: string): readonly string[] {
  const list = ListToolsResultSchema.safeParse(JSON.parse(toolsJson));
  if (!list.success) {
    return list.error.issues.map(
      (issue) => `the SDK's client: ${issue.path.join(".")}: ${issue.message}`,
    );
  }
  return list.data.tools.flatMap((tool) => [
    ...(/^[a-zA-Z0-9_-]{1,40}$/.test(tool.name) ? [] : [`the tool's name ${tool.name}`]),
    ...((tool.description ?? "").length <= 2048 ? [] : ["a description over 2,048 characters"]),
    ...schemaRefusals("inputSchema", tool.inputSchema),
    ...(tool.outputSchema === undefined ? [] : schemaRefusals("outputSchema", tool.outputSchema)),
  ]);
}

function schemaRefusals(name: string, schema: object): readonly string[] {
  const found = [...hostRefusals(schema, name)];
  for (const combinator of ["anyOf", "oneOf", "allOf", "not", "enum"]) {
    if (Object.hasOwn(schema, combinator)) {
      found.push(`${name}: ${combinator} at the root`);
    }
  }
  for (const ajv of validators()) {
    try {
      ajv.compile(schema);
    } catch (error) {
      found.push(`${name}: ajv: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return found;
}

/** A validator keeps what it has compiled, and takes long to be made: each is used for a while. */
const mostUses = 50;
let uses = 0;
let made: readonly (Ajv | Ajv2020)[] = [];

function validators(): readonly (Ajv | Ajv2020)[] {
  if (uses % mostUses === 0) {
    made = [strict(), asClient()];
  }
  uses += 1;
  return made;
}

const quick = { logger: false, code: { optimize: false } } as const;

/** JSON Schema 2020-12, by its own meta-schema; unknown keywords are mistakes. */
function strict(): Ajv2020 {
  return new Ajv2020({ ...quick, strictTypes: false, validateFormats: false });
}

/** As the SDK's client has it. */
function asClient(): Ajv {
  return new Ajv({ ...quick, strict: false, validateSchema: false, allErrors: true });
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const subschemas = ["items", "additionalProperties", "not", "if", "then", "else", "contains"];
const lists = ["anyOf", "oneOf", "allOf", "prefixItems"];
const members = ["properties", "patternProperties", "dependentSchemas", "$defs"];

/** Source: the limits of hosts, in the project's reference. */
function* hostRefusals(schema: unknown, at: string): Generator<string> {
  if (typeof schema === "boolean") {
    yield `${at}: a boolean for a schema`;
    return;
  }
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
    yield `${at}: no schema`;
    return;
  }
  const keywords = new Map(Object.entries(schema));
  if (Array.isArray(keywords.get("type"))) {
    yield `${at}: a list of types`;
  }
  if (keywords.has("$ref")) {
    yield `${at}: a reference`;
  }
  if (keywords.get("type") === "array" && !keywords.has("items")) {
    yield `${at}: an array without items`;
  }
  for (const keyword of members) {
    const group: unknown = keywords.get(keyword);
    for (const [name, member] of Object.entries(
      typeof group === "object" && group !== null ? group : {},
    )) {
      if (keyword === "properties" && !identifier.test(name)) {
        yield `${at}: the property ${JSON.stringify(name)}`;
      }
      yield* hostRefusals(member, `${at}.${name}`);
    }
  }
  for (const keyword of subschemas) {
    const member: unknown = keywords.get(keyword);
    const isFlag = keyword === "additionalProperties" && typeof member === "boolean";
    if (member !== undefined && !isFlag) {
      yield* hostRefusals(member, `${at}/${keyword}`);
    }
  }
  for (const keyword of lists) {
    const list: unknown = keywords.get(keyword);
    for (const [index, member] of (Array.isArray(list) ? list : []).entries()) {
      yield* hostRefusals(member, `${at}/${keyword}/${index}`);
    }
  }
}
