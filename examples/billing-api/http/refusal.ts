import type { Misfit } from "./schemas.js";

/** A documented error. Thrown by routes; the server gives it the form that the operation documents. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly misfits: readonly Misfit[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { misfits?: readonly Misfit[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.misfits = more.misfits ?? [];
    this.headers = more.headers ?? {};
  }
}

export const invalid = (message: string, misfits: readonly Misfit[]): Refusal =>
  new Refusal(400, "invalid_request", message, { misfits });

export const notFound = (kind: string, id: string): Refusal =>
  new Refusal(404, `${kind.replaceAll(" ", "_")}_not_found`, `There is no ${kind} ${id}.`);

export const conflict = (code: string, message: string): Refusal => new Refusal(409, code, message);

export const unprocessable = (code: string, message: string, at = ""): Refusal =>
  new Refusal(422, code, message, at === "" ? {} : { misfits: [{ at, why: message }] });

/** The body of a refusal, in the first media type that the operation documents for the status. */
export function refusalBody(refusal: Refusal, mediaType: string, requestId: string): object {
  if (mediaType === "application/problem+json") {
    return {
      type: `https://billing.example/problems/${refusal.code.replaceAll("_", "-")}`,
      title: titles[refusal.status] ?? "Error",
      status: refusal.status,
      detail: refusal.message,
      instance: `urn:request:${encodeURIComponent(requestId)}`,
      ...(refusal.misfits.length > 0 && {
        errors: refusal.misfits.map(({ at, why }) => ({ pointer: at, detail: why })),
      }),
    };
  }
  return {
    code: refusal.code,
    message: refusal.message,
    request_id: requestId,
    ...(refusal.misfits.length > 0 && {
      details: refusal.misfits.map(({ at, why }) => ({
        field: at.replace(/^\//, ""),
        message: why,
      })),
    }),
  };
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};
