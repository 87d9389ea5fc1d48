import type { JsonValue } from "../model/json.js";
import type { Api } from "../openapi/api.js";

export interface MockOptions {
  /** An address of this machine; loopback (`127.0.0.1`) where none is given. */
  readonly host?: string;
  /** 0, which is the default, takes a free port. */
  readonly port?: number;
  /** Draws other values, just as valid. The same seed and the same request give the same bytes. */
  readonly seed?: number;
  /** Told of each request when it has been answered, in that order. */
  readonly onRequest?: (request: RecordedRequest) => void;
}

/** A running upstream that answers from an API description alone. */
export interface Mock {
  /** `http://127.0.0.1:4010`, without a slash at its end; paths of the description are appended to it. */
  readonly url: string;
  /** Every request but those for `/__mcpgen/…`, in the order of their answers. */
  requests(): readonly RecordedRequest[];
  /** Forgets the requests so far, what was preferred, and what was to be changed. */
  forget(): void;
  /**
   * What the answers of an operation should be, as a `Prefer` header says it (`code=404, delay=50ms`);
   * with `*` those of all operations without a preference of their own. A request's own header goes
   * before it. Null takes it back.
   */
  prefer(operation: string, preferences: string | null): void;
  /**
   * Changes what an operation answers to requests that the description allows; with `*` that of all
   * operations without a change of their own. Null takes it back.
   */
  change(operation: string, change: ChangeAnswer | null): void;
  /** Ends open connections, and resolves when the port is free. */
  close(): Promise<void>;
}

/** An answer as a test sees it. */
export interface MockAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null for none, and for one that is no JSON. */
  readonly body: JsonValue;
}

/** Gives the answer that goes out, as JSON. */
export type ChangeAnswer = (answer: MockAnswer) => MockAnswer;

/**
 * A request and what came of it. Credentials are replaced by `[redacted]`: `Authorization`, cookies,
 * and whatever the description names as an API key, in headers and in the query alike.
 */
export interface RecordedRequest {
  /** From 1, in the order of the answers. */
  readonly number: number;
  /** Upper case. */
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** As sent, without the question mark; empty where there is none. */
  readonly query: string;
  /** Names in lower case; several values of one name are joined as HTTP has it. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON, the text of another textual type, or null: none, or one that is no text. */
  readonly body: JsonValue;
  /** Bytes of the body as it came. */
  readonly bodyBytes: number;
  /** `operationId`, or "GET /v1/invoices"; null where the request is none of the description's. */
  readonly operation: string | null;
  /** The values of parameters as the description reads them; null where there is no operation. */
  readonly parameters: RecordedParameters | null;
  /** The status of the answer; null where the connection was ended instead. */
  readonly status: number | null;
  /** What the description does not allow in the request; empty where it was answered as asked. */
  readonly problems: readonly RequestProblem[];
}

export interface RecordedParameters {
  readonly path: Readonly<Record<string, JsonValue>>;
  readonly query: Readonly<Record<string, JsonValue>>;
  readonly header: Readonly<Record<string, JsonValue>>;
  readonly cookie: Readonly<Record<string, JsonValue>>;
}

/** One thing in a request that the description does not allow. */
export interface RequestProblem {
  /** `/query/limit`, `/header/X-Tenant`, `/body/items/0/price`: a JSON Pointer whose first part is the place. */
  readonly at: string;
  /** Reads on from the place: "must be at least 1". */
  readonly why: string;
}

/** Starts an upstream that answers as an API description says, and refuses what it does not allow. */
export async function startMock(api: Api, options: MockOptions = {}): Promise<Mock> {
  const { listen } = await import("./server.js");
  return listen(api, options);
}
