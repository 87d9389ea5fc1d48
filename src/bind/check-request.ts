import { joined } from "../openapi/node.js";
import type { BindContext } from "./context.js";
import type { UsedOperation } from "./operation-table.js";
import { bodyContentOf } from "./places.js";
import { unsendableMediaType, unsendablePath } from "./request-problems.js";

/** Reports what an operation in use says of its path and body that no request can carry. */
export function checkRequests({ api, operations, collector }: BindContext): void {
  for (const used of operations.used()) {
    const { head, requestBody } = used.operation;
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
