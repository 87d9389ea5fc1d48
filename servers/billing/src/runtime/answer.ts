import { textOfAnswer } from "./answer-text.js";
import type { Call } from "./call.js";
import type { CallOptions } from "./client.js";
import { AnswerFile, type Shape } from "./contract.js";
import { FatalError } from "./fatal.js";
import type { HttpAnswer } from "./http.js";
import { isObject, parseJson } from "./json.js";
import { rememberLinks } from "./links.js";
import type { Operation } from "./operation.js";
import { type BrokenPlace, brokenNeeds, read } from "./reader.js";
import { cleanText, shorten } from "./text.js";

/** Where an answer is read: its operation, and what the tool needs of it. */
export interface Asked {
  readonly call: Call;
  readonly name: string;
  readonly operation: Operation;
  readonly options: CallOptions;
}

/** Reads a successful answer as the operation describes it. */
export function readAnswer(asked: Asked, answer: HttpAnswer): unknown {
  const kind = asked.operation.answer;
  switch (kind.kind) {
    case "empty":
      reportUndescribed(asked, answer);
      return null;
    case "text":
      return textOfAnswer(answer.bytes, answer.headers["content-type"]);
    case "file":
      return readFile(asked, kind.mediaTypes, answer);
    default:
      return readShape(asked, kind, answer);
  }
}

/** The fields of an error body that rules read. What is not there is null. */
export function readProblem({ upstream }: Call, answer: HttpAnswer | null): object {
  const body = answer === null ? undefined : tryParse(answer);
  const { value } = read(upstream.definition.problem, body);
  return isObject(value) ? value : {};
}

const MAX_REASON = 300;

/** What an upstream says in the usual places about a request that it refused. Source: RFC 9457. */
export function reasonIn(answer: HttpAnswer): string | null {
  const body = tryParse(answer);
  if (!isObject(body)) {
    return null;
  }
  const nested = isObject(body.error) ? body.error : {};
  const reason = [body.detail, body.message, nested.message, body.title].find(
    (text) => typeof text === "string" && text !== "",
  );
  return typeof reason === "string" ? shorten(cleanText(reason), MAX_REASON) : null;
}

function readShape(asked: Asked, shape: Shape, answer: HttpAnswer): unknown {
  const body = answer.bytes.length === 0 ? undefined : parseBody(asked, answer);
  const { value, broken } = read(shape, body);
  if (broken.length > 0) {
    reportBroken(asked, shape, broken);
  }
  rememberLinks(value, answer.headers.link);
  return value;
}

function reportBroken(
  { call, name, operation, options }: Asked,
  shape: Shape,
  broken: readonly BrokenPlace[],
) {
  const { contract } = call.upstream.definition;
  // Of a change it matters more that it was made than what is not known of it.
  const isNothing = broken[0]?.path === "" && shape.kind === "object";
  const isStrict = contract === "strict" || (isNothing && operation.effect === "read");
  const fatal = isStrict ? broken : brokenNeeds(broken, options.needs ?? []);
  const pointers = broken.map(({ pointer }) => pointer);
  if (fatal.length > 0) {
    throw contractBroken(operation, { operation: name, pointers });
  }
  call.audit.warn("an answer breaks the API description", {
    request_id: call.requestId,
    tool: call.tool,
    operation: name,
    pointers,
  });
}

/** A page for people, or another thing that the API description does not know: it may not be the API that answered. */
function reportUndescribed({ call, name }: Asked, answer: HttpAnswer): void {
  const type = mediaType(answer);
  if (answer.bytes.length > 0 && !MAY_BE_JSON.test(type)) {
    call.audit.warn("an answer has a body that the API description does not name", {
      request_id: call.requestId,
      tool: call.tool,
      operation: name,
      status: answer.status,
      media_type: shorten(type, MAX_TYPE),
    });
  }
}

const MAX_TYPE = 100;

function contractBroken(operation: Operation, details: Record<string, unknown>): FatalError {
  const changed = operation.effect !== "read";
  return new FatalError("upstream_contract_broken", { ...details, changed });
}

/** JSON by its media type; upstreams that name none, or plain text, are believed if it parses. */
const MAY_BE_JSON = /^(?:$|text\/plain|application\/octet-stream|[^/]+\/(?:[^/]+\+)?json)$/;

function parseBody({ name, operation }: Asked, answer: HttpAnswer): unknown {
  const type = mediaType(answer);
  const body = MAY_BE_JSON.test(type) ? tryParse(answer) : undefined;
  if (body === undefined) {
    throw contractBroken(operation, { operation: name, problem: "not JSON", media_type: type });
  }
  return body;
}

function tryParse(answer: HttpAnswer): unknown {
  try {
    return parseJson(textOfAnswer(answer.bytes, answer.headers["content-type"]));
  } catch {
    return undefined;
  }
}

function readFile(
  { call, name, operation }: Asked,
  mediaTypes: readonly string[],
  answer: HttpAnswer,
): AnswerFile {
  const type = mediaType(answer);
  if (!mediaTypes.some((expected) => isOfType(type, expected))) {
    throw contractBroken(operation, { operation: name, problem: "another media type", type });
  }
  const fileName = fileNameIn(answer.headers["content-disposition"] ?? "");
  const uri = `answer://${call.requestId}/${call.requests.length}/${fileName}`;
  return new AnswerFile(uri, fileName, type, answer.bytes);
}

function mediaType(answer: HttpAnswer): string {
  return (answer.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

function isOfType(type: string, expected: string): boolean {
  const [kind] = expected.split("/");
  return (
    expected === "*/*" ||
    type === expected.toLowerCase() ||
    (expected.endsWith("/*") && type.startsWith(`${kind}/`))
  );
}

const MAX_FILE_NAME = 80;

/** Nothing of the upstream's name that could be a path or hide its extension. Source: RFC 6266; RFC 8187. */
function fileNameIn(disposition: string): string {
  const encoded = /(?:^|;)\s*filename\*\s*=\s*[\w-]+'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /(?:^|;)\s*filename\s*=\s*"?([^";]+)/i.exec(disposition)?.[1];
  const given = (encoded === undefined ? null : unescaped(encoded)) ?? plain ?? "";
  const safe = given.replaceAll(/[^A-Za-z0-9._-]+/g, "_").replace(/^\.+/, "");
  return safe === "" ? "file" : safe.slice(-MAX_FILE_NAME);
}

/** Null where it is escaped in another charset than UTF-8, or not well. */
function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
