import type { ChangeAnswer } from "../mock/mock.js";
import { generate } from "../mock/value/generate.js";
import type { Expression } from "../model/expression.js";
import { isObject, type JsonValue } from "../model/json.js";
import type { Operation } from "../model/operation.js";
import type { Server } from "../model/server.js";
import type { CallStatement, Tool } from "../model/tool.js";
import { statementsOf } from "./calls.js";

type RuntimeCall = Extract<Expression, { kind: "runtime" }>;

/** A field of an answer in which the map finds the URL of the next page. */
interface NextLink {
  /** From the answer on: `["links", "next"]`. */
  readonly path: readonly string[];
  /** The parameter, and a value that the operation takes for it. */
  readonly parameter: string;
  readonly value: string;
}

/**
 * What makes an answer of the mock one that can be paged, by `Operation.key`. The description says of
 * such a field that it is a URL, at best; that it has the parameter in it is said by the map alone.
 */
export function nextLinksOf(server: Server): ReadonlyMap<string, ChangeAnswer> {
  const links = new Map<string, NextLink[]>();
  for (const tool of server.tools) {
    for (const call of statementsOf(tool)) {
      const operation = server.operations.find(({ identifier }) => identifier === call.operation);
      if (operation !== undefined) {
        const found = linksOf(call, tool).flatMap((link) => nextLink(link, operation));
        links.set(operation.key, [...(links.get(operation.key) ?? []), ...found]);
      }
    }
  }
  return new Map(
    [...links].flatMap(([key, each]) => (each.length === 0 ? [] : [[key, withLinks(each)]])),
  );
}

/** Where a walk looks for its next page, and where the tool's result does. */
function linksOf({ name, pages, returns }: CallStatement, { body }: Tool): readonly RuntimeCall[] {
  const isOf = (root: string) => (link: RuntimeCall) => rootOf(link.args[0]) === root;
  return [
    ...(pages === null ? [] : runtimeCallsIn(pages.next).filter(isOf("response"))),
    ...(returns === null ? runtimeCallsIn(body).filter(isOf(name)) : []),
  ].filter((link) => link.name === "nextFromUrl");
}

function runtimeCallsIn(part: unknown): readonly RuntimeCall[] {
  if (typeof part !== "object" || part === null) {
    return [];
  }
  const below = Object.values(part).flatMap(runtimeCallsIn);
  return isRuntimeCall(part) ? [part, ...below] : below;
}

function isRuntimeCall(part: object): part is RuntimeCall {
  return "kind" in part && part.kind === "runtime" && "args" in part;
}

function rootOf(expression: Expression | undefined): string | null {
  switch (expression?.kind) {
    case "field":
      return rootOf(expression.of);
    case "name":
      return expression.name;
    default:
      return null;
  }
}

function nextLink({ args }: RuntimeCall, { parameters }: Operation): readonly NextLink[] {
  const [url, name] = args;
  if (url === undefined || name?.kind !== "literal" || typeof name.value !== "string") {
    return [];
  }
  const parameter = name.value;
  const found = parameters.find((each) => each.name === parameter && each.location === "query");
  const options = { direction: "request", seed: parameter, examples: true } as const;
  const made = found === undefined ? null : generate(found.schema, options);
  const value = made === null || typeof made.value === "object" ? "1" : String(made.value);
  return [{ path: pathOf(url), parameter, value }];
}

function pathOf(expression: Expression): readonly string[] {
  return expression.kind === "field" ? [...pathOf(expression.of), expression.name] : [];
}

function withLinks(links: readonly NextLink[]): ChangeAnswer {
  return (answer) => ({
    ...answer,
    body: links.reduce((body, { path, ...link }) => changedAt(body, path, link), answer.body),
  });
}

function changedAt(
  value: JsonValue,
  path: readonly string[],
  link: Omit<NextLink, "path">,
): JsonValue {
  const [name, ...rest] = path;
  if (name === undefined) {
    return typeof value === "string" ? linkFrom(value, link) : value;
  }
  return isObject(value) && Object.hasOwn(value, name)
    ? { ...value, [name]: changedAt(value[name] ?? null, rest, link) }
    : value;
}

/** What URLs without an address of their own are read from. */
const anywhere = "http://localhost/";

/** The URL with the parameter in it. What is no URL, or a part of one, becomes a query alone. */
function linkFrom(text: string, { parameter, value }: Omit<NextLink, "path">): string {
  const url = URL.canParse(text, anywhere) ? new URL(text, anywhere) : null;
  if (text === "" || url?.searchParams.has(parameter)) {
    return text;
  }
  if (url === null || !URL.canParse(text)) {
    return `?${new URLSearchParams({ [parameter]: value })}`;
  }
  url.searchParams.set(parameter, value);
  return url.href;
}
