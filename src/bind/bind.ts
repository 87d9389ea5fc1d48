import { posix } from "node:path";
import type { Collector } from "../diagnostics/collector.js";
import type { Server, Sources, Upstream } from "../model/server.js";
import type { ErrorRule, Tool } from "../model/tool.js";
import type { Api } from "../openapi/api.js";
import type { Spanned } from "../source/source-file.js";
import type { NamedText, ToolEntry, ToolMap } from "../tool-map/tool-map.js";
import { declaresStatus } from "./answers.js";
import { bindApprovals } from "./approvals.js";
import { checkHeaders } from "./check-headers.js";
import { checkMentioned } from "./check-mentioned.js";
import { checkPaging } from "./check-paging.js";
import { checkRequests } from "./check-request.js";
import type { BindContext } from "./context.js";
import { envText } from "./env-text.js";
import { bindErrorRules, failuresOf } from "./error-rules.js";
import { Expressions } from "./expressions.js";
import { distinct, failuresByHalf, joined } from "./gate-failures.js";
import { refuseResults } from "./gate-parts.js";
import { advertisedTwice } from "./gate-problems.js";
import { camelCase } from "./identifiers.js";
import { checkLedger, formatLedger } from "./ledger.js";
import { operationModel } from "./operation-model.js";
import { missingBaseUrl } from "./operation-problems.js";
import { OperationTable } from "./operation-table.js";
import { byCodeUnit } from "./order.js";
import { ProblemBody } from "./problem-body.js";
import { sameIdentifier } from "./problems.js";
import { bindCredentials, bindScopes, withScopes, withSendable } from "./security.js";
import { boundServers, checkServers, isBaseUrl } from "./servers.js";
import { type BoundTool, bindTool } from "./tool.js";
import { toolScope } from "./tool-inputs.js";
import { Values } from "./values.js";

export interface BindOptions {
  /** The text of operations.lock; null where there is none yet. */
  readonly ledger: string | null;
  readonly strictLedger: boolean;
}

export interface Bound {
  readonly server: Server;
  /** The new text of operations.lock. */
  readonly ledger: string;
}

/** Meets the map with the API. What is returned may be emitted only if no error was collected. */
export function bind(map: ToolMap, api: Api, options: BindOptions, collector: Collector): Bound {
  const operations = new OperationTable(api, map, collector);
  const functions = map.functions
    .map(({ name, args, returns }) => ({ name: name.value, args, returns }))
    .sort((a, b) => byCodeUnit(a.name, b.name));
  const problem = new ProblemBody(api);
  const context: BindContext = { map, api, operations, problem, functions, collector };
  checkIdentifiers(map, collector);
  const bound = map.tools.flatMap((entry) => bindTool(entry, context) ?? []);
  const errors = bindMapRules(context);
  checkPaging(context);
  checkServers(context);
  checkRequests(context);
  checkHeaders(context);
  checkMentioned(
    context,
    bound.map(({ tool }) => tool),
  );
  const credentials = bindCredentials(map, api, collector);
  const scopes = bindScopes(operations.used(), credentials, map, api, collector);
  checkLedger(map, api, operations, options.ledger, options.strictLedger, collector);
  const server: Server = {
    name: map.server.name.value,
    title: map.server.title?.value ?? null,
    version: map.server.version,
    instructions: map.server.instructions?.value ?? null,
    sources: sourcesOf(map),
    upstream: { ...upstreamOf(context), auth: withScopes(credentials, scopes) },
    errors,
    problem: problem.shape(),
    tools: bound.map((tool) => withMapFailures(tool, errors)),
    operations: operations
      .used()
      .map((used) => withSendable(operationModel(used, map, api), credentials, api)),
    functions,
    audit: {
      to: map.audit.to,
      redact: map.audit.redact.map((name) => name.value).sort(byCodeUnit),
    },
    approvals: bindApprovals(map, bound, collector),
    scopes,
    dependencies: map.server.dependencies,
  };
  return { server, ledger: formatLedger(api) };
}

/** The map-wide rules see `error` alone, of any operation that the tools use. */
function bindMapRules(context: BindContext): readonly ErrorRule[] {
  const { map, collector, functions, problem, operations } = context;
  if (map.tools.some(isGate)) {
    refuseResults(map.errors, context);
  }
  const values = new Values(new Expressions(functions, collector), collector, false);
  return bindErrorRules(map.errors, {
    level: "map",
    operations: operations.used(),
    scope: toolScope([]),
    values,
    problem,
    standIns: null,
  });
}

/** Adds the structured errors of map-wide rules for statuses that the tool's operations declare. */
function withMapFailures(
  { tool, operations, halves }: BoundTool,
  rules: readonly ErrorRule[],
): Tool {
  const own = new Set(tool.errors.map((rule) => rule.on));
  const others = rules.filter(({ on }) => !own.has(on));
  const met = others.filter(({ on }) =>
    operations.some(({ operation }) => declaresStatus(operation, on)),
  );
  const failures = distinct([...tool.failures, ...failuresOf(met)]);
  const { body } = tool;
  return halves === null || (body.kind !== "gate" && body.kind !== "gate-handler")
    ? { ...tool, failures }
    : {
        ...tool,
        failures,
        body: { ...body, failures: joined(body.failures, failuresByHalf(others, halves)) },
      };
}

function upstreamOf({ map, api, collector }: BindContext): Omit<Upstream, "auth"> {
  const { upstream } = map;
  const [server] = api.servers;
  if (upstream.baseUrl === null && (server === undefined || !isBaseUrl(server))) {
    collector.add(missingBaseUrl(upstream.span, server));
  }
  const named = (entries: readonly NamedText[]) =>
    entries
      .map((entry) => ({ name: entry.name.value, value: envText(entry.value) }))
      .sort((a, b) => byCodeUnit(a.name, b.name));
  return {
    name: map.server.name.value.replaceAll("_", "-"),
    baseUrl: upstream.baseUrl === null ? [server ?? ""] : envText(upstream.baseUrl),
    servers: boundServers(map),
    headers: named(upstream.headers),
    with: named(upstream.with),
    timeoutMs: upstream.timeoutMs,
    deadlineMs: upstream.deadlineMs,
    retries: upstream.retries,
    idempotencyHeader: upstream.idempotency?.header.value ?? null,
    contract: upstream.contract,
  };
}

/** Two tools whose names differ only in underscores would be one identifier; a gate has two names more. */
function checkIdentifiers(map: ToolMap, collector: Collector): void {
  const taken = new Map<string, Spanned<string>>();
  for (const { name } of map.tools) {
    const identifier = camelCase(name.value);
    const other = taken.get(identifier);
    if (other !== undefined) {
      collector.add(sameIdentifier(name, other, identifier));
    }
    taken.set(identifier, name);
  }
  for (const { name } of map.tools.filter(isGate)) {
    for (const prefix of ["prepare", "confirm"]) {
      const advertised = `${prefix}_${name.value}`;
      const other = map.tools.find((tool) => tool.name.value === advertised);
      if (other !== undefined) {
        collector.add(advertisedTwice(name, advertised, other.name));
      }
    }
  }
}

function isGate({ job }: ToolEntry): boolean {
  return job.kind === "gate" || job.kind === "gate-handler";
}

function sourcesOf({ file, output, spec }: ToolMap): Sources {
  const map = baseName(file.path);
  const mapFromOutput = posix.relative(posix.join("/", output.value), `/${map}`);
  return { map, spec: spec.value, mapFromOutput };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
