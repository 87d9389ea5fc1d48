/** A way in which the API misbehaves on demand. */
export type FaultKind =
  /** Waits before the work is done. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** Does the work, and waits with the answer. */
  | { readonly kind: "late"; readonly milliseconds: number }
  /** 429 with Retry-After, in seconds or as the date that the operation documents. */
  | { readonly kind: "rate-limit"; readonly seconds: number }
  /** 503 of the gateway, as a problem, with Retry-After. */
  | { readonly kind: "outage"; readonly seconds: number }
  /** 500 of the service, as plain JSON. */
  | { readonly kind: "failure" }
  /** 502 with a page of HTML, which no description mentions and every client meets. */
  | { readonly kind: "html" }
  /** 302 to somewhere else. */
  | { readonly kind: "redirect"; readonly to: string }
  /** Closes the connection instead of doing the work. */
  | { readonly kind: "hang-up" }
  /** Does the work, and closes the connection instead of answering. */
  | { readonly kind: "hang-up-after" }
  /** Never answers. */
  | { readonly kind: "silent" }
  /** Answers with half of the body, and closes the connection. */
  | { readonly kind: "cut-off" }
  /** A body that goes on until the client leaves. */
  | { readonly kind: "endless" }
  /** 200, called JSON, which is none. */
  | { readonly kind: "not-json" }
  /** Repeats the items of a list, which the description allows, until there are so many. */
  | { readonly kind: "huge"; readonly items: number }
  /** Leaves a field out, whether the description requires it or not. Paths are as `items[].id`. */
  | { readonly kind: "missing"; readonly path: string }
  /** Puts a value of another type into a field. */
  | { readonly kind: "wrong-type"; readonly path: string }
  /** Puts null into a field. */
  | { readonly kind: "null"; readonly path: string };

export type Fault = FaultKind & {
  /** An operationId; every operation unless given. */
  readonly operation?: string;
  /** How many requests it spoils; all unless given. */
  readonly times?: number;
};

/**
 * Reads `[operation:]kind[=argument][*times]`, for example `outage`, `listInvoices:rate-limit=2*1` or
 * `missing=items[].due_date`. Throws on anything else.
 */
export function parseFault(text: string): Fault {
  const match = /^(?:([A-Za-z]+):)?([a-z-]+)(?:=(.*?))?(?:\*([0-9]+))?$/.exec(text.trim());
  const kind = match && kindOf(match[2] ?? "", match[3]);
  if (!kind) {
    throw new Error(`"${text}" is no fault: write [operation:]kind[=argument][*times]`);
  }
  return {
    ...kind,
    ...(match[1] !== undefined && { operation: match[1] }),
    ...(match[4] !== undefined && { times: Number(match[4]) }),
  };
}

function kindOf(name: string, argument: string | undefined): FaultKind | null {
  const number = Number(argument ?? 1);
  switch (name) {
    case "slow":
    case "late":
      return Number.isFinite(number) ? { kind: name, milliseconds: number } : null;
    case "rate-limit":
    case "outage":
      return Number.isFinite(number) ? { kind: name, seconds: number } : null;
    case "huge":
      return Number.isInteger(number) ? { kind: name, items: number } : null;
    case "redirect":
      return argument === undefined ? null : { kind: name, to: argument };
    case "missing":
    case "wrong-type":
    case "null":
      return argument === undefined ? null : { kind: name, path: argument };
    case "failure":
    case "html":
    case "hang-up":
    case "hang-up-after":
    case "silent":
    case "cut-off":
    case "endless":
    case "not-json":
      return argument === undefined ? { kind: name } : null;
    default:
      return null;
  }
}
