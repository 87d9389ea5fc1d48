import type { ExactValue } from "../openapi/exact-integers.js";
import type { ApiKeys } from "./credentials.js";
import { withDecimalText } from "./exact.js";
import type { RecordedParameters } from "./mock.js";
import type { ParameterValues } from "./parameters.js";
import { decodedForm, type RawRequest } from "./request.js";

/** What stands in a record where a credential was. */
export const redacted = "[redacted]";

const secretHeaders: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "set-cookie",
]);

/** Names that credentials go by even where no description says so. */
const secretName =
  /(?:^|[^a-z])(?:api[-_]?key|access[-_]?(?:key|token)|(?:auth|refresh|id|session|bearer|secret)[-_]?token|token|secret|password|passwd|signature|credential)s?(?:$|[^a-z])/i;

/** Which of a request's values are credentials. */
export class Redaction {
  readonly #keys: ApiKeys;

  constructor(keys: ApiKeys) {
    this.#keys = keys;
  }

  headers(headers: RawRequest["headers"]): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        this.#isSecretHeader(name) ? redacted : value,
      ]),
    );
  }

  query(query: string): string {
    return query
      .split("&")
      .map((pair) => {
        const [name = ""] = pair.split("=");
        return this.#isSecretQuery(decodedForm(name)) && pair.includes("=")
          ? `${name}=${redacted}`
          : pair;
      })
      .join("&");
  }

  parameters(values: ParameterValues): RecordedParameters {
    const without = (
      given: Readonly<Record<string, ExactValue>>,
      isSecret: (name: string) => boolean,
    ) =>
      Object.fromEntries(
        Object.entries(given).map(([name, value]) => [
          name,
          isSecret(name) ? redacted : withDecimalText(value),
        ]),
      );
    return {
      path: without(values.path, () => false),
      query: without(values.query, (name) => this.#isSecretQuery(name)),
      header: without(values.header, (name) => this.#isSecretHeader(name)),
      cookie: without(values.cookie, () => true),
    };
  }

  #isSecretHeader(name: string): boolean {
    const lower = name.toLowerCase();
    return secretHeaders.has(lower) || this.#keys.headers.has(lower) || secretName.test(lower);
  }

  #isSecretQuery(name: string): boolean {
    return this.#keys.query.has(name) || (secretName.test(name) && !pageToken.test(name));
  }
}

/** A place in a list, and no credential. */
const pageToken = /(?:page|next|continuation|cursor|sync)[-_]?token$/i;
