import type { Response } from "../openapi/api.js";
import type { ExactValue } from "../openapi/exact-integers.js";
import { exactJson, isList } from "./exact.js";
import type { RawRequest } from "./request.js";
import { checksOf, generateExactly } from "./value/generate.js";

/** Headers that say how a message is carried or read, or whose value only a real upstream has. */
const ours: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "date",
  "keep-alive",
  "link",
  "proxy-authenticate",
  "proxy-connection",
  "set-cookie",
  "strict-transport-security",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-mcpgen-mock",
]);

const mostHeaders = 50;

/** Where redirects lead: to a file of the mock's own. */
export const landingPath = "/__mcpgen/landing";

/** The documented headers of an answer, with values of their schemas. Only names and values that are safe. */
export function headersOf(
  response: Response,
  status: number,
  request: RawRequest,
  seed: string,
): Readonly<Record<string, string>> {
  const headers: [string, string][] = [];
  for (const [name, node] of [...response.headerSchemas()].slice(0, mostHeaders)) {
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name) || ours.has(name)) {
      continue;
    }
    const schema = node.toSchema();
    const fixed = fixedValues(name, status, request);
    const value =
      fixed === null
        ? (generateExactly(schema, {
            direction: "response",
            seed: `${seed} ${name}`,
            examples: true,
          })?.value ?? null)
        : (fixed.find((each) => checksOf(schema, "response").accepts(schema, each)) ?? null);
    const text = textOf(value);
    if (/^[\x21-\x7e](?:[\x20-\x7e]{0,998}[\x21-\x7e])?$/.test(text)) {
      headers.push([name, text]);
    }
  }
  return Object.fromEntries(headers);
}

/** Nobody is sent elsewhere, or made to wait for long. */
function fixedValues(
  name: string,
  status: number,
  { path, headers }: RawRequest,
): readonly ExactValue[] | null {
  const { host = "" } = headers;
  const isRedirect = status >= 300 && status < 400;
  const target = isRedirect ? landingPath : path;
  switch (name) {
    case "location":
    case "content-location":
      return /^[A-Za-z0-9.:[\]-]{1,255}$/.test(host)
        ? [target, `http://${host}${target}`]
        : [target];
    case "retry-after":
      return [1, "1"];
    default:
      return null;
  }
}

function textOf(value: ExactValue): string {
  if (isList(value)) {
    return value.map(textOf).join(", ");
  }
  return value === null ? "" : typeof value === "object" ? exactJson(value) : String(value);
}
