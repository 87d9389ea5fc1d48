import type { SecurityScheme } from "./api.js";
import type { Context } from "./context.js";
import { child, children, descend, isObject, type Node, textOf } from "./node.js";

/** Source: OpenAPI 3.1.1, section 4.8.27 (Security Scheme Object); Swagger 2.0, the same. */
export function securitySchemesOf(context: Context): ReadonlyMap<string, SecurityScheme> {
  const registry =
    context.version === "2.0"
      ? child(context.entry, "securityDefinitions")
      : descend(context.entry, ["components", "securitySchemes"]);
  const found = new Map<string, SecurityScheme>();
  for (const [name, written] of registry === null ? [] : children(registry)) {
    const node = context.objectAt(written, "a security scheme");
    if (node !== null) {
      const pointer = { file: written.file, path: written.path };
      found.set(name, { pointer, ...schemeOf(node) });
    }
  }
  return found;
}

type Kind = SecurityScheme extends infer Scheme
  ? Scheme extends SecurityScheme
    ? Omit<Scheme, "pointer">
    : never
  : never;

function schemeOf(node: Node): Kind {
  const type = textOf(node, "type") ?? "";
  switch (type) {
    case "http":
      return httpScheme(textOf(node, "scheme") ?? "");
    case "basic":
      return { kind: "basic" };
    case "apiKey":
      return keyScheme(node);
    case "oauth2":
      return { kind: "oauth2", ...flowsOf(node) };
    case "openIdConnect":
      return { kind: "oauth2", scopes: [], tokenUrl: null };
    default:
      return { kind: "other", type };
  }
}

function httpScheme(scheme: string): Kind {
  switch (scheme.toLowerCase()) {
    case "bearer":
      return { kind: "bearer" };
    case "basic":
      return { kind: "basic" };
    default:
      return { kind: "other", type: `http ${scheme}`.trim() };
  }
}

function keyScheme(node: Node): Kind {
  const location = textOf(node, "in");
  const name = textOf(node, "name");
  if (name !== null && (location === "header" || location === "query" || location === "cookie")) {
    return { kind: "apiKey", location, name };
  }
  return { kind: "other", type: "apiKey" };
}

/** Scopes of all flows by code unit; the token URL of the flow that needs no person, where there is one. */
function flowsOf(node: Node): {
  readonly scopes: readonly string[];
  readonly tokenUrl: string | null;
} {
  const flows = child(node, "flows");
  // In 2.0 a scheme is one flow.
  const all = flows === null ? [["", node] as const] : children(flows);
  const scopes = all.flatMap(([, flow]) => {
    const named = isObject(flow.value) ? child(flow, "scopes") : null;
    return named === null ? [] : children(named).map(([scope]) => scope);
  });
  const machine =
    flows === null
      ? node
      : (child(flows, "clientCredentials") ??
        all.map(([, flow]) => flow).find((flow) => textOf(flow, "tokenUrl") !== null));
  return {
    scopes: [...new Set(scopes.filter((scope) => !scope.startsWith("x-")))].sort(),
    tokenUrl: machine ? textOf(machine, "tokenUrl") : null,
  };
}
