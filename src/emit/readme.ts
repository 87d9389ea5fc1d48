import type { JsonObject } from "../model/json.js";
import type { Audit, Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import { type Variable, variablesFor } from "./environment.js";
import { gatesOf, isGate } from "./gates.js";
import { codeSpan, codeSpans, joined, jsonBlock, type Markdown, prose } from "./markdown.js";
import { type ApprovalsView, approvalsView } from "./readme-approvals.js";
import { type ChangeRow, changeRows } from "./readme-changes.js";
import { halvesOf } from "./shown-gate.js";

/** The view of README.md.hbs. */
export interface ReadmeView extends ApprovalsView {
  readonly title: Markdown;
  readonly toolCount: Markdown;
  readonly spec: Markdown;
  readonly map: Markdown;
  readonly tools: readonly {
    readonly name: Markdown;
    readonly description: Markdown;
    readonly effect: Markdown;
  }[];
  readonly readsOnly: boolean;
  readonly changes: readonly ChangeRow[];
  readonly variables: readonly { readonly code: Markdown; readonly about: Markdown }[];
  readonly requiredScopes: readonly { readonly scheme: Markdown; readonly list: Markdown }[];
  readonly noScopes: boolean;
  readonly folder: Markdown;
  readonly claudeCode: Markdown;
  readonly claudeDesktop: Markdown;
  readonly vsCode: Markdown;
  readonly cursor: Markdown;
  /** Where the log goes. */
  readonly logsTo: Markdown;
  readonly timeout: Markdown;
  readonly deadline: Markdown;
  readonly retries: Markdown;
  readonly limits: readonly Markdown[];
  readonly owned: readonly Markdown[];
}

/** `owned` are the paths of the files that are the user's. */
export function readmeView(server: Server, owned: readonly string[]): ReadmeView {
  const { tools, upstream, sources, scopes } = server;
  const variables = variablesFor("server", server);
  const scoped = scopes.filter((one) => one.scopes.length > 0);
  const changes = changeRows(server);
  const toolCount = tools.length + gatesOf(server).length;
  return {
    title: prose(server.title ?? server.name),
    toolCount: prose(toolCount === 1 ? "one tool" : `${toolCount} tools`),
    spec: codeSpan(sources.spec),
    map: codeSpan(sources.map),
    tools: tools.map((tool) => ({
      name: codeSpans(namesOf(tool)),
      description: prose(tool.description),
      effect: prose(effectWord(tool)),
    })),
    readsOnly: changes.length === 0,
    changes,
    ...approvalsView(server),
    variables: variables.map(({ name, about }) => ({ code: codeSpan(name), about: prose(about) })),
    requiredScopes: scoped.map((one) => ({
      scheme: codeSpan(one.scheme),
      list: codeSpans(one.scopes),
    })),
    noScopes: scoped.length === 0,
    folder: prose(server.name),
    ...registrations(server, variables),
    logsTo: logOf(server.audit.to),
    timeout: prose(seconds(upstream.timeoutMs)),
    deadline: prose(seconds(upstream.deadlineMs)),
    retries: prose(retriesOf(upstream.retries)),
    limits: limitsOf(tools),
    owned: owned.map((path) => codeSpan(path)),
  };
}

/** As they are called. */
function namesOf(tool: Tool): readonly string[] {
  return isGate(tool) ? Object.values(halvesOf(tool.name)) : [tool.name];
}

function effectWord(tool: Tool): string {
  return tool.effect === "read" ? "reads" : tool.effect === "write" ? "writes" : "destructive";
}

function logOf(to: Audit["to"]): Markdown {
  if (to === "stderr") {
    return prose("to standard error");
  }
  return "both" in to
    ? joined(prose("to standard error and to"), codeSpan(to.both))
    : joined(prose("to"), codeSpan(to.file));
}

function seconds(milliseconds: number): string {
  const count = milliseconds / 1000;
  return count === 1 ? "1 second" : `${count} seconds`;
}

function retriesOf(retries: number): string {
  if (retries === 0) {
    return "No request is repeated.";
  }
  const times = retries === 1 ? "once" : `${retries} times`;
  return `A read that failed is repeated ${times} at most; a write only where that is harmless.`;
}

/** One line for all tools of a limit, in the order of the first. */
function limitsOf(tools: readonly Tool[]): readonly Markdown[] {
  const limited = new Map<string, string[]>();
  for (const tool of tools) {
    if (tool.limit !== null) {
      const { calls, seconds: span } = tool.limit;
      const words = `${calls === 1 ? "one call" : `${calls} calls`} in ${seconds(span * 1000)}`;
      limited.set(words, [...(limited.get(words) ?? []), ...namesOf(tool)]);
    }
  }
  return [...limited].map(([words, names]) =>
    joined(codeSpans(names), prose(names.length === 1 ? `takes ${words}.` : `take ${words} each.`)),
  );
}

/** How each host is told of the server. */
function registrations(server: Server, variables: readonly Variable[]) {
  const entry = (env: JsonObject): JsonObject => ({
    command: "node",
    args: [`/path/to/${server.name}/dist/main.js`],
    env,
  });
  const env = (value: (variable: Variable) => string): JsonObject =>
    Object.fromEntries(variables.map((variable) => [variable.name, value(variable)]));
  const servers = (own: JsonObject): JsonObject => ({ mcpServers: { [server.name]: own } });
  const inputs = variables.map((variable) => ({
    type: "promptString",
    id: variable.name,
    description: variable.about,
    password: variable.secret,
  }));
  const vsCode = entry(env(({ name }) => `\${input:${name}}`));
  return {
    claudeCode: jsonBlock(servers(entry(env(({ name }) => `\${${name}}`)))),
    claudeDesktop: jsonBlock(servers(entry(env(() => "…")))),
    vsCode: jsonBlock({ inputs, servers: { [server.name]: { type: "stdio", ...vsCode } } }),
    cursor: jsonBlock(servers(entry(env(({ name }) => `\${env:${name}}`)))),
  };
}
