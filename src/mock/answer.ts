import type { JsonValue } from "../model/json.js";
import type { Schema } from "../model/schema.js";
import type { Content, Operation, Response } from "../openapi/api.js";
import type { ExactValue } from "../openapi/exact-integers.js";
import { coherent } from "./coherent.js";
import { bytesOf, safeMediaType } from "./contents.js";
import { hugeBytes, hugeJson } from "./huge.js";
import type { ParameterValues } from "./parameters.js";
import type { Preferences } from "./prefer.js";
import { type Answer, problem } from "./refusals.js";
import { isInRange, isJson, type RawRequest } from "./request.js";
import { headersOf } from "./response-headers.js";
import { checksOf, generateExactly } from "./value/generate.js";

/** An allowed request, read by its operation. */
export interface Call {
  readonly operation: Operation;
  readonly request: RawRequest;
  readonly parameters: ParameterValues;
  readonly body: ExactValue;
  readonly preferences: Preferences;
  readonly seed: number;
}

/** The answer that the description gives to a request. */
export function answerTo(call: Call): Answer {
  const { operation, preferences } = call;
  const { code } = preferences;
  const response = code === null ? success(operation) : documented(operation, code);
  if (response === null) {
    if (code === null) {
      return { status: 200, headers: { [sourceHeader]: "empty" }, body: null };
    }
    return code >= 400
      ? problem(code, "The description does not document this status.")
      : problem(400, "The description documents no such answer.");
  }
  const status = code ?? statusOf(response);
  const headers = headersOf(response, status, call.request, seedOf(call, status));
  const accept = status < 400 ? call.request.headers.accept : undefined;
  if (response.contents.length === 0 || status === 204 || status === 304) {
    return { status, headers: { ...headers, [sourceHeader]: "empty" }, body: null };
  }
  const content = preferred(response.contents, accept, preferences.example);
  return content === null
    ? problem(406, "The answer has none of the media types that the request accepts.")
    : withContent(call, status, headers, content);
}

/** Why no request could get the answer that is preferred; null where one may. */
export function whyImpossible(operation: Operation, { code, example }: Preferences): string | null {
  const response = code === null ? success(operation) : documented(operation, code);
  if (code !== null && code < 400 && response === null) {
    return `the description documents no answer ${code}`;
  }
  const examples = (response?.contents ?? []).flatMap((content) => content.examples());
  return example !== null && !examples.some(({ name }) => name === example)
    ? `the answer${code === null ? "" : ` ${code}`} has no example ${JSON.stringify(example)}`
    : null;
}

const sourceHeader = "x-mcpgen-mock";

/** Null where the description says nothing of a final answer. */
function success({ responses }: Operation): Response | null {
  const order = ["200", "201", "202", "203", "204", "205", "206", "2XX"];
  const rank = ({ status }: Response) => {
    const at = order.indexOf(status);
    return at >= 0 ? at : status.startsWith("2") ? 10 : status === "default" ? 20 : 30;
  };
  const final = responses.filter(({ status }) => !status.startsWith("1"));
  const [first] = final.sort((one, other) => rank(one) - rank(other));
  return first ?? null;
}

function documented({ responses }: Operation, code: number): Response | null {
  const byStatus = (status: string) => responses.find((response) => response.status === status);
  return byStatus(String(code)) ?? byStatus(`${String(code)[0]}XX`) ?? byStatus("default") ?? null;
}

function statusOf({ status }: Response): number {
  return status === "default" ? 200 : Number(status.replace("XX", "00"));
}

/** A type by which an API's version is chosen, as in `application/vnd.github+json`: descriptions say JSON. */
function isVendors(name: string): boolean {
  return /^application\/(?:vnd\.[^*]+|[^*]+\+json)$/.test(name);
}

