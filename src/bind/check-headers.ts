import type { Spanned } from "../source/source-file.js";
import type { BindContext } from "./context.js";
import {
  forbiddenPlace,
  forbiddenScheme,
  headerName,
  keyHeader,
  parameterName,
  schemeName,
} from "./header-problems.js";
import { isToken, useOfHeader } from "./headers.js";
import { suppliedTwice } from "./input-problems.js";
import { isSentByRuntime } from "./operation-model.js";
import { suppliedBy } from "./supplied-values.js";

/** Reports names of headers and cookies that no message can carry, and headers that the client owns. */
export function checkHeaders(context: BindContext): void {
  checkUpstream(context);
  checkSchemes(context);
  checkParameters(context);
}

/** What the map states for every request. */
function checkUpstream({ map, operations, collector }: BindContext): void {
  const { headers, idempotency, with: supplied } = map.upstream;
  const taken = new Map<string, Spanned<string>>();
  for (const { name } of headers) {
    const use = useOfHeader(name.value);
    const other = taken.get(name.value.toLowerCase());
    if (!isToken(name.value)) {
      collector.add(headerName(name));
    } else if (use === "connection" || use === "request id") {
      collector.add(forbiddenPlace(name.span, name.value, use));
    } else if (isSame(name, idempotency?.header)) {
      collector.add(keyHeader(name.span, name.value, idempotency?.header.span ?? name.span));
    } else if (other !== undefined) {
      collector.add(suppliedTwice(`the header ${name.value}`, name.span, other.span));
    }
    taken.set(name.value.toLowerCase(), name);
  }
  if (idempotency !== null) {
    const { header } = idempotency;
    const use = useOfHeader(header.value);
    if (!isToken(header.value)) {
      collector.add(headerName(header));
    } else if (use !== null) {
      collector.add(forbiddenPlace(header.span, header.value, use));
    }
  }
  const declared = new Set(
    operations
      .used()
      .flatMap(({ operation }) => operation.parameters)
      .filter(({ location }) => location === "header")
      .map(({ name }) => name),
  );
  for (const { name } of supplied.filter((one) => declared.has(one.name.value))) {
    const use = useOfHeader(name.value);
    if (use !== null) {
      collector.add(forbiddenPlace(name.span, name.value, use));
    } else if (isSame(name, idempotency?.header)) {
      collector.add(keyHeader(name.span, name.value, idempotency?.header.span ?? name.span));
    }
  }
}

/** Names of headers are the same in any case. */
function isSame(name: Spanned<string>, header: Spanned<string> | undefined): boolean {
  return name.value.toLowerCase() === header?.value.toLowerCase();
}

/** API keys that the map has a value for. */
function checkSchemes({ map, api, collector }: BindContext): void {
  for (const { scheme } of map.upstream.auth) {
    const found = api.securitySchemes.get(scheme.value);
    if (found?.kind !== "apiKey" || found.location === "query") {
      continue;
    }
    const { location, name } = found;
    const declared = api.spanOf(found.pointer, "key");
    const use = location === "header" ? useOfHeader(name) : null;
    if (!isToken(name)) {
      collector.add(schemeName(scheme, location, name, declared));
    } else if (use !== null && use !== "credentials") {
      collector.add(forbiddenScheme(scheme, name, declared));
    }
  }
}

/** Parameters that are sent, or have to be. */
function checkParameters({ map, api, operations, collector }: BindContext): void {
  for (const used of operations.used()) {
    const { operation, supplied } = used;
    for (const parameter of operation.parameters) {
      const { location, name, required, pointer } = parameter;
      const isNamed = location === "header" || location === "cookie";
      const isSent =
        required ||
        supplied.hasParameter(location, name) ||
        suppliedBy(name, used, { map, api }) !== null;
      if (isNamed && isSent && !isToken(name) && !isSentByRuntime(parameter, map)) {
        const declared = api.spanOf({ ...pointer, path: `${pointer.path}/name` });
        collector.add(parameterName(operation.head.key, location, name, declared));
      }
    }
  }
}
