import type { SourceText } from "../source/source-text.js";
import { address, envText, fromEnv, refuseSecret, secret } from "./env-text.js";
import { expression, namesEnv } from "./expression-text.js";
import {
  entries,
  list,
  mapping,
  mappingTo,
  optional,
  type Reader,
  refine,
  required,
  withDefault,
  within,
} from "./reading.js";
import { boolean, integer, oneOf, refuse, text } from "./scalars.js";
import { isCredentialName } from "./secrets.js";
import type {
  ClientSecret,
  CredentialEntry,
  NamedText,
  NextUrl,
  PaginationEntry,
  ServerAddress,
  UpstreamEntry,
} from "./tool-map.js";
import { duration } from "./units.js";

const baseUrl = address("API_BASE");
const token = secret("API_TOKEN");

/** From the environment, or empty: some APIs take their key as the user name, and no password. */
const password: Reader<SourceText> = (node, context) => {
  if (node.kind !== "scalar" || (node.value !== null && node.value !== "")) {
    return token(node, context);
  }
  return node.value === ""
    ? node.text
    : refuse(node, context, "text", ['where the API takes an empty one, write ""']);
};

/** Source: RFC 7617, section 2: either part may be empty. */
const basic = mappingTo(
  {
    username: required(envText, `username: ${fromEnv("API_USER")}`),
    password: required(password, `password: ${fromEnv("API_PASSWORD")}`),
  },
  ({ username, password }, node, context) => {
    const isKey = password.text === "" && !namesEnv(username.text);
    const key = node.entries.find((entry) => entry.key.value === "username")?.key;
    return isKey && key !== undefined
      ? refuseSecret(username, "API_KEY", within(context, key))
      : ({ kind: "basic", username, password } as const);
  },
);

/** Source: RFC 6749, sections 2.3.1 and 4.4. */
const client: Reader<ClientSecret> = mappingTo(
  {
    client_id: required(envText, `client_id: ${fromEnv("API_CLIENT_ID")}`),
    client_secret: required(token, `client_secret: ${fromEnv("API_CLIENT_SECRET")}`),
    client_auth: optional(oneOf("basic", "body")),
    token_url: optional(baseUrl),
  },
  ({ client_id: id, client_secret, client_auth, token_url: tokenUrl }) => ({
    kind: "client",
    id,
    secret: client_secret,
    auth: client_auth?.value ?? "basic",
    tokenUrl,
  }),
);

/** By the names of the spec's security schemes. */
const auth: Reader<readonly CredentialEntry[]> = entries((scheme, node, context) => {
  if (node.kind === "mapping") {
    const isClient = node.entries.some(({ key }) => /^(?:client|token)_/.test(key.value));
    const credentials = isClient ? client(node, context) : basic(node, context);
    return credentials === undefined ? undefined : { scheme, secret: credentials };
  }
  const value = token(node, context);
  return value === undefined ? undefined : { scheme, secret: { kind: "token", value } };
});

const headers: Reader<readonly NamedText[]> = entries((name, node, context) => {
  const value = isCredentialName(name.value) ? token(node, context) : envText(node, context);
  return value === undefined ? undefined : { name, value };
});

const elsewhere = mapping({
  baseUrl: optional(address("UPLOADS_BASE")),
  credentials: optional(boolean),
});

const servers: Reader<readonly ServerAddress[]> = entries((url, node, context) => {
  const stated = elsewhere(node, context);
  return (
    stated && { url, baseUrl: stated.baseUrl, credentials: stated.credentials?.value === true }
  );
});

const supplied: Reader<readonly NamedText[]> = entries((name, node, context) => {
  const value = envText(node, context);
  return value === undefined ? undefined : { name, value };
});

/** `{ link: response.next }` */
const nextUrl: Reader<NextUrl> = mappingTo(
  { link: required(expression, "link: response.next") },
  ({ link }, { span }) => ({ link, span }),
);

/** An expression over `response`, one of the ways of counting, or a URL. */
const next: Reader<PaginationEntry["next"]> = (node, context) => {
  if (node.kind === "mapping") {
    return nextUrl(node, context);
  }
  const word = node.kind === "scalar" ? node.value : null;
  switch (word) {
    case "link":
    case "page":
    case "offset":
      return { value: word, span: node.span };
    default:
      return expression(node, context);
  }
};

const paging: Reader<PaginationEntry> = mapping({
  param: required(text, "param: cursor"),
  next: required(next, "next: response.next_cursor"),
  more: optional(expression),
  total: optional(expression),
});

const idempotency = mapping({
  header: required(text, "header: Idempotency-Key"),
  operations: withDefault(list(text), []),
});

const contract: Reader<"warn" | "strict"> = refine(oneOf("warn", "strict"), ({ value }) => value);
const retries: Reader<number> = refine(integer(0, 10), ({ value }) => value);

/** How the API is reached. */
export const upstream: Reader<UpstreamEntry> = mappingTo(
  {
    baseUrl: optional(baseUrl),
    servers: withDefault(servers, []),
    auth: withDefault(auth, []),
    headers: withDefault(headers, []),
    with: withDefault(supplied, []),
    timeout: withDefault(duration, 10_000),
    deadline: withDefault(duration, 50_000),
    retries: withDefault(retries, 2),
    idempotency: optional(idempotency),
    pagination: withDefault(list(paging), []),
    contract: withDefault(contract, "warn"),
  },
  ({ timeout, deadline, ...values }, { span }) => ({
    ...values,
    span,
    timeoutMs: timeout,
    deadlineMs: deadline,
  }),
);
