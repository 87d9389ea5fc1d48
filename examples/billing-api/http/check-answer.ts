import type { Operation, Response } from "./description.js";
import type { Schemas } from "./schemas.js";

/** An answer as it goes out. */
export interface Rendered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where there is no content. */
  readonly mediaType: string | null;
  readonly body: string | Uint8Array;
}

/** What the description says about a status: by code, or by class. */
export function documented(operation: Operation, status: number): Response | undefined {
  return (
    operation.responses.get(String(status)) ??
    operation.responses.get(`${String(status)[0]}XX`) ??
    operation.responses.get("default")
  );
}

/** Everything in which an answer departs from the description. */
export function departures(
  operation: Operation,
  answer: Rendered,
  schemas: Schemas,
): readonly string[] {
  const { status, mediaType } = answer;
  const response = documented(operation, status);
  if (!response) {
    return [`status ${status} is not documented`];
  }
  if (mediaType === null) {
    return response.contents.size === 0 ? [] : [`status ${status} has no body`];
  }
  const schema = response.contents.get(mediaType);
  if (schema === undefined) {
    return [`status ${status} is not documented to be ${mediaType}`];
  }
  if (schema === null) {
    return [];
  }
  const body: unknown = JSON.parse(String(answer.body));
  return schemas.misfits(schema, body).map(({ at, why }) => `${at === "" ? "/" : at} ${why}`);
}
