/**
 * The text of an answer, without a byte order mark: what is UTF-8 is read as that, whatever the
 * answer says, since many name a charset by habit; what is not, as the charset that it names.
 */
export function textOfAnswer(bytes: Buffer, contentType = ""): string {
  const named = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? "utf-8";
  const marked = markedCharset(bytes);
  const charsets = SEVEN_BITS.test(named) ? [named, "utf-8"] : ["utf-8", named];
  for (const charset of marked === null ? charsets : [marked]) {
    const text = decoded(bytes, charset);
    if (text !== null) {
      return text;
    }
  }
  return bytes.toString("utf8");
}

/** Text in these may look like UTF-8. */
const SEVEN_BITS = /^(?:utf-16|iso-2022)/;

function markedCharset(bytes: Buffer): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) {
    return "utf-16le";
  }
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

/** Null where the bytes are no text in the charset, or nobody knows it. */
function decoded(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
