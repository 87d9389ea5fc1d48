/** A plain value as text; JSON of anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Everything but RFC 3986's unreserved characters as `%XX`. */
export function encode(value: unknown): string {
  return encodeURIComponent(textOf(value).replaceAll(/\p{Surrogate}/gu, "\ufffd")).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Where a parameter goes whose value may hold reserved characters. */
export type Location = "path" | "query" | "cookie";

/**
 * RFC 3986's reserved characters that stand for themselves there. Left out is what the location does not
 * allow (`/`, `?` and `#` in a path; `[`, `]` and `#` in a query; `,` and `;` in a cookie), and what
 * means something else in a query that is read as a form: `&`, `=` and `+`.
 *
 * Source: OpenAPI 3.2.0, sections 4.8.2 (Path Templating) and 4.12.3 (URL Percent-Encoding),
 * appendices C and E; 3.0.4 and 3.1.1, `allowReserved` of a parameter, and the same appendices.
 * RFC 6265, section 4.1.1 (cookie-octet).
 */
const KEPT: Readonly<Record<Location, string>> = {
  path: ":@!$&'()*+,;=",
  query: ":/?@!$'()*,;",
  cookie: ":/?#[]@!$&'()*+=",
};

/** What stands between the values of a list or an object. */
const DELIMITERS = ",;=&";

/**
 * RFC 6570's reserved expansion, less the characters that the application has to encode itself by
 * OpenAPI's word. What is encoded already stays as it is. `isPart`: the value is one of several
 * that delimiters hold apart.
 */
export function encodeReserved(value: unknown, location: Location, isPart: boolean): string {
  return encode(value).replaceAll(
    /%25([0-9A-Fa-f]{2})|%([0-9A-F]{2})/g,
    (triple, given: string | undefined, code: string) => {
      if (given !== undefined) {
        return `%${given}`;
      }
      const character = String.fromCharCode(Number.parseInt(code, 16));
      const isKept =
        KEPT[location].includes(character) && !(isPart && DELIMITERS.includes(character));
      return isKept ? character : triple;
    },
  );
}
