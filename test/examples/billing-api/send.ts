import type { SampleRequest } from "./requests.js";

export interface SentOptions {
  /** No header at all where it is null. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Appended to the query. */
  readonly query?: string;
}

/** Sends `{ line: "GET /v1/prices" }` to an API, as its administrator unless told otherwise. */
export function send(
  url: string,
  { line, body }: SampleRequest,
  { token = "sample-admin", headers = {}, query = "" }: SentOptions = {},
): Promise<Response> {
  const [method = "GET", target = "/"] = line.split(" ");
  const separator = target.includes("?") ? "&" : "?";
  return fetch(`${url}${target}${query === "" ? "" : separator}${query}`, {
    method,
    redirect: "manual",
    headers: {
      ...(token !== null && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
