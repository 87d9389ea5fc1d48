import type { RecordedRequest, RequestProblem } from "./mock.js";
import { type Answer, problem } from "./refusals.js";
import type { RawRequest } from "./request.js";
import { landingPath } from "./response-headers.js";

/** Below this the mock answers for itself. */
export const ownPath = "/__mcpgen/";

/** What a driver in another process may see and set. */
export interface Driven {
  readonly recorded: readonly RecordedRequest[];
  forgetRequests(): void;
  /**
   * By operation, in place of all that was preferred before. What of it cannot be met is given back, by
   * operation; nothing changes then.
   */
  preferOnly(preferences: ReadonlyMap<string, string>): readonly RequestProblem[];
}

type Act = (request: RawRequest, driven: Driven) => Answer;

const done: Answer = { status: 204, headers: {}, body: null };
const landing: Answer = {
  status: 200,
  headers: { "content-type": "application/octet-stream" },
  body: Buffer.from("mock"),
};

/** What a client gets that fetches its own tokens. Source: RFC 6749, section 5.1. */
const token: Answer = {
  status: 200,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: Buffer.from('{"access_token":"mock","token_type":"Bearer","expires_in":3600}'),
};

/** By path and method. */
const acts: Readonly<Record<string, Readonly<Record<string, Act>>>> = {
  "/__mcpgen/requests": {
    GET: (_request, { recorded }) => ({
      status: 200,
      headers: { "content-type": "application/json" },
      body: Buffer.from(JSON.stringify({ requests: recorded })),
    }),
    DELETE: (_request, driven) => {
      driven.forgetRequests();
      return done;
    },
  },
  "/__mcpgen/preferences": { PUT: putPreferences },
  "/__mcpgen/token": { POST: () => token },
  [landingPath]: { GET: () => landing, HEAD: () => landing },
};

/** The record and the preferences, for a driver in another process. */
export function ownAnswer(request: RawRequest, driven: Driven): Answer {
  const methods = Object.hasOwn(acts, request.path) ? acts[request.path] : undefined;
  if (methods === undefined) {
    const paths = Object.entries(acts).map(([path, each]) =>
      [...Object.keys(each), path].join(" "),
    );
    return problem(404, `The mock has ${paths.join(", ")}.`);
  }
  const act = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (act === undefined) {
    const allow = Object.keys(methods).join(", ");
    return problem(405, "The mock has no such method here.", [], { allow });
  }
  return act(request, driven);
}

function putPreferences({ body }: RawRequest, driven: Driven): Answer {
  const given = preferencesIn(body);
  if (given === null) {
    return problem(400, 'The body must be JSON such as { "getInvoice": "code=404" }.');
  }
  const problems = driven.preferOnly(given);
  return problems.length > 0 ? problem(400, "The preferences cannot be met.", problems) : done;
}

/** Null where the body is something else. */
function preferencesIn(body: Buffer): ReadonlyMap<string, string> | null {
  try {
    const given: unknown = JSON.parse(body.toString("utf8"));
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
      return null;
    }
    const entries = Object.entries(given);
    return entries.every((entry): entry is [string, string] => typeof entry[1] === "string")
      ? new Map(entries)
      : null;
  } catch {
    return null;
  }
}
