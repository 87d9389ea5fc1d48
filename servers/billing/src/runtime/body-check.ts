import { AnswerFile } from "./contract.js";
import { isObject, setMember } from "./json.js";
import type { Finding, JsonSchema } from "./json-schema-check.js";
import { compile } from "./json-schema-compile.js";
import type { BodyForm } from "./operation.js";
import { Ended, failure } from "./outcome.js";

/** How much of what is wrong is said beside the first. */
const MAX_ALSO = 4;

const compiled = new WeakMap<JsonSchema, (value: unknown) => readonly Finding[]>();

/** Ends the tool where a body that was put together from several inputs is none that the API takes. */
export function checkBody({ check }: BodyForm, body: unknown): void {
  if (check === undefined) {
    return;
  }
  const findings = compiled.get(check) ?? compile(check);
  compiled.set(check, findings);
  const [first, ...others] = findings(asSent(body)).map(worded);
  if (first !== undefined) {
    const also = others.slice(0, MAX_ALSO);
    const error = { error: "invalid_arguments", reason: first };
    throw new Ended(failure(also.length === 0 ? error : { ...error, also }));
  }
}

/** Members that are undefined are not sent; bytes stand in a schema as text. */
function asSent(value: unknown): unknown {
  if (value instanceof Uint8Array || value instanceof AnswerFile) {
    return "";
  }
  if (Array.isArray(value)) {
    return value.map(asSent);
  }
  if (!isObject(value)) {
    return value;
  }
  const sent: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) {
      setMember(sent, name, asSent(member));
    }
  }
  return sent;
}

function worded({ path, message }: Finding): string {
  return `${["The request", ...path].join(".")} ${message}.`;
}
