import { isOwnHeader } from "../../src/bind/headers.js";
import { UsedOperation } from "../../src/bind/operation-table.js";
import { bodyContentOf, bodySchemaOf } from "../../src/bind/places.js";
import { fieldsOf, kindOf } from "../../src/bind/schema-kind.js";
import { isBaseUrl } from "../../src/bind/servers.js";
import { supportedSecurity } from "../../src/bind/supported-security.js";
import type { Api, Operation, OperationHead, SecurityScheme } from "../../src/openapi/api.js";

/** The text of a map with one tool, which calls the operation and takes every input that it has. */
export function oneToolMap(api: Api, operation: Operation, tool: string, spec: string): string {
  const { head } = operation;
  const call = nameOf(api, head);
  const map = {
    version: 1,
    server: { name: tool.replace("_", "-") },
    spec,
    output: "out",
    upstream: {
      baseUrl: "${env.API_BASE}",
      servers: serversOf(operation),
      auth: authOf(api, operation),
    },
    tools: {
      [tool]: {
        description: "Calls one operation.",
        call,
        input: Object.fromEntries(
          inputsOf(operation).map(({ name, place }) => [name, { to: place }]),
        ),
        ...(head.method === "DELETE" ? { unconfirmed: "A test of the compiler." } : {}),
      },
    },
    operations: {
      effects: ["POST", "PUT", "PATCH"].includes(head.method) ? { [call]: "write" } : {},
    },
  };
  // JSON is YAML.
  return `${JSON.stringify(map, null, 2)}\n`;
}

/** The operationId, or method and path where it is missing or stands for several. */
function nameOf(api: Api, head: OperationHead): string {
  const isUnique = api.operations.filter((other) => other.key === head.key).length === 1;
  return isUnique ? head.key : `${head.method} ${head.path}`;
}

/** The operation's own server, where it has one of its own. */
function serversOf({ servers: [url] }: Operation): Readonly<Record<string, unknown>> {
  return url !== undefined && isBaseUrl(url) ? { [url]: { credentials: true } } : {};
}

/** Credentials for the first alternative of the operation's security, as far as the map can give them. */
function authOf(api: Api, { security }: Operation): Readonly<Record<string, unknown>> {
  const [first = []] = supportedSecurity(security, api).security.filter((way) =>
    way.every(({ scheme }) => (api.securitySchemes.get(scheme)?.kind ?? "other") !== "other"),
  );
  return Object.fromEntries(
    first.map(({ scheme }) => [scheme, secretFor(api.securitySchemes.get(scheme))]),
  );
}

function secretFor(scheme: SecurityScheme | undefined): unknown {
  return scheme?.kind === "basic"
    ? { username: "${env.API_USER}", password: "${env.API_PASSWORD}" }
    : "${env.API_TOKEN}";
}

interface ListedInput {
  readonly name: string;
  readonly place: string;
}

/** Every parameter, and every property of the body, or the body itself where it is no object. */
function inputsOf(operation: Operation): readonly ListedInput[] {
  const places: (readonly string[])[] = operation.parameters
    .filter(({ location, name }) => !isOwnHeader(location, name))
    .map(({ location, name }) => [location, name]);
  const used = new UsedOperation(operation, "", "read");
  if (bodyContentOf(used) !== null) {
    const node = bodySchemaOf(used);
    const properties =
      node !== null && kindOf([node]) === "object"
        ? [...fieldsOf([node])].filter(([, field]) => !field.schemas.every((one) => one.readOnly))
        : [];
    places.push(...properties.map(([name]) => ["body", name]));
    if (properties.length === 0) {
      places.push(["body"]);
    }
  }
  const taken = new Set<string>();
  return places.map((words) => ({
    name: identifierFor(words.at(-1) ?? "", taken),
    place: words.map(quoted).join("."),
  }));
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_-]+$/.test(word) ? word : `"${word}"`;
}

/** `filter[created.at]` → `filter_created_at`; a name that is taken gets a number. */
function identifierFor(name: string, taken: Set<string>): string {
  const plain = name
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 56);
  const base = /^[A-Za-z]/.test(plain) ? plain : `p_${plain}`;
  let chosen = base;
  for (let count = 2; taken.has(chosen); count += 1) {
    chosen = `${base}_${count}`;
  }
  taken.add(chosen);
  return chosen;
}
