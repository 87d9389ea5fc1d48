import type { RequestRecord } from "../run.js";
import type { Surface, SurfaceOperation } from "../surface.js";
import type { NotedRequest } from "./relay.js";

/**
 * What came to the upstream and stands in no log of the server's: an agent that has called the API
 * itself, or code of the server's that goes past its client.
 */
export function pastServer(
  noted: readonly NotedRequest[],
  logged: readonly RequestRecord[],
  surface: Surface,
): readonly RequestRecord[] {
  const routes = routesOf(surface);
  const left = [...logged];
  const take = (fits: (each: RequestRecord) => boolean): boolean => {
    const at = left.findIndex(fits);
    left.splice(at, at === -1 ? 0 : 1);
    return at !== -1;
  };
  const records = noted.flatMap((request) => recordOf(request, routes));
  const same = (one: RequestRecord) => (other: RequestRecord) =>
    one.method === other.method && one.path === other.path;
  return (
    records
      .filter((one) => !take((other) => same(one)(other) && one.status === other.status))
      // One of whose answer the server has seen nothing.
      .filter((one) => !take(same(one)))
  );
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly pattern: RegExp;
  /** Letters that are no parameter's: of several that fit, the one with the most is meant. */
  readonly literal: number;
  readonly operation: SurfaceOperation | null;
}

/** The API's operations: those that the tools send, and the others. */
function routesOf({ known, operations }: Surface): readonly Route[] {
  const others = [...known].flatMap((name) => {
    const [, method, path] = /^([A-Z]+) (\/.*)$/.exec(name) ?? [];
    return method === undefined || path === undefined ? [] : [{ method, path, operation: null }];
  });
  const own = operations.map((operation) => {
    const { method, path } = operation;
    return { method, path, operation };
  });
  return [...own, ...others]
    .map((route) => ({ ...route, pattern: patternOf(route.path), literal: literalOf(route.path) }))
    .sort((left, right) => right.literal - left.literal);
}

/** Of a parameter, as URLs spell it. */
const mark = encodeURIComponent("\u{E000}");

/** The API's address may end in a path of its own. A path is sent as URLs have it: `/a b#c` as `/a%20b`. */
function patternOf(template: string): RegExp {
  const { pathname } = new URL(`http://localhost/${template.replace(/\{[^}]*\}/g, mark)}`);
  const parts = pathname
    .slice(1)
    .split(mark)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^(?:/.*)?${parts.join("[^/]+")}$`);
}

function literalOf(template: string): number {
  return template.replace(/\{[^}]*\}/g, "").length;
}

function recordOf(
  { isForm, method, path, status }: NotedRequest,
  routes: readonly Route[],
): readonly RequestRecord[] {
  const isRead = ["GET", "HEAD", "OPTIONS"].includes(method);
  const route = routes.find((each) => each.method === method && each.pattern.test(path));
  if (route === undefined && (isRead || isForm)) {
    return [];
  }
  const effect = route?.operation?.effect ?? (isRead ? "read" : "destructive");
  const operation = route?.operation?.key ?? null;
  return [{ operation, method, path: route?.path ?? path, status, effect, ms: 0, past: true }];
}
