import type { Api, Operation } from "../openapi/api.js";
import { answerTo, whyImpossible } from "./answer.js";
import { readBody, recordedBody } from "./body.js";
import { apiKeysOf, missingCredentials } from "./credentials.js";
import type { RequestProblem } from "./mock.js";
import { type ParameterValues, readParameters } from "./parameters.js";
import { type Preferences, readPreferences, whyUnreadable } from "./prefer.js";
import { type Answer, problem } from "./refusals.js";
import type { RawRequest } from "./request.js";
import { Routes } from "./routes.js";

/** What a request came to. */
export interface Handled {
  readonly answer: Answer;
  readonly operation: string | null;
  readonly parameters: ParameterValues | null;
  readonly problems: readonly RequestProblem[];
  readonly delayMs: number;
  readonly drop: boolean;
}

/** Answers requests by an API description, and refuses what it does not allow. */
export class Handler {
  readonly #api: Api;
  readonly #routes: Routes;
  readonly #queryKeys: ReadonlySet<string>;
  readonly #seed: number;
  readonly #preferred: ReadonlyMap<string, string>;

  /** `preferred` says what the answers of operations should be where a request does not. */
  constructor(api: Api, seed: number, preferred: ReadonlyMap<string, string>) {
    this.#api = api;
    this.#routes = new Routes(api);
    this.#queryKeys = apiKeysOf(api).query;
    this.#seed = seed;
    this.#preferred = preferred;
  }

  handle(request: RawRequest): Handled {
    const route = this.#routes.find(request.method, request.path);
    switch (route.kind) {
      case "nothing":
        return refused(problem(404, "The description has no such path."), [
          { at: "/path", why: "is no path of the description" },
        ]);
      case "wrong-method":
        return refused(
          problem(405, "The description has no such method for this path.", [], {
            allow: route.allowed.filter((method) => /^[A-Z]+$/.test(method)).join(", "),
          }),
          [{ at: "/method", why: `must be ${route.allowed.join(" or ")}` }],
        );
      case "operation": {
        const operation = this.#api.resolve(route.head);
        return {
          ...(operation === null
            ? refused(problem(501, "The description of this operation cannot be read."), [])
            : this.#operate(operation, request, route.path)),
          operation: route.head.key,
        };
      }
      default:
        return route satisfies never;
    }
  }

  /** Why answers of the operation of the key cannot be as is preferred; null where they can. */
  whyUnmet(key: string, preferred: string): string | null {
    const unreadable = whyUnreadable(preferred);
    if (key === "*" || unreadable !== null) {
      return unreadable;
    }
    const head = this.#api.operations.find((operation) => operation.key === key);
    if (head === undefined) {
      return "is no operation of the description";
    }
    const operation = this.#api.resolve(head);
    const read = readPreferences(preferred);
    return operation === null || read.kind === "unknown"
      ? null
      : whyImpossible(operation, read.preferences);
  }

  #operate(
    operation: Operation,
    request: RawRequest,
    path: Readonly<Record<string, string>>,
  ): Handled {
    const { key } = operation.head;
    const header = request.headers.prefer ?? this.#preferred.get(key) ?? this.#preferred.get("*");
    const read = readPreferences(header);
    if (read.kind === "unknown") {
      const problems = [{ at: "/header/Prefer", why: read.why }];
      return refused(problem(400, "The preference cannot be read.", problems), problems);
    }
    const { preferences } = read;
    const handled = this.#checked(operation, request, path, preferences);
    return { ...handled, delayMs: preferences.delayMs, drop: preferences.drop };
  }

  #checked(
    operation: Operation,
    request: RawRequest,
    path: Readonly<Record<string, string>>,
    preferences: Preferences,
  ): Handled {
    const parameters = readParameters(operation, request, path, this.#queryKeys);
    const refuse = (answer: Answer, problems: readonly RequestProblem[]): Handled => ({
      ...refused(answer, problems),
      parameters: parameters.values,
    });
    const challenge = missingCredentials(operation, request, this.#api);
    if (challenge !== null) {
      const problems = [{ at: "/security", why: "credentials are missing" }];
      const headers = { "www-authenticate": challenge };
      return refuse(problem(401, "The operation needs credentials.", problems, headers), problems);
    }
    const body = readBody(operation.requestBody, request);
    if (body.kind === "unsupported") {
      const problems = [
        { at: "/header/Content-Type", why: `must be ${body.supported.join(" or ")}` },
      ];
      return refuse(problem(415, "The body is of another media type.", problems), problems);
    }
    const problems = [...parameters.problems, ...body.problems];
    if (problems.length > 0) {
      const status = refusalStatus(operation, parameters.problems.length === 0);
      return refuse(
        problem(status, "The description does not allow the request.", problems),
        problems,
      );
    }
    const answer = answerTo({
      operation,
      request,
      parameters: parameters.values,
      body: body.value ?? recordedBody(request),
      preferences,
      seed: this.#seed,
    });
    // No documented success is a 406: the request accepts none of the answer's media types.
    const isUnacceptable = answer.status === 406 && preferences.code === null;
    return refuse(answer, isUnacceptable ? [unacceptable] : []);
  }
}

const unacceptable: RequestProblem = {
  at: "/header/Accept",
  why: "names none of the media types of the answer",
};

/** 422 for a body, where the operation documents that and no 400. */
function refusalStatus({ responses }: Operation, isBodyAlone: boolean): number {
  const documents = (status: string) => responses.some((response) => response.status === status);
  return isBodyAlone && documents("422") && !documents("400") ? 422 : 400;
}

function refused(answer: Answer, problems: readonly RequestProblem[]): Handled {
  return { answer, operation: null, parameters: null, problems, delayMs: 0, drop: false };
}
