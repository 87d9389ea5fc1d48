import type { Token } from "../records.js";
import type { Store } from "../store.js";

/** A request that has passed every check: who asks, for which account, and what. */
export interface Call {
  readonly store: Store;
  readonly token: Token;
  readonly account: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or bytes of a media type; absent where there is no content. */
  readonly json?: unknown;
  readonly file?: { readonly mediaType: string; readonly bytes: Uint8Array };
}

export type Route = (call: Call) => Answer;

/** Names what a route reads of its request. The description has been checked before a route runs, so it is so. */
export function route<Request extends { path?: object; query?: object; body?: unknown }>(
  run: (call: Call & Request) => Answer,
): Route {
  return (call) => run(call as Call & Request);
}

export const ok = (json: unknown): Answer => ({ status: 200, json });
export const created = (json: unknown): Answer => ({ status: 201, json });
export const accepted = (json: unknown): Answer => ({ status: 202, json });
export const noContent: Answer = { status: 204 };
