import type { Example } from "./api.js";
import type { Context } from "./context.js";
import { child, type Node } from "./node.js";
import { readJson } from "./schema/json-value.js";

/**
 * What stands as `example` or `examples` beside a schema, in document order. One that lies at an
 * address, or is no JSON, is left out.
 *
 * Source: OpenAPI 3.1.1, sections 4.8.14 (Media Type Object) and 4.8.19 (Example Object).
 */
export function readExamples(holder: Node, context: Context): readonly Example[] {
  const named = child(holder, "examples");
  const listed = (named === null ? [] : context.leniently(() => context.members(named))).flatMap(
    ([name, written]) => {
      const node = context.leniently(() => context.objectAt(written, "an example"));
      const value = node && (child(node, "value") ?? child(node, "dataValue"));
      return exampleOf(name, value);
    },
  );
  return [...exampleOf(null, child(holder, "example")), ...listed];
}

/** Source: Swagger 2.0, Example Object: one value for a media type, which names it. */
export function readSwaggerExamples(response: Node, mediaType: string): readonly Example[] {
  const examples = child(response, "examples");
  return exampleOf(null, examples && child(examples, mediaType));
}

function exampleOf(name: string | null, node: Node | null): readonly Example[] {
  const value = node === null ? undefined : readJson(node.value);
  return value === undefined ? [] : [{ name, value }];
}
