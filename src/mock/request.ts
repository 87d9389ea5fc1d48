/** A request as it came. */
export interface RawRequest {
  /** Upper case. */
  readonly method: string;
  /** Without the query; not decoded. */
  readonly path: string;
  /** Without the question mark; not decoded. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The pairs of a query or a form, in order; neither names nor values are decoded. */
export type Pairs = readonly (readonly [string, string])[];

export function pairsOf(query: string): Pairs {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    });
}

/** The pairs of the Cookie header. */
export function cookiesOf(headers: RawRequest["headers"]): Pairs {
  return (headers.cookie ?? "").split(";").flatMap((pair) => pairsOf(pair.trim()));
}

/** What a percent-encoded text spells; the text itself where it spells nothing. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The same in queries and forms, where a plus is a space. */
export function decodedForm(text: string): string {
  return decoded(text.replaceAll("+", " "));
}

/** The media type alone: lower case, without parameters. */
export function mediaTypeOf(header: string | undefined): string {
  return (header ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

export function isJson(mediaType: string): boolean {
  return /[/+]json$/.test(mediaType);
}

/** Whether a media type lies in a range such as `text/*`. */
export function isInRange(mediaType: string, range: string): boolean {
  return (
    range === "*/*" ||
    range === "*" ||
    range === mediaType ||
    (range.endsWith("/*") && mediaType.startsWith(range.slice(0, -1)))
  );
}

/** RFC 6901. */
export function pointerOf(path: readonly (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
