import { joined } from "../openapi/node.js";
import type { ToolMap } from "../tool-map/tool-map.js";
import type { BindContext } from "./context.js";
import type { UsedOperation } from "./operation-table.js";
import { bodyContentOf } from "./places.js";
import {
  unfilledServer,
  unsendableMediaType,
  unsendablePath,
  unusableServer,
} from "./request-problems.js";

/** Reports what an operation in use says of its address and body that no request can carry. */
export function checkRequests(context: BindContext): void {
  const { api, operations, collector } = context;
  for (const used of operations.used()) {
    const { head, requestBody } = used.operation;
    checkServer(used, context);
    const why = strayIn(pathOf(used));
    if (why !== null) {
      const place = { file: api.file, path: joined("/paths", head.path) };
      collector.add(unsendablePath(head.path, why, api.spanOf(place, "key")));
    }
    const mediaType = bodyContentOf(used)?.mediaType;
    if (requestBody !== null && mediaType !== undefined && !mediaTypeForm.test(mediaType)) {
      const place = api.spanOf(requestBody.pointer, "key");
      collector.add(unsendableMediaType(head.key, mediaType, place));
    }
  }
}

function checkServer(used: UsedOperation, { api, map, collector }: BindContext): void {
  const { head, servers } = used.operation;
  const [server] = servers;
  if (server === undefined || isUsableServer(server)) {
    return;
  }
  const { baseUrl } = map.upstream;
  const place = api.spanOf({ ...head.pointer, path: `${head.pointer.path}/servers` }, "key");
  collector.add(
    baseUrl !== null && ownServerOf(used, map) === null
      ? unfilledServer(head.key, server, place, baseUrl.span)
      : unusableServer(head.key, server, place),
  );
}

/**
 * The address of an operation that is not where the others are. One that is to be completed, such as
 * `https://{tenant}.example.com`, gives way to what the map states: else nothing could be called.
 */
export function ownServerOf({ operation }: UsedOperation, { upstream }: ToolMap): string | null {
  const [server] = operation.servers;
  const isOpen = server !== undefined && /\{[^{}]*\}/.test(server);
  return isOpen && upstream.baseUrl !== null ? null : (server ?? null);
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
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(text);
  return isAbsolute
    ? isBaseUrl(text)
    : isBaseUrl(`https://api.invalid/${text.replace(/^\/(?!\/)/, "")}`);
}

/** The path that is sent: what stands behind `#` only tells operations apart. */
export function pathOf({ operation: { head } }: UsedOperation): string {
  return /^(?:[^#{]|\{[^}]*\}?)*/.exec(head.path)?.[0] ?? head.path;
}

/** What makes a path lead elsewhere than it says; null where nothing does. */
function strayIn(path: string): string | null {
  const fixed = path.replaceAll(/\{[^{}]*\}/g, "x").replace(/\?.*$/s, "");
  if (/[\\]|\p{Cc}/u.test(fixed)) {
    return "has a backslash or a control character";
  }
  const isDots = (segment: string) => /^(?:\.|%2e){1,2}$/i.test(segment);
  return fixed.split(/\/|%2f|%5c/i).some(isDots) ? 'has a segment "." or ".."' : null;
}

/** Source: RFC 9110, sections 5.6.2 and 8.3.1, in lower case and without parameters. */
const mediaTypeForm = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/;
