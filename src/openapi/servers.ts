import type { Context } from "./context.js";
import { child, children, type Node, textOf } from "./node.js";

/** The servers of the first of the nodes that states any; variables stand at their defaults. */
export function serversOf(nodes: readonly Node[]): readonly string[] {
  for (const node of nodes) {
    const list = child(node, "servers");
    if (list !== null && Array.isArray(list.value) && list.value.length > 0) {
      return children(list).flatMap(([, server]) => urlOf(server) ?? []);
    }
  }
  return [];
}

/** The document's own servers. */
export function documentServers(context: Context): readonly string[] {
  return context.version === "2.0" ? swaggerServers(context.entry) : serversOf([context.entry]);
}

/** Source: OpenAPI 3.1.1, sections 4.8.5 (Server Object) and 4.8.6 (Server Variable Object). */
function urlOf(server: Node): string | null {
  const url = textOf(server, "url");
  const variables = child(server, "variables");
  return (
    url?.replace(/\{([^{}]+)\}/g, (whole: string, name: string) => {
      const value = variables && child(variables, name);
      const stated = value && child(value, "default")?.value;
      return typeof stated === "string" || typeof stated === "number" ? String(stated) : whole;
    }) ?? null
  );
}

/** Source: Swagger 2.0, Swagger Object (host, basePath, schemes). */
function swaggerServers(entry: Node): readonly string[] {
  const host = textOf(entry, "host");
  const basePath = textOf(entry, "basePath") ?? "";
  if (host === null) {
    return basePath === "" ? [] : [basePath];
  }
  const schemes = child(entry, "schemes");
  const stated = (schemes === null ? [] : children(schemes))
    .map(([, scheme]) => scheme.value)
    .filter((scheme) => scheme === "http" || scheme === "https");
  return (stated.length === 0 ? ["https"] : stated).map(
    (scheme) => `${scheme}://${host}${basePath === "/" ? "" : basePath}`,
  );
}