/** Source: RFC 9110, section 12.5.1 (Accept). */
function preferred(
  contents: readonly Content[],
  accept: string | undefined,
  example: string | null,
): Content | null {
  const ranges = (accept ?? "*/*").split(",").map((range) => {
    const [name = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const quality = parameters.find((part) => part.startsWith("q="))?.slice(2) ?? "1";
    return { name, quality: Number(quality) };
  });
  const qualityOf = ({ mediaType }: Content): number => {
    const matching = ranges.filter(
      ({ name }) =>
        isInRange(mediaType, name) ||
        isInRange(name, mediaType) ||
        (isJson(mediaType) && isVendors(name)),
    );
    const [closest] = matching.sort((one, other) => other.name.length - one.name.length);
    return closest?.quality ?? 0;
  };
  const named = contents.filter((content) =>
    content.examples().some(({ name }) => name === example),
  );
  const rank = (content: Content) =>
    (named.includes(content) ? 4 : 0) +
    qualityOf(content) +
    (isJson(content.mediaType) ? 0.0005 : 0);
  const [best] = contents
    .filter((content) => qualityOf(content) > 0)
    .sort((one, other) => rank(other) - rank(one));
  return best ?? null;
}

function withContent(
  call: Call,
  status: number,
  headers: Answer["headers"],
  content: Content,
): Answer {
  const mediaType = safeMediaType(content.mediaType);
  const chosen = chosenFor(call, status, content, mediaType);
  if (chosen === null) {
    return problem(400, "The answer has no example of the preferred name.");
  }
  const { huge } = call.preferences;
  const once = bytesOf(mediaType, chosen.value, chosen.source !== "unknown");
  const body =
    huge === null ? once : isJson(mediaType) ? hugeJson(chosen.value, huge) : hugeBytes(once, huge);
  return {
    status,
    headers: { ...headers, [sourceHeader]: chosen.source, "content-type": mediaType },
    body,
  };
}

/**
 * Where an answer's value comes from: `example`, `generated`, `nearest` (no value fits the schema, this
 * one comes nearest), `unknown` (there is no schema).
 */
interface Chosen {
  readonly source: "example" | "generated" | "nearest" | "unknown";
  readonly value: ExactValue;
}

/** Null where there is no example of the preferred name. */
function chosenFor(call: Call, status: number, content: Content, mediaType: string): Chosen | null {
  const { example, dynamic: isDynamic } = call.preferences;
  const examples = content.examples();
  const schema = content.schema?.toSchema() ?? null;
  const { readingOf, isValid } = fitOf(isJson(mediaType) ? schema : null);
  if (example !== null) {
    const named = examples.find(({ name }) => name === example);
    return named === undefined
      ? null
      : { source: "example", value: readingOf(named.value) ?? named.value };
  }
  const given = isDynamic ? [] : examples.map(({ value }) => readingOf(value));
  const fitting = given.find((value) => value !== undefined);
  if (fitting !== undefined) {
    return { source: "example", value: agreeing(call, status, fitting, isValid) };
  }
  if (schema === null) {
    return { source: "unknown", value: {} };
  }
  const seed = seedOf(call, status);
  const made = generateExactly(schema, { direction: "response", seed, examples: !isDynamic });
  if (made === null) {
    return { source: "nearest", value: null };
  }
  return made.findings.length > 0
    ? { source: "nearest", value: made.value }
    : { source: "generated", value: agreeing(call, status, made.value, isValid) };
}

/** What fits a schema; without one everything does. */
function fitOf(schema: Schema | null) {
  const checks = schema === null ? null : checksOf(schema, "response");
  return {
    readingOf: (value: JsonValue) =>
      schema === null || checks === null ? value : checks.reading(schema, value),
    isValid: (value: ExactValue) =>
      schema === null || checks === null || checks.accepts(schema, value),
  };
}

function agreeing(
  { operation, parameters, body }: Call,
  status: number,
  value: ExactValue,
  isValid: (value: ExactValue) => boolean,
): ExactValue {
  const { method, path } = operation.head;
  return coherent(value, { method, template: path, parameters, body, status }, isValid);
}

/** What an answer depends on: nothing that differs between two requests for the same. */
function seedOf({ operation, request, seed }: Call, status: number): string {
  const { path, query, body } = request;
  return JSON.stringify([seed, operation.head.key, status, path, query, body.toString("latin1")]);
}
