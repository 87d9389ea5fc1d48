import type { RequestProblem } from "./mock.js";

/** An answer as it goes out. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where there is none. */
  readonly body: Buffer | null;
}

/**
 * An answer of the mock's own, which the description knows nothing of.
 *
 * Source: RFC 9457 (Problem Details), with `errors` as in its section 3.
 */
export function problem(
  status: number,
  detail: string,
  problems: readonly RequestProblem[] = [],
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = {
    type: "about:blank",
    title: titles[status] ?? (status < 500 ? "Refused" : "Error"),
    status,
    detail,
    ...(problems.length === 0
      ? {}
      : { errors: problems.map(({ at, why }) => ({ pointer: at, detail: why })) }),
  };
  return {
    status,
    headers: {
      ...headers,
      "x-mcpgen-mock": "refused",
      "content-type": "application/problem+json",
    },
    body: Buffer.from(JSON.stringify(body)),
  };
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};
