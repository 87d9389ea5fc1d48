import type { Api, OperationHead } from "../openapi/api.js";
import { decoded } from "./request.js";

/** What a request's method and path lead to. */
export type Route =
  | {
      readonly kind: "operation";
      readonly head: OperationHead;
      /** The values of the template's parameters, not decoded. */
      readonly path: Readonly<Record<string, string>>;
    }
  /** The path is there, with these other methods. */
  | { readonly kind: "wrong-method"; readonly allowed: readonly string[] }
  | { readonly kind: "nothing" };

/** A part of a segment: text as it stands, or the name of a parameter. */
type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string };

interface Template {
  readonly head: OperationHead;
  readonly segments: readonly (readonly Token[])[];
}

/** Finds operations. Where several templates match, text is preferred to parameters, from the left. */
export class Routes {
  readonly #templates = new Map<number, Template[]>();
  readonly #api: Api;
  #bases: readonly string[] | null = null;

  constructor(api: Api) {
    const templates = api.operations.map((head) => ({
      head,
      segments: plainPath(head.path).split("/").map(tokensOf),
    }));
    for (const template of templates) {
      const same = this.#templates.get(template.segments.length) ?? [];
      this.#templates.set(template.segments.length, same);
      same.push(template);
    }
    for (const same of this.#templates.values()) {
      same.sort(byText);
    }
    this.#api = api;
  }

  /** Paths count from the root, or from the path of one of the description's servers. */
  find(method: string, path: string): Route {
    const route = this.#match(method, path);
    if (route.kind === "operation") {
      return route;
    }
    this.#bases ??= basePathsOf(this.#api);
    const below = this.#bases
      .filter((base) => path.startsWith(`${base}/`))
      .map((base) => this.#match(method, path.slice(base.length)));
    const routes = [...below, route];
    return (
      routes.find(({ kind }) => kind === "operation") ??
      routes.find(({ kind }) => kind === "wrong-method") ?? { kind: "nothing" }
    );
  }

  #match(method: string, path: string): Route {
    const given = path.split("/");
    const allowed = new Set<string>();
    for (const { head, segments } of this.#templates.get(given.length) ?? []) {
      const values = valuesOf(segments, given);
      if (values !== null && answers(head, method)) {
        return { kind: "operation", head, path: values };
      }
      if (values !== null) {
        allowed.add(head.method);
      }
    }
    return allowed.size > 0
      ? { kind: "wrong-method", allowed: [...allowed].sort() }
      : { kind: "nothing" };
  }
}

function answers(head: OperationHead, method: string): boolean {
  return head.method === method || (method === "HEAD" && head.method === "GET");
}

/** Some descriptions tell operations of one path apart by a query or a fragment in it. */
function plainPath(path: string): string {
  return path.replace(/[?#].*$/, "");
}

function tokensOf(segment: string): readonly Token[] {
  return segment
    .split(/(\{[^{}]*\})/)
    .filter((text) => text !== "")
    .map((text) =>
      /^\{.*\}$/.test(text)
        ? { kind: "parameter", name: text.slice(1, -1) }
        : { kind: "text", text },
    );
}

function byText(one: Template, other: Template): number {
  for (const [index, tokens] of one.segments.entries()) {
    const difference = weightOf(tokens) - weightOf(other.segments[index] ?? []);
    if (difference !== 0) {
      return difference;
    }
  }
  return answersHead(one) - answersHead(other);
}

/** A HEAD of its own goes before that of GET. */
function answersHead({ head }: Template): number {
  return head.method === "HEAD" ? 0 : 1;
}

function weightOf(tokens: readonly Token[]): number {
  const hasParameter = tokens.some(({ kind }) => kind === "parameter");
  return hasParameter ? (tokens.length > 1 ? 1 : 2) : 0;
}

function valuesOf(
  segments: Template["segments"],
  given: readonly string[],
): Readonly<Record<string, string>> | null {
  const values: [string, string][] = [];
  for (const [index, tokens] of segments.entries()) {
    const found = readSegment(tokens, given[index] ?? "");
    if (found === null) {
      return null;
    }
    values.push(...found);
  }
  return Object.fromEntries(values);
}

/** A parameter reaches to the next text of the template, the last one to the end. */
function readSegment(tokens: readonly Token[], given: string): readonly [string, string][] | null {
  const [only, ...others] = tokens;
  if (only === undefined || (only.kind === "text" && others.length === 0)) {
    return isSameText(only?.text ?? "", given) ? [] : null;
  }
  const values: [string, string][] = [];
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "text") {
      if (!given.startsWith(token.text, at)) {
        return null;
      }
      at += token.text.length;
      continue;
    }
    const next = tokens[index + 1];
    const isLastText = index + 2 === tokens.length;
    const end =
      next?.kind !== "text"
        ? given.length
        : isLastText
          ? given.length - next.text.length
          : given.indexOf(next.text, at + 1);
    if (end <= at) {
      return null;
    }
    values.push([token.name, given.slice(at, end)]);
    at = end;
  }
  return at === given.length ? values : null;
}

/** `%2D` spells a hyphen: the same path. Source: RFC 3986, section 6.2.2.2. */
function isSameText(text: string, given: string): boolean {
  return given === text || (given.includes("%") && decoded(given) === decoded(text));
}

/** The paths of the servers of the document, and of those of single paths and operations. */
function basePathsOf(api: Api): readonly string[] {
  const own = api.operations.flatMap((head) => api.resolve(head)?.servers ?? []);
  return [...new Set([...api.servers, ...own].map(basePathOf))].filter((base) => base !== "");
}

function basePathOf(server: string): string {
  try {
    return new URL(server, "http://localhost").pathname.replace(/\/+$/, "");
  } catch {
    return "";
  }
}
