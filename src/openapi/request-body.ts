import type { RequestBody } from "./api.js";
import { readContents } from "./content.js";
import { isTrue, type Node, textOf } from "./node.js";
import type { Schemas } from "./schema/schemas.js";

/** Source: OpenAPI 3.1.1, section 4.8.13 (Request Body Object). */
export function readRequestBody(written: Node | null, schemas: Schemas): RequestBody | null {
  const node = written && schemas.context.objectAt(written, "a request body");
  if (node === null) {
    return null;
  }
  return {
    required: isTrue(node, "required"),
    description: textOf(node, "description") ?? "",
    contents: readContents(node, schemas),
    pointer: { file: node.file, path: node.path },
  };
}
