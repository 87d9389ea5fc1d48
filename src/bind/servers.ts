import type { Upstream } from "../model/server.js";
import type { Api } from "../openapi/api.js";
import type { ServerAddress, ToolMap } from "../tool-map/tool-map.js";
import type { BindContext } from "./context.js";
import { envText } from "./env-text.js";
import type { UsedOperation } from "./operation-table.js";
import { byCodeUnit } from "./order.js";
import {
  foreignServer,
  unfilledServer,
  unusableServer,
  unusedServer,
  withheldCredentials,
} from "./server-problems.js";

/** Where an operation is, as its description and the map say. */
export type OperationServer =
  /** With all the others. */
  | { readonly kind: "base" }
  /** At another path of the API's origin, or one relative to the base URL. */
  | { readonly kind: "path"; readonly path: string }
  /** Where the map says. */
  | { readonly kind: "listed"; readonly address: ServerAddress }
  /**
   * At a URL to be completed, such as `https://{tenant}.example.com`, which gives way to the base URL
   * that the map states: else nothing could be called.
   */
  | { readonly kind: "open"; readonly url: string }
  | { readonly kind: "unusable"; readonly url: string }
  /** At an origin that nobody has named. */
  | { readonly kind: "foreign"; readonly url: string };

export function serverOf(
  { operation }: UsedOperation,
  { upstream }: ToolMap,
  api: Api,
): OperationServer {
  const [url] = operation.servers;
  if (url === undefined) {
    return { kind: "base" };
  }
  const address = upstream.servers.find((one) => isSame(one.url.value, url));
  if (address !== undefined) {
    return isBaseUrl(url) || address.baseUrl !== null
      ? { kind: "listed", address }
      : { kind: "unusable", url };
  }
  if (upstream.baseUrl !== null && /\{[^{}]*\}/.test(url)) {
    return { kind: "open", url };
  }
  if (!isUsableServer(url)) {
    return { kind: "unusable", url };
  }
  if (isSame(url, api.servers[0] ?? "")) {
    return { kind: "base" };
  }
  if (!isAbsolute(url)) {
    return { kind: "path", path: url };
  }
  const { origin, pathname } = new URL(url, "https://api.invalid");
  return originsOf(upstream, api).includes(origin)
    ? { kind: "path", path: pathname }
    : { kind: "foreign", url };
}

/** What an operation's `baseUrl` is in the model. */
export function ownServerOf(used: UsedOperation, map: ToolMap, api: Api): string | null {
  const server = serverOf(used, map, api);
  switch (server.kind) {
    case "path":
      return server.path;
    case "listed":
      return server.address.url.value;
    default:
      return null;
  }
}

/** Whether what an operation asks for may be sent to where it is. */
export function mayHaveCredentials(used: UsedOperation, map: ToolMap, api: Api): boolean {
  const server = serverOf(used, map, api);
  return server.kind !== "listed" || server.address.credentials;
}

/** Reports operations that are where no request may go, and addresses of none. */
export function checkServers({ api, map, operations, collector }: BindContext): void {
  const { upstream } = map;
  const listed = new Set<ServerAddress>();
  for (const used of operations.used()) {
    const { head, security } = used.operation;
    const server = serverOf(used, map, api);
    const place = (key: string) =>
      api.spanOf({ ...head.pointer, path: `${head.pointer.path}/${key}` }, "key");
    switch (server.kind) {
      case "listed": {
        const { address } = server;
        listed.add(address);
        if (
          !address.credentials &&
          security.length > 0 &&
          security.every((way) => way.length > 0)
        ) {
          collector.add(withheldCredentials(used.operation, address.url, place("security")));
        }
        break;
      }
      case "open": {
        const { span } = upstream.baseUrl ?? upstream;
        collector.add(unfilledServer(head.key, server.url, place("servers"), span));
        break;
      }
      case "unusable":
        collector.add(unusableServer(head.key, server.url, place("servers")));
        break;
      case "foreign":
        collector.add(
          foreignServer(
            head.key,
            server.url,
            place("servers"),
            upstream.baseUrl?.span ?? upstream.span,
          ),
        );
        break;
      case "base":
      case "path":
        break;
      default:
        server satisfies never;
    }
  }
  const servers = operations.used().flatMap(({ operation }) => operation.servers.slice(0, 1));
  for (const address of upstream.servers) {
    if (!listed.has(address) && !servers.some((url) => isSame(url, address.url.value))) {
      collector.add(unusedServer(address.url, servers));
    }
  }
}

/** The further addresses that the map names. */
export function boundServers({ upstream }: ToolMap): Upstream["servers"] {
  return upstream.servers
    .map(({ url, baseUrl, credentials }) => ({
      url: url.value,
      baseUrl: baseUrl === null ? [url.value] : envText(baseUrl),
      credentials,
    }))
    .sort((a, b) => byCodeUnit(a.url, b.url));
}

/** Whether an address can stand before the paths of requests: http or https, an origin and a path, nothing else. */
export function isBaseUrl(text: string): boolean {
  if (/[\s\\{}]|\p{Cc}/u.test(text) || !URL.canParse(text)) {
    return false;
  }
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}

/** The same for an operation's own, which may leave out what the API's address says. */
function isUsableServer(text: string): boolean {
  const whole = text.startsWith("//")
    ? `https:${text}`
    : `https://api.invalid/${text.replace(/^\//, "")}`;
  return isBaseUrl(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : whole);
}

function isAbsolute(text: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(text);
}

/** One address may be written with a slash at its end, and without. */
function isSame(a: string, b: string): boolean {
  const bare = (text: string) => (isBaseUrl(text) ? new URL(text).href : text).replace(/\/+$/, "");
  return bare(a) === bare(b);
}

/**
 * The origins of the API itself, as far as they are known before it starts. The further servers of
 * its description are other places: a request for one of them must not go to the first.
 */
function originsOf(
  { baseUrl }: ToolMap["upstream"],
  { servers: [server = ""] }: Api,
): readonly string[] {
  const [first = ""] = baseUrl === null ? [] : envText(baseUrl);
  const authority =
    typeof first === "string" ? /^https?:\/\/[^/]+\//i.exec(`${first}/`)?.[0] : null;
  return [server, authority ?? ""].filter(isBaseUrl).map((url) => new URL(url).origin);
}
